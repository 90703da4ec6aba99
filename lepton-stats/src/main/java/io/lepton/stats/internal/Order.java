package io.lepton.stats.internal;

/** Sorts places instead of values. */
public final class Order {
  private Order() {}

  /** The places of the values from the lowest to the highest, equal values in order of place. */
  public static int[] ascending(double[] values) {
    int n = values.length;
    int[] from = new int[n];
    for (int i = 0; i < n; i++) {
      from[i] = i;
    }
    int[] to = new int[n];
    for (int width = 1; width < n; width = width > n / 2 ? n : 2 * width) {
      for (int start = 0; start < n; start += 2 * width) {
        int middle = Math.min(start + width, n);
        int end = Math.min(middle + width, n);
        merge(values, from, start, middle, end, to);
        if (end == n) {
          break; // also keeps start from overflowing
        }
      }
      int[] swap = from;
      from = to;
      to = swap;
    }
    return from;
  }

  private static void merge(double[] values, int[] from, int start, int middle, int end, int[] to) {
    int left = start;
    int right = middle;
    for (int k = start; k < end; k++) {
      if (left < middle && (right >= end || values[from[left]] <= values[from[right]])) {
        to[k] = from[left++];
      } else {
        to[k] = from[right++];
      }
    }
  }
}
