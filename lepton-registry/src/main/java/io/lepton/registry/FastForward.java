package io.lepton.registry;

/** Whether a branch may be moved to what is merged instead of making a version. */
public enum FastForward {
  /** It is moved where it has nothing of its own. */
  WHEN_POSSIBLE,
  /** A version with both parents is made in any case. */
  NEVER,
  /** A merge that would make a version is refused. */
  ONLY
}
