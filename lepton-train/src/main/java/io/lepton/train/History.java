package io.lepton.train;

import java.util.List;

/**
 * The course of a training.
 *
 * @param epochs that were run, in order
 * @param bestEpoch number of the epoch whose weights were kept: that of the lowest validation loss,
 *     or the last without validation data
 * @param stopReason why it ended
 */
public record History(List<Epoch> epochs, int bestEpoch, StopReason stopReason) {
  /** Why a training ended. */
  public enum StopReason {
    /** All epochs were run. */
    EPOCHS,
    /** The validation loss did not get better for as long as the patience lasted. */
    EARLY,
    /** A listener asked for it. */
    LISTENER
  }

  /** {@inheritDoc} */
  public History {
    epochs = List.copyOf(epochs);
  }

  /**
   * The epoch whose weights were kept.
   *
   * @return one of the epochs
   */
  public Epoch best() {
    return epochs.get(bestEpoch - 1);
  }
}
