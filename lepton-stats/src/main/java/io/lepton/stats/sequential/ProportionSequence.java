package io.lepton.stats.sequential;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.Tails;

/**
 * Intervals of a proportion, or of the mean of values between 0 and 1, that hold at all times
 * together, from the first case on and with no approximation: the proportions which the two-sided
 * beta-binomial mixture does not reject (Robbins 1970; Howard et al. 2021). Agrees with confseq's
 * {@code bernoulli_confidence_interval}.
 *
 * <p>For means of values of little spread it is wide, as it allows for the most spread there can
 * be; {@link AlwaysValid} is narrower and holds for large samples. Immutable and safe for use by
 * many threads.
 */
public final class ProportionSequence {
  private static final ProportionSequence DEFAULT = new ProportionSequence(0.95, 1000);

  private final double level;
  private final double tuned;

  private ProportionSequence(double level, double tuned) {
    this.level = level;
    this.tuned = tuned;
  }

  /**
   * 95 %, tuned for 1000 cases.
   *
   * @return the method
   */
  public static ProportionSequence withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the level.
   *
   * @param value between 0 and 1, such as 0.95
   * @return a new method
   */
  public ProportionSequence withLevel(double value) {
    return new ProportionSequence(Checks.inside("level", value), tuned);
  }

  /**
   * Sets for how many cases it is narrowest. To be set before the data are seen.
   *
   * @param cases above 0
   * @return a new method
   */
  public ProportionSequence tunedFor(double cases) {
    return new ProportionSequence(level, Checks.positive("cases", cases));
  }

  /**
   * The interval of a proportion.
   *
   * @param successes so far, from 0 to trials
   * @param trials so far, at least 1
   * @return within 0 and 1
   * @throws InvalidInputException if a count is out of range
   */
  public Interval interval(long successes, long trials) {
    Checks.proportion("proportion", successes, trials);
    return ofMean((double) successes / trials, (double) trials);
  }

  /**
   * The interval of the mean of values between two bounds.
   *
   * @param mean of the values so far
   * @param n of them, at least 1
   * @param least a value can be
   * @param most a value can be, above {@code least}
   * @return within the bounds
   * @throws InvalidInputException if the mean is outside of them, or an argument is out of range
   */
  public Interval boundedMean(double mean, long n, double least, double most) {
    Checks.finite("least", least);
    Checks.finite("most", most);
    if (!(least < most && least <= mean && mean <= most)) {
      throw new InvalidInputException(
          "mean " + mean + " of values from " + least + " to " + most + "; expected it between");
    }
    Checks.proportion("mean", 0, n);
    double width = most - least;
    Interval share = ofMean((mean - least) / width, (double) n);
    return new Interval(
        least + width * share.low(), least + width * share.high(), level, "beta-binomial mixture");
  }

  /**
   * The interval of a difference of two independent proportions, first minus second: of their
   * intervals at half of alpha each. No approximation, and about 1.5 times as wide as {@link
   * AlwaysValid} for large samples.
   *
   * @param firstSuccesses from 0 to the trials
   * @param firstTrials at least 1
   * @param secondSuccesses from 0 to the trials
   * @param secondTrials at least 1
   * @return within −1 and 1
   * @throws InvalidInputException if a count is out of range
   */
  public Interval difference(
      long firstSuccesses, long firstTrials, long secondSuccesses, long secondTrials) {
    ProportionSequence half = withLevel((1 + level) / 2);
    Interval first = half.interval(firstSuccesses, firstTrials);
    Interval second = half.interval(secondSuccesses, secondTrials);
    return new Interval(
        first.low() - second.high(), first.high() - second.low(), level, "beta-binomial mixtures");
  }

  /**
   * The always-valid p-value of a proportion.
   *
   * @param successes so far, from 0 to trials
   * @param trials so far, at least 1
   * @param proportion under the null hypothesis, between 0 and 1
   * @return at most 1; at most 1 − level exactly where the proportion is outside the interval
   * @throws InvalidInputException if an argument is out of range
   */
  public double pValue(long successes, long trials, double proportion) {
    Checks.proportion("proportion", successes, trials);
    Checks.inside("proportion", proportion);
    double log = evidence((double) successes / trials, (double) trials, proportion);
    return Math.min(1, Math.exp(-log));
  }

  private Interval ofMean(double mean, double n) {
    double threshold = -Math.log(1 - level);
    double low = mean == 0 ? 0 : end(mean, n, threshold, 0);
    double high = mean == 1 ? 1 : end(mean, n, threshold, 1);
    return new Interval(low, high, level, "beta-binomial mixture");
  }

  /** Where between the mean and an end of the range the evidence reaches the threshold. */
  private double end(double mean, double n, double threshold, int range) {
    double inner = mean;
    double outer = range;
    if (inner == 0 || inner == 1) {
      inner = 1e-300 + inner * (1 - 1e-15);
    }
    // towards the end of the range the evidence has no bound
    for (double part = 0.5; outer == range; part *= 0.5) {
      double place = range == 0 ? part * mean : 1 - part * (1 - mean);
      if (part == 0 || place == range) {
        return range;
      }
      if (evidence(mean, n, place) > threshold) {
        outer = place;
      } else {
        inner = place;
      }
    }
    return Tails.solve(
        p -> evidence(mean, n, p) - threshold, Math.min(inner, outer), Math.max(inner, outer));
  }

  private double evidence(double mean, double n, double p) {
    double spread = p * (1 - p);
    return BetaMixture.tuned(spread * tuned, 1 - level, p, 1 - p, NormalMixture.Sides.TWO)
        .log((mean - p) * n, spread * n);
  }
}
