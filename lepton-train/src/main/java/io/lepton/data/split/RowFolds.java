package io.lepton.data.split;

import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/**
 * The rows of rounds of cross-validation. Rows keep their order; the same seed cuts the same rows
 * the same way, on every machine. In all but {@link #byTime} each row is held out exactly once.
 */
public final class RowFolds {
  private RowFolds() {}

  /**
   * Cuts at random into k parts whose sizes differ by at most one row.
   *
   * @param rows number of rows
   * @param k number of parts, from 2 to the number of rows
   * @param seed of the shuffle
   * @return k folds
   * @throws InvalidInputException if k is out of range
   */
  public static List<RowFold> random(int rows, int k, long seed) {
    requireParts(k, rows, "rows");
    return dealt(List.of(Strata.shuffled(rows, new SplittableRandom(seed))), rows, k);
  }

  /**
   * Cuts at random into k parts. Sizes of parts differ by at most one row, and so do the numbers of
   * rows of each class in them.
   *
   * @param labels the class of each row
   * @param k number of parts, from 2 to the number of rows
   * @param seed of the shuffle
   * @return k folds
   * @throws InvalidInputException if k is out of range, or all rows have one class
   */
  public static List<RowFold> stratified(List<String> labels, int k, long seed) {
    requireParts(k, labels.size(), "rows");
    return dealt(Strata.shuffled(labels, new SplittableRandom(seed)), labels.size(), k);
  }

  /** Deals rows out like cards, going on from stack to stack, so that sizes stay even. */
  private static List<RowFold> dealt(List<int[]> stacks, int rows, int k) {
    int[] partOf = new int[rows];
    int next = 0;
    for (int[] stack : stacks) {
      for (int row : stack) {
        partOf[row] = next++ % k;
      }
    }
    return folds(partOf, k);
  }

  /**
   * Cuts whole groups into k parts, such as all rows of one customer: no group is in training and
   * test of one fold. The largest group first, each goes to the part with the fewest rows.
   *
   * @param groups the group of each row, compared by {@code equals}
   * @param k number of parts, from 2 to the number of groups
   * @param seed of the order of equally large groups
   * @return k folds
   * @throws InvalidInputException if k is out of range
   */
  public static List<RowFold> grouped(List<?> groups, int k, long seed) {
    List<int[]> largestFirst = Groups.largestFirst(groups, new SplittableRandom(seed));
    requireParts(k, largestFirst.size(), "groups");
    int[] partOf = new int[groups.size()];
    int[] sizes = new int[k];
    for (int[] rows : largestFirst) {
      int smallest = 0;
      for (int part = 1; part < k; part++) {
        smallest = sizes[part] < sizes[smallest] ? part : smallest;
      }
      sizes[smallest] += rows.length;
      for (int row : rows) {
        partOf[row] = smallest;
      }
    }
    return folds(partOf, k);
  }

  /**
   * Walks forward in time: cuts the rows by time into k + 1 blocks, and holds out each but the
   * first once, fitting on all blocks before it. Rows of one time stay together.
   *
   * @param times of each row, in any order and unit
   * @param k number of folds, at least 1; the rows have more than k different times
   * @return k folds, the earliest first; in each, all of the test rows are later than all of the
   *     training rows
   * @throws InvalidInputException if k is out of range, a time is NaN, or too many rows share a
   *     time for every block to get one
   */
  public static List<RowFold> byTime(double[] times, int k) {
    int[] order = Times.ascending(times);
    int n = order.length;
    if (k < 1 || k >= n) {
      throw new InvalidInputException(
          k + " folds by time of " + n + " rows; expected from 1 to the number of rows less 1");
    }
    int[] cuts = new int[k + 2];
    for (int i = 1; i <= k + 1; i++) {
      cuts[i] = Times.cut(times, order, (int) ((long) i * n / (k + 1)));
      if (cuts[i] == cuts[i - 1]) {
        throw new InvalidInputException(
            k
                + " folds by time of "
                + n
                + " rows: block "
                + i
                + " of "
                + (k + 1)
                + " gets no row, since rows of one time stay together; use fewer folds");
      }
    }
    List<RowFold> folds = new ArrayList<>();
    for (int i = 1; i <= k; i++) {
      int[] train = Arrays.copyOfRange(order, 0, cuts[i]);
      int[] test = Arrays.copyOfRange(order, cuts[i], cuts[i + 1]);
      Arrays.sort(train);
      Arrays.sort(test);
      folds.add(new RowFold(train, test));
    }
    return List.copyOf(folds);
  }

  /**
   * Cuts several times, each time otherwise.
   *
   * @param repeats number of times, at least 1
   * @param seed of the first cut; the following ones add 1 each
   * @param cut makes the folds of a seed, such as {@code s -> RowFolds.random(rows, 10, s)}
   * @return the folds of all cuts, those of one cut side by side
   * @throws InvalidInputException if there are no repeats
   */
  public static List<RowFold> repeated(int repeats, long seed, LongFunction<List<RowFold>> cut) {
    if (repeats < 1) {
      throw new InvalidInputException(repeats + " repeats; expected at least 1");
    }
    List<RowFold> folds = new ArrayList<>();
    for (int repeat = 0; repeat < repeats; repeat++) {
      folds.addAll(cut.apply(seed + repeat));
    }
    return List.copyOf(folds);
  }

  private static void requireParts(int k, int available, String what) {
    if (k < 2 || k > available) {
      throw new InvalidInputException(
          k + " folds of " + available + " " + what + "; expected from 2 to the number of " + what);
    }
  }

  private static List<RowFold> folds(int[] partOf, int k) {
    return IntStream.range(0, k)
        .mapToObj(
            part ->
                new RowFold(
                    IntStream.range(0, partOf.length).filter(r -> partOf[r] != part).toArray(),
                    IntStream.range(0, partOf.length).filter(r -> partOf[r] == part).toArray()))
        .toList();
  }
}
