package io.lepton.stats.bayes;

import io.lepton.model.Interval;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.Normal;

/**
 * What is known of a mean, a difference or a lift: a normal distribution. Start from what was known
 * before and {@link #observe} an estimate with its standard error, which is exact for normal data
 * of known variance and good for large samples; without prior knowledge start with {@link #flat}.
 * GrowthBook's Bayesian engine for metrics is this, applied to the relative lift.
 *
 * @param mean finite
 * @param standardDeviation above 0, finite
 */
public record NormalPosterior(double mean, double standardDeviation) {
  private static final double DENSITY_AT_0 = 1 / Math.sqrt(2 * Math.PI);

  /** {@inheritDoc} */
  public NormalPosterior {
    Checks.finite("mean", mean);
    Checks.positive("standard deviation", standardDeviation);
  }

  /**
   * With no prior knowledge: the posterior is the estimate with its error.
   *
   * @param estimate finite
   * @param standardError above 0
   * @return the posterior
   */
  public static NormalPosterior flat(double estimate, double standardError) {
    return new NormalPosterior(estimate, standardError);
  }

  /**
   * After an estimate: the mean weighs both by their precisions, {@code 1/sd²}.
   *
   * @param estimate finite
   * @param standardError above 0
   * @return a new posterior
   */
  public NormalPosterior observe(double estimate, double standardError) {
    Checks.finite("estimate", estimate);
    Checks.positive("standard error", standardError);
    double both = Math.hypot(standardDeviation, standardError);
    double weight = square(standardDeviation / both); // of the estimate
    return new NormalPosterior(
        mean + weight * (estimate - mean), standardDeviation * (standardError / both));
  }

  private static double square(double x) {
    return x * x;
  }

  /**
   * How probably it is above a value; for a difference, {@code above(0)} is the chance to beat.
   *
   * @param value finite
   * @return from 0 to 1
   */
  public double above(double value) {
    return Normal.upperTail((Checks.finite("value", value) - mean) / standardDeviation);
  }

  /**
   * How probably this is above another, independent one.
   *
   * @param other the other
   * @return from 0 to 1
   */
  public double probabilityToBeat(NormalPosterior other) {
    return minus(other).above(0);
  }

  /**
   * What choosing this one instead of the other is expected to cost: {@code E max(other − this,
   * 0)}.
   *
   * @param other the other, independent one
   * @return at least 0
   */
  public double expectedLoss(NormalPosterior other) {
    return minus(other).expectedShortfall();
  }

  /**
   * The expected loss of choosing what this is the advantage of: {@code E max(−this, 0)}.
   *
   * @return at least 0
   */
  public double expectedShortfall() {
    double z = mean / standardDeviation;
    double density = DENSITY_AT_0 * Math.exp(-0.5 * z * z);
    return standardDeviation * Math.max(0, density - z * Normal.upperTail(z));
  }

  /**
   * The difference of this and another, independent one.
   *
   * @param other the other
   * @return its posterior
   */
  public NormalPosterior minus(NormalPosterior other) {
    return new NormalPosterior(
        mean - other.mean, Math.hypot(standardDeviation, other.standardDeviation));
  }

  /**
   * The credible interval, equal-tailed and of highest density both.
   *
   * @param level between 0 and 1, such as 0.95
   * @return symmetric about the mean
   */
  public Interval interval(double level) {
    double reach = Normal.critical(Checks.inside("level", level)) * standardDeviation;
    return new Interval(mean - reach, mean + reach, level, "normal posterior");
  }

  /**
   * How it stands to a region of practical equivalence.
   *
   * @param low end of the region
   * @param high end of the region, above {@code low}
   * @return chances to be below, within and above
   */
  public Rope rope(double low, double high) {
    Rope.requireRegion(low, high);
    return Rope.of(
        Normal.cumulative((low - mean) / standardDeviation),
        Normal.upperTail((high - mean) / standardDeviation));
  }
}
