package io.lepton.metric;

import io.lepton.error.InvalidInputException;
import java.util.Arrays;
import java.util.List;

/**
 * How often each class was decided on for each true class.
 *
 * @param classes names in the order of rows and columns
 * @param counts by true class (row) and decided class (column); copied in and out
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out, compared by content
public record ConfusionMatrix(List<String> classes, long[][] counts) {
  /** {@inheritDoc} */
  public ConfusionMatrix {
    classes = List.copyOf(classes);
    counts = copy(counts);
    for (long[] row : counts) {
      if (counts.length != classes.size() || row.length != classes.size()) {
        throw new InvalidInputException(
            "a confusion matrix of "
                + counts.length
                + " × "
                + row.length
                + " for "
                + classes.size()
                + " classes; expected one row and one column per class");
      }
    }
  }

  private static long[][] copy(long[][] counts) {
    return Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new);
  }

  /**
   * The counts.
   *
   * @return a copy, by true class (row) and decided class (column)
   */
  @Override
  public long[][] counts() {
    return copy(counts);
  }

  /**
   * One count.
   *
   * @param actual the true class
   * @param predicted the class decided on
   * @return number of cases
   * @throws InvalidInputException if there is no such class
   */
  public long count(String actual, String predicted) {
    return counts[place(actual)][place(predicted)];
  }

  private int place(String name) {
    int place = classes.indexOf(name);
    if (place < 0) {
      throw new InvalidInputException("no class \"" + name + "\"; there are " + classes);
    }
    return place;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConfusionMatrix that
        && classes.equals(that.classes)
        && Arrays.deepEquals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return 31 * classes.hashCode() + Arrays.deepHashCode(counts);
  }

  @Override
  public String toString() {
    return "ConfusionMatrix" + classes + Arrays.deepToString(counts);
  }
}
