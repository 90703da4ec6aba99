package io.lepton.monitor;

/** What a window says of a column. */
public enum DriftVerdict {
  /** No drift that matters, in a window large enough to have shown one more likely than not. */
  PASS,
  /** Drift that is neither chance nor too small to matter. */
  FAIL,
  /** Too few rows to tell. Never to be read as a PASS. */
  INCONCLUSIVE
}
