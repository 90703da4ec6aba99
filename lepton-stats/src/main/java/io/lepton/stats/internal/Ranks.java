package io.lepton.stats.internal;

/** Ranks from 1, equal values sharing the mean of theirs; kept doubled, so that they are whole. */
public final class Ranks {
  private final int[] doubled;
  private final double ties;

  private Ranks(int[] doubled, double ties) {
    this.doubled = doubled;
    this.ties = ties;
  }

  /** Ranks values. */
  public static Ranks of(double[] values) {
    int[] order = Order.ascending(values);
    int[] doubled = new int[values.length];
    double ties = 0;
    for (int start = 0; start < order.length; ) {
      int end = start;
      while (end < order.length && values[order[end]] == values[order[start]]) {
        end++;
      }
      for (int k = start; k < end; k++) {
        doubled[order[k]] = start + 1 + end;
      }
      double tied = (double) end - start;
      ties += tied * tied * tied - tied;
      start = end;
    }
    return new Ranks(doubled, ties);
  }

  /** Twice the rank of each value. */
  public int[] doubled() {
    return doubled.clone();
  }

  /** Sum of the ranks of the values from one place to before another. */
  public double sum(int from, int to) {
    long sum = 0;
    for (int i = from; i < to; i++) {
      sum += doubled[i];
    }
    return 0.5 * sum;
  }

  /** Σ (t³ − t) over groups of t equal values; 0 where all differ. */
  public double ties() {
    return ties;
  }
}
