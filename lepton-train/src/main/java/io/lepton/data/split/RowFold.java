package io.lepton.data.split;

import io.lepton.error.InvalidInputException;

/** The rows of one round of cross-validation. Immutable. */
public final class RowFold {
  private final int[] train;
  private final int[] test;

  /** Takes the arrays as they are; nobody else may hold them. */
  RowFold(int[] train, int[] test) {
    this.train = train;
    this.test = test;
  }

  /**
   * The rows to fit on.
   *
   * @return a copy, ascending
   */
  public int[] train() {
    return train.clone();
  }

  /**
   * The rows held out.
   *
   * @return a copy, ascending
   */
  public int[] test() {
    return test.clone();
  }

  /**
   * The two parts of data.
   *
   * @param data with the rows that were cut
   * @param <T> the data's type
   * @return parts named {@code train} and {@code test}
   * @throws InvalidInputException if the data has fewer rows
   */
  public <T extends Selectable<T>> TrainTest<T> of(T data) {
    int last = Math.max(last(train), last(test));
    if (last >= data.rows()) {
      throw new InvalidInputException(
          data + " has " + data.rows() + " rows; the fold was cut from more than " + last);
    }
    return new TrainTest<>(data.select(train).named("train"), data.select(test).named("test"));
  }

  private static int last(int[] rows) {
    return rows.length == 0 ? -1 : rows[rows.length - 1];
  }
}
