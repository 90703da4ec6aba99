package io.lepton.tune.internal.importance;

import io.lepton.tune.internal.qmc.Sobol;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * Functional analysis of variance of a random forest (Hutter, Hoos and Leyton-Brown 2014): the
 * share of the forest's variance over the unit cube that a coordinate explains alone, or a pair
 * beyond its two coordinates. These are Sobol' indices of the forest. Marginals are exact for each
 * tree and averaged over the trees before their variance is taken: a single tree sees interactions
 * where there is only chance.
 */
public final class Fanova {
  private static final int TREES = 64;
  private static final int CELLS = 64;
  private static final int POINTS = 2048;

  private final RegressionTree[] forest = new RegressionTree[TREES];
  private final double mean;
  private final double variance;

  /**
   * Grows the forest.
   *
   * @param x points of the unit cube, at least one
   * @param y values, finite
   * @param seed of bootstrap samples and cuts
   */
  public Fanova(double[][] x, double[] y, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int t = 0; t < TREES; t++) {
      forest[t] = RegressionTree.grow(x, y, random.split());
    }
    Sobol points = Sobol.of(x[0].length, OptionalLong.of(seed));
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < POINTS; i++) {
      double[] point = points.point(i);
      double value = Arrays.stream(forest).mapToDouble(tree -> tree.at(point)).average().orElse(0);
      double change = value - sum / Math.max(1, i);
      sum += value;
      squares += change * (value - sum / (i + 1));
    }
    this.mean = sum / POINTS;
    this.variance = squares / POINTS;
  }

  /** Whether the forest is the same everywhere, up to rounding. */
  private boolean isFlat() {
    return variance <= 1e-20 * mean * mean || variance == 0;
  }

  /**
   * The share of one coordinate.
   *
   * @param coordinate which
   * @return from 0 to about 1
   */
  public double main(int coordinate) {
    return isFlat() ? 0 : spread(marginal(coordinate)) / variance;
  }

  /**
   * The share of a pair of coordinates beyond their own.
   *
   * @param a a coordinate
   * @param b another one
   * @return at least 0
   */
  public double interaction(int a, int b) {
    if (isFlat()) {
      return 0;
    }
    double[] ofA = marginal(a);
    double[] ofB = marginal(b);
    return Math.max(0, spread(marginal(a, b)) - spread(ofA) - spread(ofB)) / variance;
  }

  private static double spread(double[] means) {
    double mean = Arrays.stream(means).average().orElse(0);
    return Arrays.stream(means).map(v -> (v - mean) * (v - mean)).average().orElse(0);
  }

  /** The share of each cell of [0, 1] that an interval covers. */
  private static double[] cover(double low, double high) {
    double[] cover = new double[CELLS];
    for (int i = (int) (low * CELLS); i < Math.min(CELLS, Math.ceil(high * CELLS)); i++) {
      double from = Math.max(low * CELLS, i);
      double to = Math.min(high * CELLS, i + 1);
      cover[i] = Math.max(0, to - from);
    }
    return cover;
  }

  /** Means over all other coordinates, cell by cell. */
  private double[] marginal(int j) {
    double[] means = new double[CELLS];
    for (RegressionTree tree : forest) {
      for (RegressionTree.Leaf leaf : tree.leaves()) {
        double share = leaf.volume() / leaf.width(j) * leaf.value() / TREES;
        double[] cover = cover(leaf.low()[j], leaf.high()[j]);
        for (int i = 0; i < CELLS; i++) {
          means[i] += cover[i] * share;
        }
      }
    }
    return means;
  }

  private double[] marginal(int a, int b) {
    double[] means = new double[CELLS * CELLS];
    for (RegressionTree tree : forest) {
      for (RegressionTree.Leaf leaf : tree.leaves()) {
        double share = leaf.volume() / (leaf.width(a) * leaf.width(b)) * leaf.value() / TREES;
        double[] along = cover(leaf.low()[a], leaf.high()[a]);
        double[] across = cover(leaf.low()[b], leaf.high()[b]);
        for (int i = 0; i < CELLS; i++) {
          for (int k = 0; along[i] > 0 && k < CELLS; k++) {
            means[i * CELLS + k] += along[i] * across[k] * share;
          }
        }
      }
    }
    return means;
  }
}
