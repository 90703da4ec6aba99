package io.lepton.compress.internal;

import io.lepton.compress.Calibration;
import io.lepton.error.InvalidInputException;

/** The values of one tensor on calibration rows: first their bounds, then a histogram. */
final class Ranges {
  private static final int BINS = 2048;

  /** Of one sign; values of one sign alone have twice as many. */
  private static final int LEVELS = 128;

  private static final int PER_BIN = 32;

  private final String name;
  private float least = Float.POSITIVE_INFINITY;
  private float largest = Float.NEGATIVE_INFINITY;
  private final long[] bins = new long[BINS];
  private final long[] magnitudes = new long[BINS];

  Ranges(String name) {
    this.name = name;
  }

  void bound(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new InvalidInputException(
            "tensor \"" + name + "\" of the model is " + value + " on a calibration row");
      }
      least = Math.min(least, value);
      largest = Math.max(largest, value);
    }
  }

  void count(float[] values) {
    float reach = reach();
    for (float value : values) {
      bins[bin(value - (double) least, (double) largest - least)]++;
      magnitudes[bin(Math.abs(value), reach)]++;
    }
  }

  private static int bin(double distance, double width) {
    return width == 0 ? 0 : (int) Math.min(BINS - 1, distance / width * BINS);
  }

  private float reach() {
    return Math.max(Math.abs(least), Math.abs(largest));
  }

  /** Low and high end; 0 is always inside, since zero padding must be exact. */
  float[] range(Calibration calibration) {
    double low = least;
    double high = largest;
    switch (calibration.method()) {
      case MIN_MAX -> {}
      case PERCENTILE -> {
        double width = (high - low) / BINS;
        double tail = 1 - calibration.percentile() / 100;
        int from = 0;
        int to = BINS - 1;
        double all = 0;
        for (long count : bins) {
          all += count;
        }
        for (double sum = bins[from]; sum <= tail * all && from < to; sum += bins[from]) {
          from++;
        }
        for (double sum = bins[to]; sum <= tail * all && to > from; sum += bins[to]) {
          to--;
        }
        high = low + (to + 1) * width;
        low = low + from * width;
      }
      case ENTROPY -> {
        double threshold = reach() * leastDivergent();
        low = Math.max(low, -threshold);
        high = Math.min(high, threshold);
      }
    }
    return new float[] {(float) Math.min(low, 0), (float) Math.max(high, 0)};
  }

  /** The share of the reach to keep, so that the levels over it tell most. */
  private double leastDivergent() {
    int levels = least >= 0 || largest <= 0 ? 2 * LEVELS : LEVELS;
    long[] counts = merged(levels);
    int best = counts.length;
    double smallest = Double.POSITIVE_INFINITY;
    for (int kept = levels; kept <= counts.length; kept += counts.length / levels) {
      double divergence = divergence(counts, kept, levels);
      if (divergence < smallest) {
        smallest = divergence;
        best = kept;
      }
    }
    return (double) best / counts.length;
  }

  /**
   * The histogram with bins wide enough for some values each: divergence takes noise for shape.
   * What a ReLU makes 0 is exact with any range, and would drown what is not; NVIDIA's
   * pytorch-quantization leaves it out in the same way.
   */
  private long[] merged(int levels) {
    long all = java.util.Arrays.stream(magnitudes).sum();
    int group = 1;
    while (BINS / group > 2 * levels && all / (BINS / group) < PER_BIN) {
      group *= 2;
    }
    long[] counts = new long[BINS / group];
    for (int i = 0; i < BINS; i++) {
      counts[i / group] += magnitudes[i];
    }
    counts[0] = counts[1];
    return counts;
  }

  private static double divergence(long[] counts, int kept, int levels) {
    double[] clipped = new double[kept];
    double all = 0;
    for (int i = 0; i < counts.length; i++) {
      clipped[Math.min(i, kept - 1)] += counts[i];
      all += counts[i];
    }
    double[] coarse = new double[kept];
    double coarseAll = 0;
    for (int level = 0; level < levels; level++) {
      int from = (int) ((long) level * kept / levels);
      int to = (int) ((long) (level + 1) * kept / levels);
      double sum = 0;
      int filled = 0;
      for (int i = from; i < to; i++) {
        sum += counts[i]; // without the clipped tail, which is what clipping loses
        filled += clipped[i] > 0 ? 1 : 0;
      }
      for (int i = from; i < to; i++) {
        coarse[i] = clipped[i] > 0 ? sum / filled : 0;
        coarseAll += coarse[i];
      }
    }
    double divergence = 0;
    for (int i = 0; i < kept; i++) {
      if (clipped[i] > 0) {
        if (coarse[i] == 0) {
          return Double.POSITIVE_INFINITY;
        }
        double p = clipped[i] / all;
        divergence += p * Math.log(p / (coarse[i] / coarseAll));
      }
    }
    return divergence;
  }
}
