package io.lepton.stats.sequential;

/** What a look decides. */
public enum SequentialDecision {
  /** Nothing yet. */
  CONTINUE,
  /** A difference is shown. */
  REJECT,
  /** A difference as large as planned for is not to be expected any more. */
  STOP_FOR_FUTILITY,
  /** The last look, and no difference is shown. */
  DO_NOT_REJECT
}
