package io.lepton.data;

import io.lepton.error.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * What to do about a missing value in a column.
 *
 * @param strategy what to do
 * @param constant the value to fill in, only with {@link Strategy#CONSTANT}: a {@code Double},
 *     {@code String} or {@code Boolean}; with {@link Strategy#NEIGHBOURS} the number of rows
 */
public record Missing(Strategy strategy, @Nullable Object constant) {
  /** The ways to treat a missing value. */
  public enum Strategy {
    /** It is an error. */
    REFUSE,
    /** The row is left out; to predict for such a row is an error. */
    DROP_ROW,
    /** Fill in the mean of the training values; for numbers. */
    MEAN,
    /** Fill in the median of the training values; for numbers. */
    MEDIAN,
    /** Fill in the most frequent training value, the smallest of equally frequent ones. */
    MODE,
    /** Fill in a given value. */
    CONSTANT,
    /**
     * Tell the model that it is missing: a category of its own, or beside a number or truth value
     * an indicator. Needs missing values in training; otherwise it is an error to predict without.
     */
    KEEP,
    /** Fill in from the training rows that are most alike; see {@link Neighbours}. */
    NEIGHBOURS
  }

  /** {@inheritDoc} */
  public Missing {
    boolean takesOne = strategy == Strategy.CONSTANT || strategy == Strategy.NEIGHBOURS;
    if (takesOne != (constant != null)) {
      throw new InvalidInputException(
          "missing-value strategy " + strategy + " with the constant " + constant);
    }
    if (constant instanceof Number number) {
      constant = number.doubleValue();
    }
    if (strategy == Strategy.NEIGHBOURS
        && !(constant instanceof Double k
            && k >= 1
            && k == Math.rint(k)
            && k <= Neighbours.ROW_LIMIT)) {
      throw new InvalidInputException(
          "missing values filled from "
              + constant
              + " neighbours; expected from 1 to "
              + Neighbours.ROW_LIMIT);
    }
  }

  /**
   * A missing value is an error. The default.
   *
   * @return the strategy
   */
  public static Missing refuse() {
    return new Missing(Strategy.REFUSE, null);
  }

  /**
   * The row is left out.
   *
   * @return the strategy
   */
  public static Missing dropRow() {
    return new Missing(Strategy.DROP_ROW, null);
  }

  /**
   * Fill in the mean.
   *
   * @return the strategy
   */
  public static Missing mean() {
    return new Missing(Strategy.MEAN, null);
  }

  /**
   * Fill in the median.
   *
   * @return the strategy
   */
  public static Missing median() {
    return new Missing(Strategy.MEDIAN, null);
  }

  /**
   * Fill in the most frequent value.
   *
   * @return the strategy
   */
  public static Missing mode() {
    return new Missing(Strategy.MODE, null);
  }

  /**
   * Fill in a given value.
   *
   * @param value a number, text or truth value, as the column has
   * @return the strategy
   */
  public static Missing constant(Object value) {
    return new Missing(Strategy.CONSTANT, value);
  }

  /**
   * Tell the model that it is missing.
   *
   * @return the strategy
   */
  public static Missing keep() {
    return new Missing(Strategy.KEEP, null);
  }

  /**
   * Fill in from the training rows that are most alike: the mean of a number, the most frequent
   * category. Where no row shares another value, the mean or most frequent value of all.
   *
   * @param k number of rows, such as 5
   * @return the strategy
   * @throws InvalidInputException if k is out of range
   */
  public static Missing neighbours(int k) {
    return new Missing(Strategy.NEIGHBOURS, (double) k);
  }
}
