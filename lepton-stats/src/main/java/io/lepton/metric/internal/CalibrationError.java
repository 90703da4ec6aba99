package io.lepton.metric.internal;

import io.lepton.model.Interval;
import io.lepton.stats.internal.Quantiles;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The expected calibration error of probabilities in ten bins of equal width: the mean over cases
 * of how far their bin's mean probability is from its observed rate.
 */
final class CalibrationError {
  private static final int BINS = 10;

  /** About a second's work; beyond it fewer replicates are drawn. */
  private static final long MOST_DRAWS = 200_000_000;

  private final int[] bins;
  private final double[] residuals;

  CalibrationError(boolean[] outcomes, double[] probabilities) {
    bins = new int[outcomes.length];
    residuals = new double[outcomes.length];
    for (int i = 0; i < bins.length; i++) {
      bins[i] = Curves.bin(probabilities[i], BINS);
      residuals[i] = probabilities[i] - (outcomes[i] ? 1 : 0);
    }
  }

  double value() {
    double[] sums = new double[BINS];
    for (int i = 0; i < bins.length; i++) {
      sums[bins[i]] += residuals[i];
    }
    return error(sums);
  }

  private double error(double[] sums) {
    double total = 0;
    for (double sum : sums) {
      total += Math.abs(sum);
    }
    return total / bins.length;
  }

  /**
   * Percentile bootstrap of the error without bias. The absolute value makes the estimate too
   * large, and a replicate too large once more; the replicates are therefore moved down by twice
   * the bias they show, and cut at 0.
   */
  Interval interval(double level, int replicates, SplittableRandom random) {
    int n = bins.length;
    int draws = (int) Math.max(200, Math.min(replicates, MOST_DRAWS / n));
    double[] errors = new double[draws];
    double[] sums = new double[BINS];
    double mean = 0;
    for (int replicate = 0; replicate < draws; replicate++) {
      Arrays.fill(sums, 0);
      for (int i = 0; i < n; i++) {
        int place = random.nextInt(n);
        sums[bins[place]] += residuals[place];
      }
      errors[replicate] = error(sums);
      mean += errors[replicate] / draws;
    }
    Arrays.sort(errors);
    double bias = Math.max(0, mean - value());
    double tail = (1 - level) / 2;
    return new Interval(
        Math.max(0, Quantiles.ofSorted(errors, tail) - 2 * bias),
        Math.max(0, Quantiles.ofSorted(errors, 1 - tail) - 2 * bias),
        level,
        "bootstrap, bias removed");
  }
}
