package io.lepton.tune.internal.gp;

/**
 * Matérn's covariance with ν = 5/2 and a length scale for each coordinate, {@code s (1 + √5 r + 5
 * r² / 3) exp(−√5 r)} with {@code r² = Σ w δ²}. The difference δ of categories is 1 unless they are
 * equal.
 *
 * @param weights inverse squared length scales, above 0
 * @param scale s, the variance of the process, above 0
 * @param noise variance of each observation around the process, above 0
 * @param categorical which coordinates are categories
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Kernel(double[] weights, double scale, double noise, boolean[] categorical) {
  private static final double SQRT_5 = Math.sqrt(5);

  int dimension() {
    return weights.length;
  }

  /** Squared differences in coordinate j. */
  static double squaredDifference(double a, double b, boolean category) {
    double difference = a - b;
    return category ? (difference == 0 ? 0 : 1) : difference * difference;
  }

  double squaredDistance(double[] points, int offset, double[] x) {
    double sum = 0;
    for (int j = 0; j < weights.length; j++) {
      sum += weights[j] * squaredDifference(points[offset + j], x[j], categorical[j]);
    }
    return sum;
  }

  double covariance(double squaredDistance) {
    double z = SQRT_5 * Math.sqrt(squaredDistance);
    return scale * (1 + z + z * z / 3) * Gauss.exp(-z);
  }

  /** The derivative of the covariance by the squared distance. */
  double slope(double squaredDistance) {
    double z = SQRT_5 * Math.sqrt(squaredDistance);
    return -5.0 / 6 * scale * (1 + z) * Gauss.exp(-z);
  }
}
