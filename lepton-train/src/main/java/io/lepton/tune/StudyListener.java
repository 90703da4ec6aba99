package io.lepton.tune;

/**
 * Follows {@link Study#optimize}. Calls come one at a time, from the thread that runs the trial.
 * What a listener throws is logged and goes no further.
 */
@FunctionalInterface
public interface StudyListener {
  /**
   * A trial has ended.
   *
   * @param trial as it ended
   * @param study with this trial and all before it; {@link Study#stop} ends the search
   */
  void trialFinished(Trial trial, Study study);

  /**
   * A trial begins.
   *
   * @param trial that begins
   * @param study it belongs to
   */
  default void trialStarted(Trial trial, Study study) {}

  /**
   * The search begins.
   *
   * @param budget how far it may go
   * @param study as it stands
   */
  default void searchStarted(Budget budget, Study study) {}

  /**
   * The search has ended.
   *
   * @param study as it stands
   */
  default void searchFinished(Study study) {}
}
