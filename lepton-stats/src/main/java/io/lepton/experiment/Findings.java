package io.lepton.experiment;

import java.util.List;

/** The numbers a verdict follows from. */
record Findings(
    List<ArmSummary> arms,
    List<SampleRatio> sampleRatios,
    List<Comparison> comparisons,
    List<GuardrailCheck> guardrails) {

  static boolean reachedPlannedSample(List<ArmSummary> arms) {
    return arms.stream().allMatch(arm -> arm.primary().units() >= arm.required());
  }
}
