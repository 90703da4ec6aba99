package io.lepton.serve;

/**
 * Is told what happens to a deployment, in order and one thing at a time, on the thread that made
 * it happen or one that did so at the same time. It may use the deployment. What it throws is
 * logged and goes no further.
 */
public interface DeploymentListener {
  /**
   * Another version serves now.
   *
   * @param swap which, and since when
   */
  default void swapped(Swap swap) {}

  /**
   * The deployment cannot follow its alias, and goes on with what it has. Told once for each
   * problem, not at each attempt.
   *
   * @param problem what is wrong
   */
  default void failed(DeploymentProblem problem) {}
}
