package io.lepton.experiment;

import io.lepton.model.Interval;
import io.lepton.stats.aggregate.Effect;
import io.lepton.stats.sequential.AlwaysValid;

/** By a confidence sequence that is narrowest at the planned sample. */
final class AnyTimeJudge implements Judge {
  private final double planned;

  AnyTimeJudge(Design design) {
    planned = design.requiredUnits().stream().mapToDouble(units -> units).sum();
  }

  @Override
  public Evidence judge(Contrast contrast, double level) {
    Effect effect = contrast.effect();
    if (effect == null) {
      return Judge.nothing(contrast, level);
    }
    double units = (double) effect.control().n() + effect.treatment().n();
    AlwaysValid.Result result =
        AlwaysValid.withDefaults()
            .withLevel(level)
            .tunedFor(planned)
            .test(effect.estimate(), effect.standardError(), units);
    Interval interval = result.interval();
    return Evidence.of(contrast.test() + ", always valid", interval, result.pValue());
  }
}
