package io.lepton.merge;

/** One of the two that are merged. */
public enum Side {
  /** What is merged into. */
  OURS,
  /** What is merged in. */
  THEIRS
}
