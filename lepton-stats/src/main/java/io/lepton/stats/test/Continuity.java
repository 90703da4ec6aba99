package io.lepton.stats.test;

/** Whether a normal approximation of a discrete statistic moves it half a step to its mean. */
public enum Continuity {
  /** By one half, as R does unless told otherwise. */
  CORRECTED,
  /** Not at all. */
  NONE
}
