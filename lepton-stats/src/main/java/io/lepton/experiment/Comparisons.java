package io.lepton.experiment;

import io.lepton.stats.multiple.PValueAdjustment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Every treatment against the control on one metric, corrected for their number. */
final class Comparisons {
  private Comparisons() {}

  /** Of the treatments of which something is known. */
  static List<Comparison> of(
      Samples samples, List<Variant> treatments, double level, double alpha) {
    List<Contrast> contrasts = new ArrayList<>();
    List<Variant> compared = new ArrayList<>();
    for (int arm = 1; arm <= treatments.size(); arm++) {
      Contrast contrast = samples.againstControl(arm, level);
      if (contrast != null) {
        contrasts.add(contrast);
        compared.add(treatments.get(arm - 1));
      }
    }
    double[] adjusted = adjusted(contrasts, treatments.size());
    return IntStream.range(0, contrasts.size())
        .mapToObj(
            i ->
                comparison(samples.metric(), compared.get(i), contrasts.get(i), adjusted[i], alpha))
        .toList();
  }

  /** A treatment of which nothing is known yet counts as a test that was not rejected. */
  private static double[] adjusted(List<Contrast> contrasts, int treatments) {
    double[] pValues = new double[treatments];
    Arrays.fill(pValues, 1);
    for (int i = 0; i < contrasts.size(); i++) {
      pValues[i] = contrasts.get(i).pValue();
    }
    return PValueAdjustment.HOLM.adjust(pValues);
  }

  private static Comparison comparison(
      Metric metric, Variant treatment, Contrast contrast, double adjusted, double alpha) {
    double control = contrast.controlMean();
    return new Comparison(
        treatment,
        contrast.test(),
        contrast.difference(),
        contrast.interval(),
        control == 0 ? null : contrast.difference() / Math.abs(control),
        contrast.pValue(),
        adjusted,
        Finding.of(adjusted, metric.gain(contrast.difference()), alpha));
  }
}
