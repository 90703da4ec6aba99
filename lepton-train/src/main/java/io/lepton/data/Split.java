package io.lepton.data;

import io.lepton.data.split.Fractions;
import io.lepton.data.split.Parts;
import io.lepton.data.split.RowSplit;
import io.lepton.error.InvalidInputException;

/**
 * Three disjoint parts of a dataset that together are the whole.
 *
 * @param train to fit on
 * @param validation to stop, tune and choose by
 * @param test to measure on, once
 */
public record Split(Dataset train, Dataset validation, Dataset test) {
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
   * @throws InvalidInputException if the fractions do not fit, a fraction above 0 gets no row, or
   *     all rows have one class
   * @throws io.lepton.error.NotFoundException if the data has no label
   */
  public static Split stratified(
      Dataset data, double train, double validation, double test, long seed) {
    return of(
        RowSplit.stratified(data.labels(), Fractions.of(train, validation, test), seed), data);
  }

  /**
   * Splits at random. The parts are named {@code train}, {@code validation} and {@code test}; rows
   * keep their order.
   *
   * @param data any table
   * @param fractions of the parts
   * @param seed the same seed splits the same data the same way, on every machine
   * @return the parts
   * @throws InvalidInputException if a fraction above 0 gets no row
   */
  public static Split random(Dataset data, Fractions fractions, long seed) {
    return of(RowSplit.random(data.rows(), fractions, seed), data);
  }

  /**
   * Splits whole groups at random: rows with the same value in a column stay in one part.
   *
   * @param data any table
   * @param column that names the group, such as a customer's number; never missing
   * @param fractions of the parts
   * @param seed the same seed splits the same data the same way, on every machine
   * @return the parts
   * @throws InvalidInputException if a row has no group, or a fraction above 0 gets none
   * @throws io.lepton.error.NotFoundException if there is no such column
   */
  public static Split grouped(Dataset data, String column, Fractions fractions, long seed) {
    return of(RowSplit.grouped(Keys.groups(data, column), fractions, seed), data);
  }

  /**
   * Splits by time: test is later than validation, and validation later than train. Rows of one
   * time stay together.
   *
   * @param data any table
   * @param column with the time: numbers, or texts in ISO 8601 such as {@code 2026-03-31}, {@code
   *     2026-03-31T12:00:00} or {@code 2026-03-31T12:00:00Z}, all of one form; never missing
   * @param fractions of the parts
   * @return the parts
   * @throws InvalidInputException if a row has no time or one of another form, or a fraction above
   *     0 gets no row
   * @throws io.lepton.error.NotFoundException if there is no such column
   */
  public static Split byTime(Dataset data, String column, Fractions fractions) {
    return of(RowSplit.byTime(Keys.times(data, column), fractions), data);
  }

  private static Split of(RowSplit rows, Dataset data) {
    Parts<Dataset> parts = rows.of(data);
    return new Split(parts.train(), parts.validation(), parts.test());
  }
}
