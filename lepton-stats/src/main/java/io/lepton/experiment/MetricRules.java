package io.lepton.experiment;

import io.lepton.assign.UnitId;
import io.lepton.error.InvalidInputException;
import io.lepton.experiment.Metric.Aggregation;
import io.lepton.experiment.Metric.Kind;
import io.lepton.stats.aggregate.RegressionAdjustment.Slopes;

/** What metrics may be, and what may be recorded for them. */
final class MetricRules {
  private static final int MAX_NAME = 200;

  /** Squares of larger values, summed over units, could overflow. */
  private static final double MAX_VALUE = 1e100;

  private MetricRules() {}

  /** What each kind of metric allows. */
  static void requireFitting(
      String name, Kind kind, Aggregation aggregation, MetricOptions options) {
    if ((kind == Kind.PROPORTION) != (aggregation == Aggregation.ANY)) {
      throw new InvalidInputException(
          "metric \"" + name + "\" is a " + kind + " and cannot be aggregated by " + aggregation);
    }
    boolean sums = kind == Kind.COUNT || kind == Kind.RATIO;
    require(!sums || aggregation == Aggregation.SUM, name, kind, "is aggregated by SUM");
    require(
        (kind == Kind.RATIO) == (options.denominator() != null),
        name,
        kind,
        options.denominator() == null ? "wants a denominator" : "has no denominator");
    require(
        (kind == Kind.QUANTILE) == (options.quantile() != null),
        name,
        kind,
        options.quantile() == null ? "wants a quantile" : "has no quantile");
    require(
        !options.capping().limits() || kind == Kind.MEAN || kind == Kind.COUNT,
        name,
        kind,
        "cannot be capped");
    require(
        options.covariates().isEmpty() || kind != Kind.QUANTILE,
        name,
        kind,
        "cannot be adjusted for covariates");
    require(
        options.strata() == null || kind != Kind.QUANTILE,
        name,
        kind,
        "cannot be post-stratified: a quantile is no mean of the strata's quantiles");
    require(
        options.strata() == null
            || options.covariates().isEmpty()
            || options.slopes() == Slopes.COMMON,
        name,
        kind,
        "is post-stratified with slopes common to both arms only: slopes of each arm in each"
            + " stratum would want many units; use adjustedBy(names)");
  }

  private static void require(boolean holds, String name, Kind kind, String rule) {
    if (!holds) {
      throw new InvalidInputException("metric \"" + name + "\": a " + kind + " " + rule);
    }
  }

  static void requireName(String what, String name) {
    if (name.isBlank() || name.length() > MAX_NAME) {
      throw new InvalidInputException(
          what + " \"" + name + "\"; expected 1 to " + MAX_NAME + " characters, not blank");
    }
    UnitId.requireValid(what, name);
  }

  static void requireSize(String what, double value) {
    if (!(Math.abs(value) <= MAX_VALUE)) {
      throw new InvalidInputException(
          what + " is " + value + "; expected a number of size 1e100 at most");
    }
  }

  /** Of an outcome under any of the metric's names. */
  static void requireOutcome(Metric metric, double value) {
    String name = metric.name();
    requireSize("outcome of \"" + name + "\"", value);
    if (metric.kind() == Kind.PROPORTION && value != 0 && value != 1) {
      throw new InvalidInputException(
          "outcome of the proportion \"" + name + "\" is " + value + "; expected 0 or 1");
    }
    if (metric.kind() == Kind.COUNT && (value < 0 || value != Math.rint(value))) {
      throw new InvalidInputException(
          "outcome of the count \"" + name + "\" is " + value + "; expected 0, 1, 2, …");
    }
  }
}
