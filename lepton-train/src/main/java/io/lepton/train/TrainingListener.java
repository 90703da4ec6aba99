package io.lepton.train;

/**
 * Follows a training and may end it. Called by the thread that trains. An exception thrown here
 * ends the training with that exception.
 */
public interface TrainingListener {
  /** What to do after an epoch. */
  enum Verdict {
    /** Go on. */
    GO_ON,
    /** End the training and keep the best weights so far. */
    STOP
  }

  /**
   * The data is ready and training begins.
   *
   * @param plan what will be done
   */
  default void started(TrainingPlan plan) {}

  /**
   * An epoch has ended.
   *
   * @param epoch how it ended
   * @return whether to go on
   */
  default Verdict epochDone(Epoch epoch) {
    return Verdict.GO_ON;
  }

  /**
   * Training has ended well.
   *
   * @param history of all epochs
   */
  default void finished(History history) {}
}
