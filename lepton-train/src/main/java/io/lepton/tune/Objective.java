package io.lepton.tune;

/** Says how good a point of a search space is. */
@FunctionalInterface
public interface Objective {
  /**
   * Evaluates a point.
   *
   * @param trial gives the point, and takes reports and notes
   * @return how good it is. NaN fails the trial, as does an infinite value in the better direction;
   *     an infinite value in the worse direction is the worst there can be.
   * @throws PrunedException made by {@link RunningTrial#pruned}: the trial is given up
   * @throws Exception of any other kind fails the trial, but not the study
   */
  double evaluate(RunningTrial trial) throws Exception;
}
