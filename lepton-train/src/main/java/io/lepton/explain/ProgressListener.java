package io.lepton.explain;

/**
 * Follows long work. Called by the thread that works, after each batch; an exception thrown here
 * ends the work with that exception.
 */
@FunctionalInterface
public interface ProgressListener {
  /** Follows nothing. */
  ProgressListener NONE = (done, total) -> {};

  /**
   * A batch is done.
   *
   * @param done cases the model was asked for so far
   * @param total cases it will be asked for, as far as known
   */
  void progressed(long done, long total);
}
