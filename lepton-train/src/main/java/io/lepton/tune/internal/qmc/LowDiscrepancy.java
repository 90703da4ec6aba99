package io.lepton.tune.internal.qmc;

/** A sequence of points that fills the unit cube evenly. Safe for use by many threads. */
@FunctionalInterface
public interface LowDiscrepancy {
  /**
   * One point of the sequence.
   *
   * @param index from 0
   * @return coordinates in [0, 1)
   */
  double[] point(int index);
}
