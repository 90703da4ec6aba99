package io.lepton.data.split;

import io.lepton.error.InvalidInputException;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Rows in the order of time. */
final class Times {
  private Times() {}

  /** The rows by ascending time, those of one time in the order of rows. */
  static int[] ascending(double[] times) {
    for (int row = 0; row < times.length; row++) {
      if (Double.isNaN(times[row])) {
        throw new InvalidInputException(
            "row " + row + " has no time; leave such rows out before splitting by time");
      }
    }
    return IntStream.range(0, times.length)
        .boxed()
        .sorted(Comparator.comparingDouble(row -> times[row]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /**
   * The place to cut that is nearest to {@code wanted} and does not tear rows of one time apart; of
   * two equally near ones the earlier.
   */
  static int cut(double[] times, int[] order, int wanted) {
    for (int step = 0; step <= order.length; step++) {
      if (clean(times, order, wanted - step)) {
        return wanted - step;
      }
      if (clean(times, order, wanted + step)) {
        return wanted + step;
      }
    }
    throw new IllegalStateException("both ends are clean cuts");
  }

  private static boolean clean(double[] times, int[] order, int at) {
    return at == 0
        || at == order.length
        || (at > 0 && at < order.length && times[order[at - 1]] < times[order[at]]);
  }
}
