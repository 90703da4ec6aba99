package io.lepton.data;

import io.lepton.error.InvalidInputException;
import java.util.Arrays;
import java.util.List;

/**
 * An isolation forest, grown. Immutable and thread-safe.
 *
 * @param width number of columns
 * @param sample number of rows each tree was grown on
 * @param trees at least one
 */
public record FittedIsolationForest(int width, int sample, List<Tree> trees) {
  private static final double EULER = 0.5772156649015329;

  /**
   * One tree, its nodes in preorder: the left child of a node is the next one.
   *
   * @param columns that nodes cut, −1 for a leaf
   * @param cuts values up to it go left; for a leaf the number of rows that ended there
   * @param right index of the right child, −1 for a leaf
   */
  public record Tree(List<Integer> columns, List<Double> cuts, List<Integer> right) {
    /** {@inheritDoc} */
    public Tree {
      columns = List.copyOf(columns);
      cuts = List.copyOf(cuts);
      right = List.copyOf(right);
      boolean fits = !columns.isEmpty() && columns.size() == cuts.size();
      fits &= columns.size() == right.size();
      for (int node = 0; fits && node < columns.size(); node++) {
        // Children after their parents: following them ends.
        fits =
            columns.get(node) < 0
                ? cuts.get(node) >= 0
                : right.get(node) > node + 1 && right.get(node) < columns.size();
      }
      if (!fits) {
        throw new InvalidInputException("a tree of an isolation forest does not hold together");
      }
    }

    private double depth(double[] row) {
      int node = 0;
      int depth = 0;
      for (; columns.get(node) >= 0; depth++) {
        node = row[columns.get(node)] <= cuts.get(node) ? node + 1 : right.get(node);
      }
      return depth + usualDepth(cuts.get(node));
    }
  }

  /** {@inheritDoc} */
  public FittedIsolationForest {
    trees = List.copyOf(trees);
    int columns = width;
    boolean fits =
        trees.stream().flatMap(tree -> tree.columns().stream()).allMatch(c -> c < columns);
    if (!fits || trees.isEmpty() || sample < 2) {
      throw new InvalidInputException("an isolation forest does not hold together");
    }
  }

  /**
   * Scores rows.
   *
   * @param rows as wide as the training rows, without NaN
   * @return from 0 to 1 for each; higher is more isolated
   * @throws InvalidInputException if the rows do not fit
   */
  public double[] scores(double[][] rows) {
    requireRows(rows, width);
    double usual = usualDepth(sample);
    return Arrays.stream(rows)
        .mapToDouble(
            row -> {
              double depths = trees.stream().mapToDouble(tree -> tree.depth(row)).sum();
              return Math.pow(2, -depths / trees.size() / usual);
            })
        .toArray();
  }

  static void requireRows(double[][] rows, int width) {
    for (int row = 0; row < rows.length; row++) {
      if (rows[row].length != width) {
        throw new InvalidInputException(
            "row " + row + " has " + rows[row].length + " values; expected " + width);
      }
      for (double value : rows[row]) {
        if (Double.isNaN(value)) {
          throw new InvalidInputException(
              "row " + row + " has a missing value; an isolation forest needs all of them");
        }
      }
    }
  }

  /** The mean depth of an unsuccessful search in a binary search tree of n rows (equation 1). */
  private static double usualDepth(double n) {
    if (n <= 1) {
      return 0;
    }
    return n == 2 ? 1 : 2 * (Math.log(n - 1) + EULER) - 2 * (n - 1) / n;
  }
}
