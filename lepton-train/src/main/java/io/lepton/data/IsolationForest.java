package io.lepton.data;

import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Finds rows that are easy to tell from all others: trees cut random columns at random places, and
 * what a few cuts suffice to isolate is an outlier (Liu, Ting and Zhou 2008). A score is 2^(−E/c)
 * with E the mean depth at which a row ends and c the mean depth of a search tree of as many rows;
 * 0.5 is usual, near 1 is isolated. Immutable.
 *
 * @param trees number of trees, at least 1
 * @param sample rows that each tree is grown on, at least 2; all rows if there are fewer
 * @param seed the same seed grows the same forest, on every machine
 */
public record IsolationForest(int trees, int sample, long seed) {
  /** {@inheritDoc} */
  public IsolationForest {
    if (trees < 1 || sample < 2) {
      throw new InvalidInputException(
          "an isolation forest of "
              + trees
              + " trees of "
              + sample
              + " rows; expected at least 1 and 2");
    }
  }

  /**
   * The paper's 100 trees of 256 rows, with seed 0.
   *
   * @return the definition
   */
  public static IsolationForest withDefaults() {
    return new IsolationForest(100, 256, 0);
  }

  /**
   * The same with another number of trees.
   *
   * @param number at least 1
   * @return another definition
   */
  public IsolationForest withTrees(int number) {
    return new IsolationForest(number, sample, seed);
  }

  /**
   * The same with another seed.
   *
   * @param other seed
   * @return another definition
   */
  public IsolationForest withSeed(long other) {
    return new IsolationForest(trees, sample, other);
  }

  /**
   * Grows the forest.
   *
   * @param rows at least two, all of one length above 0, without NaN
   * @return the forest
   * @throws InvalidInputException if the rows do not fit
   */
  public FittedIsolationForest fit(double[][] rows) {
    FittedIsolationForest.requireRows(rows, rows.length == 0 ? 0 : rows[0].length);
    if (rows.length < 2 || rows[0].length == 0) {
      throw new InvalidInputException(
          rows.length + " rows for an isolation forest; expected at least 2, with a column");
    }
    SplittableRandom random = new SplittableRandom(seed);
    int size = Math.min(sample, rows.length);
    int depth = (int) Math.ceil(Math.log(size) / Math.log(2));
    List<FittedIsolationForest.Tree> grown = new ArrayList<>();
    for (int i = 0; i < trees; i++) {
      SplittableRandom own = random.split();
      grown.add(new Growth(own).tree(drawn(rows, size, own), depth));
    }
    return new FittedIsolationForest(rows[0].length, size, grown);
  }

  /** Without repeats: the first steps of Fisher and Yates's shuffle. */
  private static double[][] drawn(double[][] rows, int size, SplittableRandom random) {
    double[][] drawn = rows.clone();
    for (int i = 0; i < size; i++) {
      int j = i + random.nextInt(drawn.length - i);
      double[] swapped = drawn[i];
      drawn[i] = drawn[j];
      drawn[j] = swapped;
    }
    return Arrays.copyOf(drawn, size);
  }

  /** Grows one tree, node by node in preorder. */
  private static final class Growth {
    private final SplittableRandom random;
    private final List<Integer> columns = new ArrayList<>();
    private final List<Double> cuts = new ArrayList<>();
    private final List<Integer> right = new ArrayList<>();

    Growth(SplittableRandom random) {
      this.random = random;
    }

    FittedIsolationForest.Tree tree(double[][] rows, int depth) {
      grow(List.of(rows), depth);
      return new FittedIsolationForest.Tree(columns, cuts, right);
    }

    private void grow(List<double[]> rows, int depth) {
      int[] varying = rows.size() < 2 || depth == 0 ? new int[0] : varying(rows);
      int node = columns.size();
      if (varying.length == 0) {
        columns.add(-1);
        cuts.add((double) rows.size());
        right.add(-1);
        return;
      }
      int column = varying[random.nextInt(varying.length)];
      double low = rows.stream().mapToDouble(row -> row[column]).min().orElseThrow();
      double high = rows.stream().mapToDouble(row -> row[column]).max().orElseThrow();
      double cut = low + random.nextDouble() * (high - low);
      columns.add(column);
      cuts.add(cut);
      right.add(-1);
      grow(rows.stream().filter(row -> row[column] <= cut).toList(), depth - 1);
      right.set(node, columns.size());
      grow(rows.stream().filter(row -> row[column] > cut).toList(), depth - 1);
    }

    private static int[] varying(List<double[]> rows) {
      double[] first = rows.get(0);
      return IntStream.range(0, first.length)
          .filter(column -> rows.stream().anyMatch(row -> row[column] != first[column]))
          .toArray();
    }
  }
}
