package io.lepton.tune.internal.importance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A regression tree grown to the end on a bootstrap sample (Breiman 2001): its leaves are boxes
 * that fill the unit cube. Thresholds are drawn uniformly between neighbouring values, which
 * smooths the mean over many trees.
 */
final class RegressionTree {
  private static final int LEAF = 2;

  private final List<Leaf> leaves = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();

  /** A box of the unit cube and the mean of the values in it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Leaf(double[] low, double[] high, double value) {
    double width(int coordinate) {
      return high[coordinate] - low[coordinate];
    }

    double volume() {
      double volume = 1;
      for (int j = 0; j < low.length; j++) {
        volume *= width(j);
      }
      return volume;
    }
  }

  /** A cut with the indices of its two sides, or with a value in place of a cut. */
  private record Node(int coordinate, double at, int below, int above) {}

  private RegressionTree() {}

  static RegressionTree grow(double[][] x, double[] y, SplittableRandom random) {
    RegressionTree tree = new RegressionTree();
    int[] sample = random.ints(x.length, 0, x.length).toArray();
    int d = x[0].length;
    double[] high = new double[d];
    Arrays.fill(high, 1);
    int[][] sorted = new int[d][];
    for (int j = 0; j < d; j++) {
      int coordinate = j;
      sorted[j] =
          Arrays.stream(sample)
              .boxed()
              .sorted(Comparator.comparingDouble(i -> x[i][coordinate]))
              .mapToInt(i -> i)
              .toArray();
    }
    tree.split(x, y, sorted, new double[d], high, random);
    return tree;
  }

  List<Leaf> leaves() {
    return leaves;
  }

  /** The value of the leaf that holds a point. */
  double at(double[] point) {
    int index = nodes.size() - 1;
    while (nodes.get(index).coordinate >= 0) {
      Node node = nodes.get(index);
      index = point[node.coordinate] < node.at ? node.below : node.above;
    }
    return nodes.get(index).at;
  }

  /** Adds a box with its rows, sorted along each coordinate; says the index of its node. */
  private int split(
      double[][] x,
      double[] y,
      int[][] rows,
      double[] low,
      double[] high,
      SplittableRandom random) {
    Cut best = rows[0].length < 2 * LEAF ? null : best(x, y, rows, random);
    if (best == null) {
      double mean = Arrays.stream(rows[0]).mapToDouble(i -> y[i]).average().orElse(0);
      leaves.add(new Leaf(low, high, mean));
      nodes.add(new Node(-1, mean, -1, -1));
      return nodes.size() - 1;
    }
    double[] middle = high.clone();
    middle[best.coordinate] = best.at;
    int below = split(x, y, side(x, rows, best, true), low, middle, random);
    double[] start = low.clone();
    start[best.coordinate] = best.at;
    int above = split(x, y, side(x, rows, best, false), start, high, random);
    nodes.add(new Node(best.coordinate, best.at, below, above));
    return nodes.size() - 1;
  }

  private static int[][] side(double[][] x, int[][] rows, Cut cut, boolean below) {
    return Arrays.stream(rows)
        .map(r -> Arrays.stream(r).filter(i -> (x[i][cut.coordinate] < cut.at) == below).toArray())
        .toArray(int[][]::new);
  }

  private record Cut(int coordinate, double at, double gain) {}

  /** The cut that leaves the least squared error, over a random 5/6 of the coordinates. */
  private static @Nullable Cut best(
      double[][] x, double[] y, int[][] rows, SplittableRandom random) {
    Cut best = null;
    int d = x[0].length;
    int skipped = d > 1 && random.nextInt(6) == 0 ? random.nextInt(d) : -1;
    for (int j = 0; j < d; j++) {
      if (j != skipped) {
        Cut cut = along(x, y, rows[j], j, random);
        if (cut != null && (best == null || cut.gain > best.gain)) {
          best = cut;
        }
      }
    }
    return best;
  }

  private static @Nullable Cut along(
      double[][] x, double[] y, int[] order, int j, SplittableRandom random) {
    double sum = 0;
    for (int row : order) {
      sum += y[row];
    }
    int n = order.length;
    double left = 0;
    double most = sum * sum / n * (1 + 1e-12) + 1e-300; // of no cut
    int at = -1;
    for (int i = 0; i < n - 1; i++) {
      left += y[order[i]];
      if (i + 1 < LEAF || n - i - 1 < LEAF || x[order[i]][j] == x[order[i + 1]][j]) {
        continue;
      }
      double right = sum - left;
      double gain = left * left / (i + 1) + right * right / (n - i - 1);
      if (gain > most) {
        most = gain;
        at = i;
      }
    }
    if (at < 0) {
      return null;
    }
    double from = x[order[at]][j];
    double to = x[order[at + 1]][j];
    double cut = from + (0.1 + 0.8 * random.nextDouble()) * (to - from);
    return cut > from && cut <= to ? new Cut(j, cut, most - sum * sum / n) : null;
  }
}
