package io.lepton.stats.internal;

/** Sample quantiles. */
public final class Quantiles {
  private Quantiles() {}

  /** Linear between order statistics (type 7 of Hyndman and Fan 1996, R's default). */
  public static double ofSorted(double[] sorted, double p) {
    double place = p * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
