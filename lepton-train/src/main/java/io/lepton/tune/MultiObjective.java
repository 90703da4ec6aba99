package io.lepton.tune;

/** Says how good a point of a search space is, in several respects. */
@FunctionalInterface
public interface MultiObjective {
  /**
   * Evaluates a point.
   *
   * @param trial gives the point, and takes notes
   * @return one value for each of the study's directions, each as {@link Objective#evaluate} says
   * @throws PrunedException made by {@link RunningTrial#pruned}: the trial is given up
   * @throws Exception of any other kind fails the trial, but not the study
   */
  double[] evaluate(RunningTrial trial) throws Exception;
}
