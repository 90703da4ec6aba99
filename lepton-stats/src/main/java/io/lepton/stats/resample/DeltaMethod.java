package io.lepton.stats.resample;

/** Standard errors of smooth functions of means. */
final class DeltaMethod {
  private DeltaMethod() {}

  /** Of the arms as they are. */
  static double error(MeanStatistic statistic, Arm[] arms, double[][] means) {
    double[][] all = new double[arms.length][];
    for (int a = 0; a < arms.length; a++) {
      all[a] = arms[a].withProducts(means[a]).means();
    }
    return error(statistic, arms, means, all);
  }

  /**
   * Of a resample.
   *
   * @param centres means that the products were centred by
   * @param drawn means of the columns, and of their products after them
   */
  static double error(MeanStatistic statistic, Arm[] arms, double[][] centres, double[][] drawn) {
    double[][] gradient = statistic.gradient(drawn);
    double variance = 0;
    for (int a = 0; a < arms.length; a++) {
      int k = gradient[a].length;
      int product = k;
      double ofArm = 0;
      for (int j = 0; j < k; j++) {
        for (int i = 0; i <= j; i++) {
          double covariance =
              drawn[a][product++] - (drawn[a][i] - centres[a][i]) * (drawn[a][j] - centres[a][j]);
          ofArm += (i == j ? 1 : 2) * gradient[a][i] * gradient[a][j] * covariance;
        }
      }
      variance += ofArm / (arms[a].rows() - 1);
    }
    return variance > 0 ? Math.sqrt(variance) : 0;
  }
}
