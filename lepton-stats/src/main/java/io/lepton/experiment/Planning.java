package io.lepton.experiment;

import io.lepton.error.InvalidInputException;
import io.lepton.experiment.AnalysisPlan.AlwaysValid;
import io.lepton.experiment.AnalysisPlan.GroupSequential;
import io.lepton.stats.internal.Normal;
import io.lepton.stats.power.SampleSize;
import io.lepton.stats.power.TwoMeansPower;
import io.lepton.stats.power.TwoProportionsPower;
import java.util.List;

/**
 * Units each arm needs so that every treatment's two-sided test at α / number of treatments
 * (Bonferroni, which Holm never falls behind) has the planned power, the arms' shares of all units
 * being those of the weights; times what the plan's looks cost.
 */
final class Planning {
  /** Fewer have no variance. */
  static final long LEAST_UNITS = 2;

  private Planning() {}

  /** By arm, in the design's order. */
  static List<Long> requiredUnits(Design design) {
    return requiredUnits(design, design.minimumDetectableEffect());
  }

  static List<Long> requiredUnits(Design design, double effect) {
    double perWeight =
        inflation(design)
            * design.treatments().stream()
                .mapToDouble(
                    arm -> controlUnits(design, effect, arm.weight() / design.control().weight()))
                .max()
                .orElseThrow()
            / design.control().weight();
    return design.variants().stream()
        .map(arm -> Math.max(LEAST_UNITS, (long) Math.ceil(perWeight * arm.weight())))
        .toList();
  }

  /** By how much more than for one look; for looks at any time, as if it were at the very end. */
  private static double inflation(Design design) {
    double alpha = design.alpha() / design.treatments().size();
    AnalysisPlan.Method method = design.plan().method();
    if (method instanceof GroupSequential group) {
      return io.lepton.stats.sequential.GroupSequential.withDefaults()
          .withAlpha(alpha)
          .with(group.spending())
          .withFractions(group.fractions().stream().mapToDouble(f -> f).toArray())
          .design()
          .inflation(design.power());
    }
    if (method instanceof AlwaysValid) {
      double reach = AnyTimeJudge.criticalValue(design.primary(), 1 - alpha);
      double power = Normal.upperQuantile(1 - design.power());
      double ratio = (reach + power) / (Normal.upperQuantile(alpha / 2) + power);
      return ratio * ratio;
    }
    return 1;
  }

  private static double controlUnits(Design design, double effect, double ratio) {
    double alpha = design.alpha() / design.treatments().size();
    double baseline = design.baseline().mean();
    SampleSize size;
    if (design.primary().kind() != Metric.Kind.PROPORTION) {
      size =
          TwoMeansPower.withDefaults()
              .withAlpha(alpha)
              .withAllocationRatio(ratio)
              .sampleSize(effect, design.baseline().standardDeviation(), design.power());
    } else {
      size =
          TwoProportionsPower.withDefaults()
              .withAlpha(alpha)
              .withAllocationRatio(ratio)
              .sampleSize(baseline, improved(design, baseline, effect), design.power());
    }
    return size.first();
  }

  private static double improved(Design design, double baseline, double effect) {
    double rate = baseline + design.primary().gain(effect);
    if (!(rate > 0 && rate < 1)) {
      throw new InvalidInputException(
          Design.refused(design.name())
              + "a gain of "
              + effect
              + " on a baseline of "
              + baseline
              + " gives a proportion of "
              + rate
              + "; the minimum detectable effect is an absolute difference");
    }
    return rate;
  }
}
