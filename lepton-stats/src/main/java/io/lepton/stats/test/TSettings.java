package io.lepton.stats.test;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.Alternative;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.Tails;
import java.util.Objects;

/** What every t-test can be set to. */
record TSettings(Alternative alternative, double level, double difference) {
  static final TSettings DEFAULT = new TSettings(Alternative.TWO_SIDED, 0.95, 0);

  TSettings with(Alternative value) {
    return new TSettings(Objects.requireNonNull(value), level, difference);
  }

  TSettings withLevel(double value) {
    return new TSettings(alternative, Checks.inside("level", value), difference);
  }

  TSettings withDifference(double value) {
    return new TSettings(alternative, level, Checks.finite("difference", value));
  }

  double statistic(double estimate, double standardError) {
    return (estimate - difference) / standardError;
  }

  double pValue(double statistic, double degreesOfFreedom) {
    return alternative.studentPValue(statistic, degreesOfFreedom);
  }

  Interval interval(double estimate, double standardError, double degreesOfFreedom, String method) {
    double reach =
        Tails.studentUpperQuantile(alternative.tail(level), degreesOfFreedom) * standardError;
    return Intervals.around(estimate, reach, alternative, level, method);
  }

  static void requireTwo(String name, SampleSummary summary) {
    if (summary.n() < 2) {
      throw new InvalidInputException(
          name + " has " + summary.n() + " values; expected at least 2");
    }
  }

  static InvalidInputException noSpread(SampleSummary first, SampleSummary second) {
    return new InvalidInputException(
        "both samples have zero variance (all values "
            + first.mean()
            + " and all values "
            + second.mean()
            + "); a t-test needs spread in at least one");
  }
}
