package io.lepton.experiment;

import io.lepton.experiment.Metric.Kind;
import io.lepton.stats.aggregate.Effect;
import io.lepton.stats.sequential.AlwaysValid;
import io.lepton.stats.sequential.ProportionDifferenceSequence;
import io.lepton.stats.sequential.QuantileDifferenceSequence;

/**
 * By a confidence sequence that is narrowest at the planned sample: an exact one for proportions
 * and quantiles as they are, that of means for all else, adjusted proportions among it.
 */
final class AnyTimeJudge implements Judge {
  private final Design design;

  AnyTimeJudge(Design design) {
    this.design = design;
  }

  @Override
  public Evidence judge(Contrast contrast, double level) {
    double control = design.requiredUnits().get(0);
    double treatment = design.requiredUnits().get(contrast.arm());
    if (contrast.exact() instanceof Contrast.Counts counts) {
      ProportionDifferenceSequence.Result result =
          ProportionDifferenceSequence.withDefaults()
              .withLevel(level)
              .tunedFor(treatment, control)
              .test(
                  counts.treatmentSuccesses(),
                  counts.treatmentUnits(),
                  counts.controlSuccesses(),
                  counts.controlUnits());
      return Evidence.of("two proportions, always valid", result.interval(), result.pValue());
    }
    if (contrast.exact() instanceof Contrast.Values values) {
      QuantileDifferenceSequence.Result result =
          QuantileDifferenceSequence.of(values.probability())
              .withLevel(level)
              .tunedFor(treatment, control)
              .test(values.treatment(), values.control());
      return Evidence.of("two quantiles, always valid", result.interval(), result.pValue());
    }
    Effect effect = contrast.effect();
    if (effect == null) {
      return Judge.nothing(contrast, level);
    }
    double units = (double) effect.control().n() + effect.treatment().n();
    AlwaysValid.Result result =
        AlwaysValid.withDefaults()
            .withLevel(level)
            .tunedFor(control + treatment)
            .test(effect.estimate(), effect.standardError(), units);
    return Evidence.of(contrast.test() + ", always valid", result.interval(), result.pValue());
  }

  /** What the difference by its standard error must reach at the planned sample. */
  static double criticalValue(Metric metric, double level) {
    if (metric.isPlainProportion()) {
      return ProportionDifferenceSequence.withDefaults().withLevel(level).criticalValue();
    }
    return metric.kind() == Kind.QUANTILE
        ? QuantileDifferenceSequence.of(0.5).withLevel(level).criticalValue()
        : AlwaysValid.withDefaults().withLevel(level).tunedFor(1).interval(0, 1, 1).high();
  }

  /** Which method, for the report. */
  static String method(Metric metric) {
    if (metric.isPlainProportion()) {
      return "exact confidence sequence of two proportions";
    }
    return metric.kind() == Kind.QUANTILE
        ? "exact confidence sequence of two quantiles"
        : "asymptotic confidence sequence of means";
  }
}
