package io.lepton.stats.resample;

import io.lepton.error.InvalidInputException;
import java.util.function.ToDoubleFunction;

/** The acceleration of BCa (Efron and Tibshirani 1993, 14.15; several samples: as scipy). */
final class Jackknife {
  private double cubes;
  private double squares;

  /**
   * Takes the values of one sample.
   *
   * @param values of the statistic with each case left out
   * @param times how often each stands
   */
  void sample(double[] values, long[] times) {
    double n = 0;
    double mean = 0;
    for (int i = 0; i < values.length; i++) {
      n += times[i];
      mean += times[i] * (values[i] - values[0]);
    }
    mean = values[0] + mean / n;
    double third = 0;
    double second = 0;
    for (int i = 0; i < values.length; i++) {
      double influence = (n - 1) * (mean - values[i]);
      second += times[i] * influence * influence;
      third += times[i] * influence * influence * influence;
    }
    cubes += third / (n * n * n);
    squares += second / (n * n);
  }

  /** Zero where nothing varies. */
  double acceleration() {
    if (!Double.isFinite(squares) || !Double.isFinite(cubes)) {
      throw new InvalidInputException(
          "the statistic is not finite when one case is left out, so that BCa has no acceleration;"
              + " take the percentile method");
    }
    return squares == 0 ? 0 : cubes / (6 * Math.pow(squares, 1.5));
  }

  static double acceleration(int[][] groups, ToDoubleFunction<int[]> statistic) {
    Jackknife jackknife = new Jackknife();
    int n = 0;
    for (int[] group : groups) {
      n += group.length;
    }
    for (int g = 0; g < groups.length; g++) {
      if (groups[g].length < 2) {
        continue; // a stratum of one case has no other resample
      }
      double[] values = new double[groups[g].length];
      long[] once = new long[values.length];
      for (int out = 0; out < values.length; out++) {
        int[] places = new int[n - 1];
        int k = 0;
        for (int h = 0; h < groups.length; h++) {
          for (int i = 0; i < groups[h].length; i++) {
            if (h != g || i != out) {
              places[k++] = groups[h][i];
            }
          }
        }
        values[out] = statistic.applyAsDouble(places);
        once[out] = 1;
      }
      jackknife.sample(values, once);
    }
    return jackknife.acceleration();
  }
}
