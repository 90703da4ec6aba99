package io.lepton.stats.test;

import io.lepton.spi.ComputeBackend;
import io.lepton.stats.internal.Permutations;

/** Differences of means over random splits, from the sums of the smaller side. */
final class SubsetMeans {
  private SubsetMeans() {}

  static Permutations differences(
      ComputeBackend backend, double[] first, double[] second, int replicates, long key) {
    int m = first.length;
    int n = second.length;
    double[] pooled = new double[m + n];
    System.arraycopy(first, 0, pooled, 0, m);
    System.arraycopy(second, 0, pooled, m, n);
    double all = 0;
    for (double value : pooled) {
      all += value / pooled.length;
    }
    double ofFirst = 0;
    for (double value : first) {
      ofFirst += value - all;
    }
    double rest = 0;
    for (int i = 0; i < pooled.length; i++) {
      pooled[i] -= all;
      rest += pooled[i];
    }
    int size = Math.min(m, n);
    double[] values = backend.subsetSums(pooled, size, replicates, key);
    for (int r = 0; r < values.length; r++) {
      double sum = m <= n ? values[r] : rest - values[r];
      values[r] = difference(sum, rest, m, n);
    }
    return Permutations.drawn(difference(ofFirst, rest, m, n), values);
  }

  private static double difference(double ofFirst, double ofAll, int m, int n) {
    return ofFirst / m - (ofAll - ofFirst) / n;
  }
}
