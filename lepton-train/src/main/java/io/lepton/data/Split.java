package io.lepton.data;

import io.lepton.error.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Three disjoint parts of a dataset that together are the whole.
 *
 * @param train to fit on
 * @param validation to stop, tune and choose by
 * @param test to measure on, once
 */
public record Split(Dataset train, Dataset validation, Dataset test) {
  private static final List<String> NAMES = List.of("train", "validation", "test");

  /**
   * Splits at random, so that each part has each class in the same proportion: of a class with n
   * rows a part with fraction f gets ⌊f n⌋ or ⌈f n⌉, by largest remainder, ties going to the part
   * that is furthest behind. The parts are named {@code train}, {@code validation} and {@code
   * test}; rows keep their order.
   *
   * @param data with a label
   * @param train fraction above 0
   * @param validation fraction, at least 0
   * @param test fraction, at least 0; the three add up to 1
   * @param seed the same seed splits the same data the same way, on every machine
   * @return the parts
   * @throws InvalidInputException if the fractions do not fit, or a fraction above 0 gets no row
   * @throws io.lepton.error.NotFoundException if the data has no label
   */
  public static Split stratified(
      Dataset data, double train, double validation, double test, long seed) {
    double[] fractions = {train, validation, test};
    if (!(train > 0 && validation >= 0 && test >= 0)
        || Math.abs(train + validation + test - 1) > 1e-9) {
      throw new InvalidInputException(
          "fractions "
              + Arrays.toString(fractions)
              + "; expected train above 0, the others 0 or more, and a sum of 1");
    }
    int[] partOf = new int[data.rows()];
    double[] behind = new double[fractions.length];
    for (int[] rows : Strata.shuffled(data, new SplittableRandom(seed))) {
      int[] seats = seats(rows.length, fractions, behind);
      int next = 0;
      for (int part = 0; part < seats.length; part++) {
        for (int i = 0; i < seats[part]; i++) {
          partOf[rows[next++]] = part;
        }
      }
    }
    Dataset[] parts = new Dataset[fractions.length];
    for (int i = 0; i < parts.length; i++) {
      int part = i;
      parts[i] = data.selectIf(row -> partOf[row] == part).named(NAMES.get(i));
      if (fractions[i] > 0 && parts[i].rows() == 0) {
        throw new InvalidInputException(
            data + " is too small: the part \"" + NAMES.get(i) + "\" gets no row");
      }
    }
    return new Split(parts[0], parts[1], parts[2]);
  }

  /** Shares n rows out by largest remainder; {@code behind} carries what parts still lack. */
  private static int[] seats(int n, double[] fractions, double[] behind) {
    int[] seats = new int[fractions.length];
    double[] remainder = new double[fractions.length];
    int left = n;
    for (int part = 0; part < seats.length; part++) {
      double ideal = n * fractions[part];
      // A product that should be whole may fall just short of it.
      seats[part] = (int) Math.floor(ideal + 1e-9);
      remainder[part] = Math.max(0, ideal - seats[part]);
      behind[part] += remainder[part];
      left -= seats[part];
    }
    for (; left > 0; left--) {
      int best = 0;
      for (int part = 1; part < seats.length; part++) {
        double difference = remainder[part] - remainder[best];
        if (difference > 1e-9
            || (Math.abs(difference) <= 1e-9 && behind[part] > behind[best] + 1e-9)) {
          best = part;
        }
      }
      seats[best]++;
      remainder[best] -= 1;
      behind[best] -= 1;
    }
    return seats;
  }
}
