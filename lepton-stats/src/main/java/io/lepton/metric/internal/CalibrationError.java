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
  private final double[] probabilities;
  private final double[] residuals;

  CalibrationError(boolean[] outcomes, double[] probabilities) {
    this.probabilities = probabilities;
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
   * the bias they show, and cut at 0. Near 0 that is not enough, so the interval reaches down to 0
   * whenever sound probabilities would give an error as large (consistency resampling, Bröcker and
   * Smith 2007).
   */
  Interval interval(double level, int replicates, SplittableRandom random) {
    int draws = (int) Math.max(200, Math.min(replicates, MOST_DRAWS / bins.length));
    double tail = (1 - level) / 2;
    double[] errors = resampled(draws, random);
    double value = value();
    double bias = Math.max(0, Arrays.stream(errors).average().orElseThrow() - value);
    boolean sound = value <= Quantiles.ofSorted(ifSound(draws, random), 1 - tail);
    double low = sound ? 0 : Math.max(0, Quantiles.ofSorted(errors, tail) - 2 * bias);
    double high = Math.max(low, Quantiles.ofSorted(errors, 1 - tail) - 2 * bias);
    return new Interval(low, high, level, "bootstrap, bias removed");
  }

  private double[] resampled(int draws, SplittableRandom random) {
    int n = bins.length;
    double[] errors = new double[draws];
    double[] sums = new double[BINS];
    for (int draw = 0; draw < draws; draw++) {
      Arrays.fill(sums, 0);
      for (int i = 0; i < n; i++) {
        int place = random.nextInt(n);
        sums[bins[place]] += residuals[place];
      }
      errors[draw] = error(sums);
    }
    Arrays.sort(errors);
    return errors;
  }

  /** Errors of outcomes that are drawn from the probabilities themselves. */
  private double[] ifSound(int draws, SplittableRandom random) {
    double[] errors = new double[draws];
    double[] sums = new double[BINS];
    for (int draw = 0; draw < draws; draw++) {
      Arrays.fill(sums, 0);
      for (int i = 0; i < bins.length; i++) {
        double probability = probabilities[i];
        sums[bins[i]] += random.nextDouble() < probability ? probability - 1 : probability;
      }
      errors[draw] = error(sums);
    }
    Arrays.sort(errors);
    return errors;
  }
}
