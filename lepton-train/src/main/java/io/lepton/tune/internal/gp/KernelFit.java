package io.lepton.tune.internal.gp;

import java.util.Arrays;

/**
 * The most probable kernel given values, from one start, so that equal data give an equal kernel.
 */
public final class KernelFit {
  private static final int ITERATIONS = 60;
  private static final double TOLERANCE = 1e-2;

  /** More observations say little more of the kernel, and each step costs their third power. */
  private static final int ENOUGH = 200;

  private KernelFit() {}

  /**
   * Fits a kernel.
   *
   * @param x points of the unit cube, at least one
   * @param y values, as many, of mean about 0 and variance about 1
   * @param categorical which coordinates are categories
   * @return the kernel
   */
  public static Kernel kernel(double[][] x, double[] y, boolean[] categorical) {
    int d = categorical.length;
    MarginalLikelihood likelihood = likelihood(x, y, categorical);
    double[] start = new double[d + 2];
    double[] low = new double[d + 2];
    double[] high = new double[d + 2];
    Arrays.fill(low, 0, d, 2 * StrictMath.log(1e-3));
    Arrays.fill(high, 0, d, 2 * StrictMath.log(1e2));
    low[d] = StrictMath.log(1e-3);
    high[d] = StrictMath.log(1e3);
    start[d + 1] = StrictMath.log(1e-2);
    low[d + 1] = StrictMath.log(1e-8);
    high[d + 1] = StrictMath.log(10);
    BoxMinimizer minimizer = new BoxMinimizer(low, high, ITERATIONS, TOLERANCE);
    return likelihood.kernel(minimizer.minimize(likelihood, start).point());
  }

  private static MarginalLikelihood likelihood(double[][] x, double[] y, boolean[] categorical) {
    int n = Math.min(y.length, ENOUGH);
    double[][] some = new double[n][];
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      int at = (int) ((long) i * y.length / n);
      some[i] = x[at];
      values[i] = y[at];
    }
    return new MarginalLikelihood(some, values, categorical);
  }
}
