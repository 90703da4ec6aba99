package io.lepton.tune;

/** Where a trial stands. */
public enum TrialState {
  /** Its parameters are fixed, and somebody will take it. */
  WAITING,
  /** Somebody works on it. */
  RUNNING,
  /** It has its values. */
  COMPLETE,
  /** It was given up because others did better by then. */
  PRUNED,
  /** It has no values, and says why. */
  FAILED;

  /**
   * Whether nothing more will happen to the trial.
   *
   * @return true for COMPLETE, PRUNED and FAILED
   */
  public boolean isFinished() {
    return this == COMPLETE || this == PRUNED || this == FAILED;
  }
}
