package io.lepton.tune;

/**
 * Says when a trial is not worth going on with. Asked after a report. Immutable and thread-safe;
 * the decision MUST depend on the definition, the history and the trial only.
 */
@FunctionalInterface
public interface Pruner {
  /**
   * Decides on a trial.
   *
   * @param history of a study with one direction, in which the trial is RUNNING
   * @param trial with at least one intermediate value; NaN among them means it went wrong there
   * @return whether it should be given up
   */
  boolean shouldPrune(History history, Trial trial);

  /**
   * Never gives up.
   *
   * @return the pruner
   */
  static Pruner none() {
    return (history, trial) -> false;
  }
}
