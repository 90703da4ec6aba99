package io.lepton.compress;

import io.lepton.error.InvalidInputException;
import java.util.Objects;

/**
 * How the range of a tensor follows from the values it had on calibration rows.
 *
 * @param method of choosing
 * @param percentile of values that the range covers, above 50 and at most 100; for {@link
 *     Method#PERCENTILE} alone
 */
public record Calibration(Method method, double percentile) {
  /** Ways to choose a range. */
  public enum Method {
    /** From the least to the largest value: nothing is clipped, outliers cost resolution. */
    MIN_MAX,
    /** As much of each tail is clipped. */
    PERCENTILE,
    /**
     * The threshold at which the quantised distribution of magnitudes diverges least from the
     * original one, by Kullback and Leibler (Migacz 2017, "8-bit inference with TensorRT").
     */
    ENTROPY
  }

  /** {@inheritDoc} */
  public Calibration {
    Objects.requireNonNull(method);
    if (!(percentile > 50 && percentile <= 100)) {
      throw new InvalidInputException(
          "calibration by the percentile " + percentile + "; expected above 50, at most 100");
    }
  }

  /**
   * From the least to the largest value.
   *
   * @return the calibration
   */
  public static Calibration minMax() {
    return new Calibration(Method.MIN_MAX, 100);
  }

  /**
   * Without the outermost values.
   *
   * @param percentile of values covered on each side, such as 99.99
   * @return the calibration
   */
  public static Calibration percentile(double percentile) {
    return new Calibration(Method.PERCENTILE, percentile);
  }

  /**
   * By the least divergence.
   *
   * @return the calibration
   */
  public static Calibration entropy() {
    return new Calibration(Method.ENTROPY, 100);
  }
}
