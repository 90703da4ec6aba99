package io.lepton.metric.fairness;

/** What the data says of a limit. */
public enum FairnessVerdict {
  /** The whole interval keeps the limit. */
  PASS,
  /** The whole interval breaks the limit. */
  FAIL,
  /** The interval lies on both sides, or a group is too small to say anything of it. */
  INCONCLUSIVE
}
