package io.lepton.tune.internal.gp;

/** A function of several variables with its gradient. */
@FunctionalInterface
interface Differentiable {
  /**
   * The value at a point.
   *
   * @param x the point
   * @param gradient receives the derivatives, as many
   * @return the value; infinite or NaN where there is none, and then the gradient is not read
   */
  double at(double[] x, double[] gradient);
}
