package io.lepton.experiment;

import io.lepton.model.Interval;
import io.lepton.stats.aggregate.Effect;
import io.lepton.stats.aggregate.ValueCounts;
import org.jspecify.annotations.Nullable;

/**
 * A treatment's difference from the control on one metric, before any correction.
 *
 * @param arm of the treatment, the control being 0
 * @param test name of the fixed-horizon test
 * @param controlMean as estimated, adjusted where the metric is
 * @param difference treatment minus control
 * @param interval of the difference
 * @param pValue two-sided
 * @param effect the estimate with its standard error and degrees of freedom, for every other kind
 *     of analysis; null where only a proportion's test has an answer, all units of both arms being
 *     equal
 * @param exact what the units' numbers come down to where there are exact methods for it, else null
 */
record Contrast(
    int arm,
    String test,
    double controlMean,
    double difference,
    Interval interval,
    double pValue,
    @Nullable Effect effect,
    @Nullable Exact exact) {

  /** All that is known of the units of two arms. */
  sealed interface Exact {}

  /** Of a proportion: how many of how many. */
  record Counts(
      long treatmentSuccesses, long treatmentUnits, long controlSuccesses, long controlUnits)
      implements Exact {}

  /** Of a quantile: the units' numbers. */
  record Values(double probability, ValueCounts treatment, ValueCounts control) implements Exact {}

  static Contrast of(int arm, Effect effect, double level, @Nullable Exact exact) {
    return new Contrast(
        arm,
        effect.method(),
        effect.controlMean(),
        effect.estimate(),
        effect.interval(level),
        effect.pValue(),
        effect,
        exact);
  }
}
