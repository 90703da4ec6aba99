package io.lepton.registry;

/** What a test says of one version in a {@link Bisect}. */
public enum Answer {
  /** It does not have the fault. */
  GOOD,
  /** It has the fault. */
  BAD,
  /** It cannot be told: the version does not run, or the measure is inconclusive. */
  SKIP
}
