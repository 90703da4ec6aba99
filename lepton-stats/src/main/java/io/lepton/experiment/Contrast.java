package io.lepton.experiment;

import io.lepton.model.Interval;
import io.lepton.stats.aggregate.Effect;
import org.jspecify.annotations.Nullable;

/**
 * A treatment's difference from the control on one metric, before any correction.
 *
 * @param test name of the fixed-horizon test
 * @param controlMean as estimated, adjusted where the metric is
 * @param difference treatment minus control
 * @param interval of the difference
 * @param pValue two-sided
 * @param effect the estimate with its standard error and degrees of freedom, for every other kind
 *     of analysis; null where only a proportion's test has an answer, all units of both arms being
 *     equal
 */
record Contrast(
    String test,
    double controlMean,
    double difference,
    Interval interval,
    double pValue,
    @Nullable Effect effect) {

  static Contrast of(Effect effect, double level) {
    return new Contrast(
        effect.method(),
        effect.controlMean(),
        effect.estimate(),
        effect.interval(level),
        effect.pValue(),
        effect);
  }
}
