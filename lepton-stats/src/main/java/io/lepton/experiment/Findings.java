package io.lepton.experiment;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The numbers a verdict follows from.
 *
 * @param futile treatments that are hardly going to succeed any more
 */
record Findings(
    List<ArmSummary> arms,
    List<SampleRatio> sampleRatios,
    List<Comparison> comparisons,
    List<GuardrailCheck> guardrails,
    Moment moment,
    Set<Variant> futile) {

  @Nullable Comparison comparison(Variant treatment) {
    return comparisons.stream()
        .filter(each -> each.treatment().equals(treatment))
        .findFirst()
        .orElse(null);
  }

  List<GuardrailCheck> guardrails(Variant treatment) {
    return guardrails.stream().filter(each -> each.treatment().equals(treatment)).toList();
  }

  static boolean reachedPlannedSample(List<ArmSummary> arms) {
    return arms.stream().allMatch(arm -> arm.primary().units() >= arm.required());
  }
}
