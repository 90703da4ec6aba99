package io.lepton.experiment;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Measure.Direction;
import io.lepton.stats.aggregate.Capping;
import io.lepton.stats.aggregate.RegressionAdjustment.Slopes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is counted of each unit. Outcomes are first brought to one number a unit, because units are
 * what was randomised; tests then compare the arms' means of these numbers.
 *
 * @param name in reports, and under which outcomes are recorded unless {@link #of} says otherwise;
 *     1 to 200 characters, not blank
 * @param kind what the numbers mean
 * @param aggregation how a unit's outcomes become one number
 * @param direction which way is better
 * @param margin for a guardrail, the largest harm that would still be accepted, as an absolute
 *     difference in the metric's own units, positive; null elsewhere
 * @param options what sets it apart from the plain metric of its kind
 */
public record Metric(
    String name,
    Kind kind,
    Aggregation aggregation,
    Direction direction,
    @Nullable Double margin,
    MetricOptions options) {
  /** What a unit's number means. */
  public enum Kind {
    /** 1 if it happened to the unit, else 0; compared by the two-proportion z test. */
    PROPORTION,
    /** Any finite number; compared by Welch's t test. */
    MEAN,
    /** A whole number, 0 or more; compared as a mean. */
    COUNT,
    /**
     * The unit's part in a ratio of sums, such as clicks by views; compared by the delta method,
     * since units and not views were randomised.
     */
    RATIO,
    /** Any finite number, of which a quantile is compared instead of the mean. */
    QUANTILE
  }

  /** How a unit's outcomes become one number. */
  public enum Aggregation {
    /** 1 if any outcome was 1, else 0; a unit without outcome counts as 0. */
    ANY,
    /** The sum of its outcomes; a unit without outcome counts as 0. Fits revenue or visits. */
    SUM,
    /**
     * The mean of its outcomes; a unit without outcome is left out. Fits latency or ratings. As the
     * arms may differ in who is left out, the sample ratio is checked among those that remain too.
     */
    MEAN
  }

  /** {@inheritDoc} */
  public Metric {
    Objects.requireNonNull(direction);
    Objects.requireNonNull(aggregation);
    MetricRules.requireName("metric name", name);
    MetricRules.requireFitting(name, kind, aggregation, options);
    if (margin != null && !(margin > 0 && margin < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException(
          "metric \"" + name + "\" has margin " + margin + "; expected a positive finite number");
    }
  }

  private Metric(String name, Kind kind, Aggregation aggregation, MetricOptions options) {
    this(name, kind, aggregation, Direction.HIGHER_IS_BETTER, null, options);
  }

  /**
   * The share of units to which something happened at least once. Outcomes are 0 or 1. Higher is
   * better unless said otherwise.
   *
   * @param name under which outcomes are recorded
   * @return the metric
   */
  public static Metric proportion(String name) {
    return new Metric(name, Kind.PROPORTION, Aggregation.ANY, MetricOptions.NONE);
  }

  /**
   * The mean over units of each unit's sum, units without outcome counting 0, as suits revenue. For
   * a latency or a rating use {@code perUnit(Aggregation.MEAN)}. Higher is better unless said
   * otherwise.
   *
   * @param name under which outcomes are recorded
   * @return the metric
   */
  public static Metric mean(String name) {
    return new Metric(name, Kind.MEAN, Aggregation.SUM, MetricOptions.NONE);
  }

  /**
   * The mean over units of how often something happened. Outcomes are whole numbers, 0 or more, and
   * are added up; units without outcome count 0.
   *
   * @param name under which outcomes are recorded
   * @return the metric
   */
  public static Metric count(String name) {
    return new Metric(name, Kind.COUNT, Aggregation.SUM, MetricOptions.NONE);
  }

  /**
   * Sum of all numerators by sum of all denominators, such as clicks by views or revenue by order.
   * The denominators should not react to the treatment themselves, or the ratio may rise while both
   * fall.
   *
   * @param name in reports
   * @param numerator under which numerators are recorded
   * @param denominator under which denominators are recorded
   * @return the metric
   */
  public static Metric ratio(String name, String numerator, String denominator) {
    return new Metric(
        name,
        Kind.RATIO,
        Aggregation.SUM,
        MetricOptions.NONE.withOutcome(numerator).withDenominator(denominator));
  }

  /**
   * A quantile over units of each unit's mean, units without outcome left out, as suits a latency.
   *
   * @param name under which outcomes are recorded
   * @param probability between 0 and 1, such as 0.9
   * @return the metric
   */
  public static Metric quantile(String name, double probability) {
    return new Metric(
        name, Kind.QUANTILE, Aggregation.MEAN, MetricOptions.NONE.withQuantile(probability));
  }

  /**
   * The share of units that were active at least once in a window after exposure. Outcomes are 1
   * for each activity.
   *
   * @param name under which outcomes are recorded
   * @param window such as {@code Window.days(7, 13)} for the second week
   * @return the metric
   */
  public static Metric retention(String name, Window window) {
    return proportion(name).within(window);
  }

  /**
   * The mean over units of each unit's sum, limited. Higher is better unless said otherwise.
   *
   * @param name under which outcomes are recorded
   * @param capping limits on the units' sums, such as {@code Capping.atPercentile(0.999)}
   * @return the metric
   */
  public static Metric revenue(String name, Capping capping) {
    return mean(name).cappedBy(capping);
  }

  /**
   * The same metric of outcomes recorded under another name, so that several metrics share them.
   *
   * @param outcome the name given to {@link Experiment#record}
   * @return the metric
   */
  public Metric of(String outcome) {
    return with(options.withOutcome(outcome));
  }

  /**
   * The same metric, of outcomes in a window after exposure only. Units whose window is not over
   * yet are left out.
   *
   * @param window since the unit's exposure
   * @return the metric
   */
  public Metric within(Window window) {
    return with(options.withWindow(window));
  }

  /**
   * The same metric with limits on the units' numbers.
   *
   * @param capping the limits
   * @return the metric
   * @throws InvalidInputException unless the metric is a mean or a count
   */
  public Metric cappedBy(Capping capping) {
    return with(options.withCapping(capping));
  }

  /**
   * The same metric, compared with CUPED: adjusted for covariates given to {@link
   * Experiment#covariate} before exposure. Units without a covariate are kept; that it is missing
   * is a covariate of its own.
   *
   * @param covariates at least one name
   * @return the metric
   * @throws InvalidInputException if the metric is a quantile, or a name comes twice
   */
  public Metric adjustedBy(String... covariates) {
    return adjustedBy(Slopes.COMMON, covariates);
  }

  /**
   * The same metric, adjusted for covariates given to {@link Experiment#covariate} before exposure.
   *
   * @param slopes common to both arms (CUPED) or of each arm
   * @param covariates at least one name
   * @return the metric
   * @throws InvalidInputException if the metric is a quantile, or a name comes twice
   */
  public Metric adjustedBy(Slopes slopes, String... covariates) {
    return with(options.withCovariates(List.of(covariates), slopes));
  }

  /**
   * The same metric, compared within the groups that a segment makes and averaged by their sizes
   * ({@link io.lepton.stats.aggregate.PostStratification}): what differs between the groups no
   * longer counts as noise. As for covariates, only what {@link Experiment#segment} was told before
   * exposure counts; units of which nothing is known are a stratum of their own, and strata in
   * which an arm has fewer than two units are joined to one. May be combined with covariates of
   * common slopes (CUPED), which are then estimated within strata.
   *
   * @param segment name of the segment, such as {@code country}
   * @return the metric
   * @throws InvalidInputException if the metric is a quantile, or adjusted with slopes of each arm
   */
  public Metric postStratifiedBy(String segment) {
    MetricRules.requireName("segment", segment);
    return with(options.withStrata(segment));
  }

  private Metric with(MetricOptions newOptions) {
    return new Metric(name, kind, aggregation, direction, margin, newOptions);
  }

  /**
   * The same metric with another way from outcomes to a unit's number.
   *
   * @param newAggregation {@code SUM} or {@code MEAN}
   * @return the metric
   * @throws InvalidInputException if the metric's kind knows one way only
   */
  public Metric perUnit(Aggregation newAggregation) {
    return new Metric(name, kind, newAggregation, direction, margin, options);
  }

  /**
   * The same metric, of which less is better.
   *
   * @return the metric
   */
  public Metric lowerIsBetter() {
    return new Metric(name, kind, aggregation, Direction.LOWER_IS_BETTER, margin, options);
  }

  /**
   * The same metric, of which more is better.
   *
   * @return the metric
   */
  public Metric higherIsBetter() {
    return new Metric(name, kind, aggregation, Direction.HIGHER_IS_BETTER, margin, options);
  }

  /**
   * The same metric as a guardrail that accepts some harm: a treatment passes when it is shown to
   * be worse by less than this.
   *
   * @param largestHarm absolute, in the metric's own units, positive
   * @return the metric
   */
  public Metric margin(double largestHarm) {
    return new Metric(name, kind, aggregation, direction, largestHarm, options);
  }

  /**
   * The margin, if one is set.
   *
   * @return the margin or empty
   */
  public Optional<Double> findMargin() {
    return Optional.ofNullable(margin);
  }

  /**
   * The names under which its outcomes are recorded.
   *
   * @return one, or of a ratio the numerator's and the denominator's
   */
  public List<String> outcomes() {
    String first = options.outcome() == null ? name : options.outcome();
    return options.denominator() == null ? List.of(first) : List.of(first, options.denominator());
  }

  /** Whether counts say all there is: a proportion that is not adjusted. */
  boolean isPlainProportion() {
    return kind == Kind.PROPORTION && options.isUnadjusted();
  }

  /** Turns a difference into a gain: positive when the treatment is better. */
  double gain(double difference) {
    return direction == Direction.HIGHER_IS_BETTER ? difference : -difference;
  }

  /** What was measured, in words, such as {@code mean over units of each unit's sum}. */
  String describe() {
    String each =
        aggregation == Aggregation.SUM
            ? " over units of each unit's sum"
            : " over units of each unit's mean";
    String what =
        switch (kind) {
          case PROPORTION -> "share of units with at least one";
          case MEAN, COUNT -> "mean" + each;
          case RATIO -> "sum by sum of \"" + options.denominator() + "\"";
          case QUANTILE -> "quantile " + options.quantile() + each;
        };
    return what
        + (options.window() == null ? "" : ", " + options.window())
        + (options.capping().limits() ? ", capped" : "")
        + (options.covariates().isEmpty() ? "" : ", adjusted by " + options.covariates())
        + (options.strata() == null ? "" : ", post-stratified by \"" + options.strata() + "\"")
        + ", "
        + (direction == Direction.HIGHER_IS_BETTER ? "higher is better" : "lower is better");
  }
}
