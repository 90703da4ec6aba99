package io.lepton.stats.power;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.Alternative;
import io.lepton.stats.RatioSummary;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.Tails;
import java.util.Arrays;
import java.util.Objects;

/**
 * Plans an experiment: of power, number of units and effect, any two give the third, in one shape
 * for means, proportions and ratio metrics, differences and non-inferiority, any number of arms.
 *
 * <p>Units are those of all arms together, shared out by weight; an effect is an absolute
 * difference from the control, above 0, in the {@link EffectDirection} that is for the better; the
 * power is that of each treatment's comparison with the control, the weakest if they differ. For
 * non-inferiority the effect is the margin.
 *
 * <p>Means and linearised ratios by the noncentral t distribution, proportions by the pooled z-test
 * (Fleiss, Tytun and Ury 1980), their margins by the score test (Farrington and Manning 1990). With
 * two arms alike these are R's {@code power.t.test} and {@code power.prop.test}: a two-sided test
 * counts rejections in the direction of the effect only. Clusters multiply variances by the design
 * effect and leave as many degrees of freedom as there are clusters less two; a covariate (CUPED)
 * multiplies variances by {@code 1 − ρ²} (Deng, Xu, Kohavi and Walker 2013). Variances are taken to
 * be alike in all arms where the metric is a mean.
 *
 * <p>To plan one test of two groups in R's terms there are the bare {@link TwoMeansPower} and
 * {@link TwoProportionsPower}, which give the same numbers there.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class PowerPlan {
  private final PlannedMetric metric;
  private final PlanSettings settings;

  private PowerPlan(PlannedMetric metric, PlanSettings settings) {
    this.metric = metric;
    this.settings = settings;
  }

  /**
   * Plans for a mean: two arms alike, two-sided, alpha 0.05, an increase.
   *
   * @param standardDeviation of the units, above 0
   * @return the plan
   */
  public static PowerPlan ofMean(double standardDeviation) {
    double deviation = Checks.positive("standard deviation", standardDeviation);
    return new PowerPlan(new PlannedMetric.Mean(null, deviation), PlanSettings.DEFAULT);
  }

  /**
   * Plans for a mean by what was observed.
   *
   * @param history of units as they will be, with some spread
   * @return the plan
   */
  public static PowerPlan ofMean(SampleSummary history) {
    double deviation = Checks.positive("standard deviation", history.standardDeviation());
    return new PowerPlan(new PlannedMetric.Mean(history.mean(), deviation), PlanSettings.DEFAULT);
  }

  /**
   * Plans for a proportion.
   *
   * @param baseline the control's, between 0 and 1
   * @return the plan
   */
  public static PowerPlan ofProportion(double baseline) {
    return new PowerPlan(
        new PlannedMetric.Proportion(Checks.inside("baseline", baseline)), PlanSettings.DEFAULT);
  }

  /**
   * Plans for a ratio metric, such as clicks by views of users, by the delta method.
   *
   * @param history of units of assignment as they will be
   * @return the plan
   */
  public static PowerPlan ofRatio(RatioSummary history) {
    return ofMean(history.linearised());
  }

  /**
   * Sets the accepted rate of false alarms, that of all comparisons together if corrected.
   *
   * @param value between 0 and 1
   * @return a new plan
   */
  public PowerPlan withAlpha(double value) {
    return new PowerPlan(metric, settings.alpha(Checks.inside("alpha", value)));
  }

  /**
   * Sets the alternative; both one-sided ones plan alike.
   *
   * @param value the alternative
   * @return a new plan
   * @throws InvalidInputException if non-inferiority, which is one-sided, is to be two-sided
   */
  public PowerPlan with(Alternative value) {
    return new PowerPlan(metric, settings.sides(value == Alternative.TWO_SIDED ? 2 : 1));
  }

  /**
   * Sets which way is better.
   *
   * @param value the direction of the effect
   * @return a new plan
   */
  public PowerPlan with(EffectDirection value) {
    return new PowerPlan(metric, settings.direction(Objects.requireNonNull(value)));
  }

  /**
   * Sets what keeps the rate of false alarms of several treatments; Bonferroni if not set.
   *
   * @param value the correction
   * @return a new plan
   */
  public PowerPlan with(ArmCorrection value) {
    return new PowerPlan(metric, settings.correction(Objects.requireNonNull(value)));
  }

  /**
   * Sets that whole clusters are assigned.
   *
   * @param value the clusters
   * @return a new plan
   */
  public PowerPlan with(ClusterDesign value) {
    return new PowerPlan(metric, settings.clusters(Objects.requireNonNull(value)));
  }

  /**
   * Sets the arms' shares of the units.
   *
   * @param control above 0
   * @param treatments above 0, at least one
   * @return a new plan
   */
  public PowerPlan withWeights(double control, double... treatments) {
    return new PowerPlan(metric, settings.weights(control, treatments));
  }

  /**
   * Sets the correlation of the metric with the covariate that the analysis adjusts for (CUPED).
   *
   * @param value between −1 and 1, both excluded
   * @return a new plan
   */
  public PowerPlan withCovariateCorrelation(double value) {
    if (!(value > -1 && value < 1)) {
      throw new InvalidInputException(
          "correlation with the covariate is " + value + "; expected between -1 and 1, excluded");
    }
    return new PowerPlan(metric, settings.correlation(value));
  }

  /**
   * Plans to show that the treatment is not worse by a margin, one-sided, if in truth it is no
   * different; the effect is the margin from here on.
   *
   * @return a new plan
   */
  public PowerPlan forNonInferiority() {
    return forNonInferiority(0);
  }

  /**
   * Plans to show that the treatment is not worse by a margin, one-sided; the effect is the margin
   * from here on.
   *
   * @param trueGain what the treatment is believed to be better by; negative if worse
   * @return a new plan
   */
  public PowerPlan forNonInferiority(double trueGain) {
    Checks.finite("true gain", trueGain);
    return new PowerPlan(metric, settings.nonInferiority(trueGain));
  }

  /**
   * The level at which each comparison is tested.
   *
   * @return alpha, less where several treatments are corrected for
   */
  public double perComparisonAlpha() {
    double[] weights = settings.weightsArray();
    double[] loadings =
        ArmCorrection.loadings(weights[0], Arrays.copyOfRange(weights, 1, weights.length));
    return settings.correction().perComparison(settings.alpha(), settings.sides(), loadings);
  }

  /**
   * The probability to detect an effect.
   *
   * @param totalUnits of all arms, at least two units (or clusters) in each; need not be whole
   * @param effect above 0, or the margin
   * @return between 0 and 1
   * @throws InvalidInputException if an argument is out of range
   */
  public double power(double totalUnits, double effect) {
    requireUnits(totalUnits);
    requireEffect(effect);
    return comparison().power(totalUnits, effect);
  }

  private Comparison comparison() {
    return new Comparison(metric, settings, perComparisonAlpha());
  }

  private void requireUnits(double totalUnits) {
    double least = settings.leastUnits();
    if (!(Checks.finite("units of all arms", totalUnits) >= least)) {
      throw new InvalidInputException(
          totalUnits
              + " units in all arms; with these weights and clusters at least "
              + least
              + " give each arm two");
    }
  }

  private void requireEffect(double effect) {
    Checks.positive("effect", effect);
    double room = settings.isNonInferiority() ? 1 : metric.room(settings.direction());
    boolean proportion = !metric.estimatesVariance();
    if (proportion && !(effect < room)) {
      throw new InvalidInputException(
          "an effect of "
              + effect
              + " on a baseline of "
              + metric.baseline()
              + "; expected an absolute difference below "
              + room);
    }
  }

  /**
   * The units needed to detect an effect.
   *
   * @param effect above 0, or the margin
   * @param power wanted, above alpha and below 1
   * @return units per arm, at least two (or two clusters) in each
   * @throws InvalidInputException if an argument is out of range, or a margin is not beyond what
   *     the treatment is believed to be worse by
   */
  public ArmSizes sampleSize(double effect, double power) {
    requireEffect(effect);
    double wanted = Powers.requirePower(power, settings.alpha());
    Comparison comparison = comparison();
    if (!(comparison.distance(effect) > 0)) {
      throw new InvalidInputException(
          "a margin of "
              + effect
              + " is not beyond the true gain of "
              + settings.trueGain()
              + "; no number of units shows it");
    }
    double least = settings.leastUnits();
    double total =
        comparison.power(least, effect) >= wanted
            ? least
            : Tails.falling(units -> wanted - comparison.power(units, effect), least, 2 * least);
    return new ArmSizes(Arrays.stream(settings.split(total)).boxed().toList());
  }

  /**
   * The smallest effect that is detected with the wanted power.
   *
   * @param totalUnits of all arms, at least two units (or clusters) in each
   * @param power wanted, above alpha and below 1
   * @return above 0; for non-inferiority the smallest margin, 0 if the true gain makes any do
   * @throws InvalidInputException if an argument is out of range, or so few units detect no effect
   */
  public double minimumDetectableEffect(double totalUnits, double power) {
    requireUnits(totalUnits);
    double wanted = Powers.requirePower(power, settings.alpha());
    return comparison().smallestEffect(totalUnits, wanted);
  }

  /**
   * The smallest relative effect that is detected with the wanted power.
   *
   * @param totalUnits of all arms
   * @param power wanted, above alpha and below 1
   * @return the minimum detectable effect by the size of the baseline
   * @throws InvalidInputException if the baseline is not known, or 0
   */
  public double minimumDetectableLift(double totalUnits, double power) {
    Double baseline = metric.baseline();
    if (baseline == null || baseline == 0) {
      throw new InvalidInputException(
          "a relative effect needs a baseline other than 0, found "
              + baseline
              + "; plan with a SampleSummary of the metric");
    }
    return minimumDetectableEffect(totalUnits, power) / Math.abs(baseline);
  }
}
