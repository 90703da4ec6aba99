package io.lepton.experiment;

import io.lepton.stats.aggregate.Effect;
import io.lepton.stats.multiple.PValueAdjustment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every treatment against the control on one metric, corrected for their number.
 *
 * @param judge turns differences into evidence
 * @param correction for the number of treatments
 * @param level of intervals
 * @param alpha of all treatments together
 */
record Comparisons(Judge judge, PValueAdjustment correction, double level, double alpha) {

  /** By the plan of a design, at a moment. */
  static Comparisons of(Design design, Judge judge) {
    return new Comparisons(
        judge, design.plan().correction(), design.intervalLevel(), design.alpha());
  }

  /** Of one look, with Holm's correction. */
  static List<Comparison> of(
      Samples samples, List<Variant> treatments, double level, double alpha) {
    return new Comparisons(Judge.ONE_LOOK, PValueAdjustment.HOLM, level, alpha)
        .compare(samples, treatments);
  }

  /** Of the treatments of which something is known. */
  List<Comparison> compare(Samples samples, List<Variant> treatments) {
    List<Contrast> contrasts = new ArrayList<>();
    List<Judge.Evidence> evidence = new ArrayList<>();
    List<Variant> compared = new ArrayList<>();
    for (int arm = 1; arm <= treatments.size(); arm++) {
      Contrast contrast = samples.againstControl(arm, level);
      if (contrast != null) {
        contrasts.add(contrast);
        evidence.add(judge.judge(contrast, level));
        compared.add(treatments.get(arm - 1));
      }
    }
    double[] adjusted = adjusted(evidence, treatments.size());
    List<Comparison> comparisons = new ArrayList<>();
    for (int i = 0; i < compared.size(); i++) {
      comparisons.add(
          comparison(
              samples.metric(), compared.get(i), contrasts.get(i), evidence.get(i), adjusted[i]));
    }
    return comparisons;
  }

  /** A treatment of which nothing is known yet counts as a test that was not rejected. */
  private double[] adjusted(List<Judge.Evidence> evidence, int treatments) {
    double[] pValues = new double[treatments];
    Arrays.fill(pValues, 1);
    for (int i = 0; i < evidence.size(); i++) {
      pValues[i] = evidence.get(i).pValue();
    }
    return correction.adjust(pValues);
  }

  private Comparison comparison(
      Metric metric,
      Variant treatment,
      Contrast contrast,
      Judge.Evidence evidence,
      double adjusted) {
    double control = contrast.controlMean();
    @Nullable Finding bySomethingElse = evidence.finding();
    Effect effect = contrast.effect();
    return new Comparison(
        treatment,
        evidence.test(),
        contrast.difference(),
        effect == null ? 0 : effect.standardError(),
        evidence.interval(),
        control == 0 ? null : contrast.difference() / Math.abs(control),
        evidence.pValue(),
        adjusted,
        bySomethingElse != null
            ? bySomethingElse
            : Finding.of(adjusted, metric.gain(contrast.difference()), alpha),
        evidence.posterior(),
        evidence.adjusted());
  }
}
