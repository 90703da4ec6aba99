package io.lepton.compress;

import io.lepton.error.InvalidInputException;

/**
 * Sparsity that grows during training: fast at first, when there is much to spare, then slower (Zhu
 * and Gupta 2017): {@code s = end + (start − end)(1 − (t − from) / (to − from))³}.
 *
 * @param start sparsity until {@code from}, at least 0
 * @param end sparsity from {@code to} on, at least {@code start} and below 1
 * @param from epoch or step, at least 0
 * @param to epoch or step, after {@code from}
 */
public record GradualSchedule(double start, double end, long from, long to) {
  /** {@inheritDoc} */
  public GradualSchedule {
    if (!(start >= 0 && start <= end && end < 1) || from < 0 || to <= from) {
      throw new InvalidInputException(
          "sparsity from "
              + start
              + " to "
              + end
              + " between "
              + from
              + " and "
              + to
              + "; expected 0 <= start <= end < 1 and 0 <= from < to");
    }
  }

  /**
   * The sparsity at a time.
   *
   * @param time epoch or step
   * @return from {@code start} to {@code end}
   */
  public double at(long time) {
    if (time <= from) {
      return start;
    }
    if (time >= to) {
      return end;
    }
    double left = 1 - (double) (time - from) / (to - from);
    return end + (start - end) * left * left * left;
  }
}
