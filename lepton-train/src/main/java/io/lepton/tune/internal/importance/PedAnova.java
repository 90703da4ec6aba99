package io.lepton.tune.internal.importance;

import java.util.Arrays;
import org.apache.commons.math3.special.Erf;

/**
 * How differently the best points and all points are spread along one coordinate: the Pearson
 * divergence of their kernel density estimates on a grid (PED-ANOVA; Watanabe, Bansal and Hutter
 * 2023). Bandwidths by Scott's rule (1992); a uniform kernel of the weight of one point keeps the
 * densities above 0.
 */
public final class PedAnova {
  private static final int CELLS = 50;

  private PedAnova() {}

  /**
   * The divergence of numbers.
   *
   * @param best places in [0, 1], at least one
   * @param all places, the best among them
   * @param levels number of places there are, or 0 if they are continuous
   * @return at least 0
   */
  public static double ofNumbers(double[] best, double[] all, long levels) {
    int cells = (int) (levels > 0 ? Math.min(levels, CELLS) : CELLS);
    return divergence(smoothed(best, cells), smoothed(all, cells));
  }

  /**
   * The divergence of choices.
   *
   * @param best places in [0, 1], at least one
   * @param all places, the best among them
   * @param values number of choices
   * @return at least 0
   */
  public static double ofChoices(double[] best, double[] all, int values) {
    return divergence(shares(best, values), shares(all, values));
  }

  private static double divergence(double[] best, double[] all) {
    double sum = 0;
    for (int i = 0; i < all.length; i++) {
      double ratio = best[i] / all[i] - 1;
      sum += all[i] * ratio * ratio;
    }
    return sum;
  }

  private static double[] counts(double[] places, int cells) {
    double[] counts = new double[cells];
    for (double place : places) {
      counts[(int) Math.min(cells - 1.0, place * cells)]++;
    }
    return counts;
  }

  private static double[] shares(double[] places, int cells) {
    double[] shares = counts(places, cells);
    for (int i = 0; i < cells; i++) {
      shares[i] = (shares[i] + 1.0 / cells) / (places.length + 1);
    }
    return shares;
  }

  private static double[] smoothed(double[] places, int cells) {
    double width = bandwidth(places, cells);
    double[] density = new double[cells];
    double[] counts = counts(places, cells);
    for (int from = 0; from < cells; from++) {
      if (counts[from] > 0) {
        double[] kernel = new double[cells];
        for (int to = 0; to < cells; to++) {
          kernel[to] = Erf.erf((to - from - 0.5) / width, (to - from + 0.5) / width);
        }
        double mass = Arrays.stream(kernel).sum();
        for (int to = 0; to < cells; to++) {
          density[to] += counts[from] * kernel[to] / mass;
        }
      }
    }
    for (int i = 0; i < cells; i++) {
      density[i] = (density[i] + 1.0 / cells) / (places.length + 1);
    }
    return density;
  }

  /**
   * √2 times the standard deviation, in cells; at least so much that most of a point is in its own.
   */
  private static double bandwidth(double[] places, int cells) {
    int n = places.length;
    double[] sorted = Arrays.stream(places).map(place -> place * cells).sorted().toArray();
    double mean = Arrays.stream(sorted).average().orElse(0);
    double squares = Arrays.stream(sorted).map(v -> (v - mean) * (v - mean)).sum();
    double deviation = Math.sqrt(squares / Math.max(1, n - 1));
    double quartiles = sorted[Math.min(n - 1, 3 * n / 4)] - sorted[n / 4];
    double scott = 1.059 * Math.min(quartiles / 1.34, deviation) * StrictMath.pow(n, -0.2);
    return Math.sqrt(2) * Math.max(scott, 0.5 / 1.64);
  }
}
