package io.lepton.stats.test;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.internal.Checks;
import java.util.Arrays;
import org.apache.commons.math3.special.Gamma;

/**
 * As {@link SampleRatioMismatch}, for who looks again and again: the chance that it ever raises a
 * false alarm, at whichever of any number of looks, is at most alpha.
 *
 * <p>The p-value is the inverse of a Bayes factor, which is a martingale if the split is as planned
 * (Lindon and Malek 2022, "Anytime-valid inference for multinomial count data"): a multinomial
 * whose shares have a Dirichlet prior around the weights, against the weights. Equal parts of the
 * prior have concentration 10², 10⁴ and 10⁶, so that coarse faults are found in few units and fine
 * ones in many. At one look it is less sharp than chi-square: that is what looking often costs.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class SequentialSampleRatio {
  private static final SequentialSampleRatio DEFAULT = new SequentialSampleRatio(0.001);
  private static final double[] CONCENTRATIONS = {1e2, 1e4, 1e6};

  private final double alpha;

  private SequentialSampleRatio(double alpha) {
    this.alpha = alpha;
  }

  /**
   * What the check found.
   *
   * @param statistic natural logarithm of the Bayes factor against the planned split
   * @param pValue valid at every look; ever below any alpha with at most that probability
   * @param alpha level of the check
   */
  public record Result(double statistic, double pValue, double alpha) implements TestResult {
    /**
     * Whether the split is not the planned one.
     *
     * @return true if the p-value is below alpha
     */
    public boolean mismatch() {
      return rejectsAt(alpha);
    }
  }

  /**
   * With level 0.001.
   *
   * @return the check
   */
  public static SequentialSampleRatio withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the accepted chance of a false alarm, over all looks together.
   *
   * @param value between 0 and 1
   * @return a new check
   */
  public SequentialSampleRatio withAlpha(double value) {
    return new SequentialSampleRatio(Checks.inside("alpha", value));
  }

  /**
   * Checks a split at one of many looks.
   *
   * @param observed units per arm so far, at least two arms, not all zero
   * @param weights planned per arm, above 0, of any sum
   * @return the result
   * @throws InvalidInputException if lengths differ, or a count or weight is out of range
   */
  public Result test(long[] observed, double[] weights) {
    if (observed.length != weights.length || observed.length < 2) {
      throw new InvalidInputException(
          observed.length
              + " counts and "
              + weights.length
              + " weights; expected as many, 2 or more");
    }
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += Checks.positive("weights[" + i + "]", weights[i]);
      if (observed[i] < 0) {
        throw new InvalidInputException("observed[" + i + "] is " + observed[i]);
      }
    }
    long n = Arrays.stream(observed).sum();
    if (n == 0) {
      throw new InvalidInputException("no unit was observed; expected at least one");
    }
    double[] shares = new double[weights.length];
    for (int i = 0; i < weights.length; i++) {
      shares[i] = weights[i] / sum;
    }
    double[] logs = new double[CONCENTRATIONS.length];
    for (int k = 0; k < logs.length; k++) {
      logs[k] = logBayesFactor(observed, n, shares, CONCENTRATIONS[k]);
    }
    double largest = Arrays.stream(logs).max().orElseThrow();
    double mean = Arrays.stream(logs).map(log -> Math.exp(log - largest)).average().orElseThrow();
    double log = largest + Math.log(mean);
    return new Result(log, Math.min(1, Math.exp(-log)), alpha);
  }

  private static double logBayesFactor(
      long[] observed, long n, double[] shares, double concentration) {
    double log = -logRising(concentration, n);
    for (int i = 0; i < shares.length; i++) {
      log += logRising(concentration * shares[i], observed[i]) - observed[i] * Math.log(shares[i]);
    }
    return log;
  }

  /** ln Γ(a + n) / Γ(a). */
  private static double logRising(double a, long n) {
    return Gamma.logGamma(a + n) - Gamma.logGamma(a);
  }
}
