package io.lepton.data.split;

import io.lepton.error.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The rows of three disjoint parts that together are the whole; rows keep their order. The same
 * seed splits the same rows the same way, on every machine. Immutable.
 */
public final class RowSplit {
  private static final List<String> NAMES = List.of("train", "validation", "test");

  private final int[][] parts;

  private RowSplit(int[] partOf, Fractions fractions) {
    double[] wanted = fractions.toArray();
    parts = new int[wanted.length][];
    for (int i = 0; i < parts.length; i++) {
      int part = i;
      parts[i] = IntStream.range(0, partOf.length).filter(row -> partOf[row] == part).toArray();
      if (wanted[i] > 0 && parts[i].length == 0) {
        throw new InvalidInputException(
            partOf.length
                + " rows are too small a number to split by "
                + fractions
                + ": the part \""
                + NAMES.get(i)
                + "\" gets no row");
      }
    }
  }

  /**
   * Splits at random. A part's size is its fraction of the rows, rounded down or up.
   *
   * @param rows number of rows
   * @param fractions of the parts
   * @param seed of the shuffle
   * @return the rows of each part
   * @throws InvalidInputException if a fraction above 0 gets no row
   */
  public static RowSplit random(int rows, Fractions fractions, long seed) {
    if (rows < 0) {
      throw new InvalidInputException(rows + " rows to split");
    }
    Shares shares = new Shares(fractions);
    int[] partOf = new int[rows];
    shares.deal(Strata.shuffled(rows, new SplittableRandom(seed)), partOf);
    return new RowSplit(partOf, fractions);
  }

  /**
   * Splits at random, so that each part has each class in the same proportion: of a class with n
   * rows a part with fraction f gets ⌊f n⌋ or ⌈f n⌉, by largest remainder, ties going to the part
   * that is furthest behind.
   *
   * @param labels the class of each row
   * @param fractions of the parts
   * @param seed of the shuffle
   * @return the rows of each part
   * @throws InvalidInputException if a fraction above 0 gets no row, or all rows have one class
   */
  public static RowSplit stratified(List<String> labels, Fractions fractions, long seed) {
    Shares shares = new Shares(fractions);
    int[] partOf = new int[labels.size()];
    for (int[] rows : Strata.shuffled(labels, new SplittableRandom(seed))) {
      shares.deal(rows, partOf);
    }
    return new RowSplit(partOf, fractions);
  }

  /**
   * Splits whole groups at random, such as all rows of one customer: no group is in two parts. Each
   * group goes to the part that lacks most rows, so a part holds at most the rows of the largest
   * group more than its fraction.
   *
   * @param groups the group of each row, compared by {@code equals}
   * @param fractions of the parts
   * @param seed of the shuffle of groups
   * @return the rows of each part
   * @throws InvalidInputException if a fraction above 0 gets no group
   */
  public static RowSplit grouped(List<?> groups, Fractions fractions, long seed) {
    double[] lacks =
        Arrays.stream(fractions.toArray()).map(fraction -> fraction * groups.size()).toArray();
    int[] partOf = new int[groups.size()];
    for (int[] rows : Groups.shuffled(groups, new SplittableRandom(seed))) {
      int most = 0;
      for (int part = 1; part < lacks.length; part++) {
        most = lacks[part] > lacks[most] ? part : most;
      }
      lacks[most] -= rows.length;
      for (int row : rows) {
        partOf[row] = most;
      }
    }
    return new RowSplit(partOf, fractions);
  }

  /**
   * Splits by time: all of the validation part is later than all of the training part, and all of
   * the test part later than both. Rows of one time stay together, so that fractions are kept only
   * as nearly as that allows.
   *
   * @param times of each row, in any order and unit
   * @param fractions of the parts
   * @return the rows of each part
   * @throws InvalidInputException if a time is NaN, or a fraction above 0 gets no row
   */
  public static RowSplit byTime(double[] times, Fractions fractions) {
    int[] order = Times.ascending(times);
    int n = order.length;
    int[] partOf = new int[n];
    double upTo = 0;
    int part = 0;
    for (double fraction : fractions.toArray()) {
      int from = upTo == 0 ? 0 : Times.cut(times, order, (int) Math.round(upTo * n));
      for (int i = from; i < n && fraction > 0; i++) {
        partOf[order[i]] = part;
      }
      upTo += fraction;
      part++;
    }
    return new RowSplit(partOf, fractions);
  }

  /**
   * The rows to fit on.
   *
   * @return a copy, ascending
   */
  public int[] train() {
    return parts[0].clone();
  }

  /**
   * The rows to stop, tune and choose by.
   *
   * @return a copy, ascending
   */
  public int[] validation() {
    return parts[1].clone();
  }

  /**
   * The rows to measure on.
   *
   * @return a copy, ascending
   */
  public int[] test() {
    return parts[2].clone();
  }

  /**
   * The parts of data.
   *
   * @param data with as many rows as were split
   * @param <T> the data's type
   * @return parts named {@code train}, {@code validation} and {@code test}
   * @throws InvalidInputException if the data has another number of rows
   */
  public <T extends Selectable<T>> Parts<T> of(T data) {
    int rows = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    if (data.rows() != rows) {
      throw new InvalidInputException(
          data + " has " + data.rows() + " rows; the split was made for " + rows);
    }
    return new Parts<>(part(data, 0), part(data, 1), part(data, 2));
  }

  private <T extends Selectable<T>> T part(T data, int part) {
    return data.select(parts[part]).named(NAMES.get(part));
  }
}
