package io.lepton.tune;

import io.lepton.error.InvalidInputException;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * A decimal number in a range, both ends included. Values are {@code Double}.
 *
 * @param name of the parameter
 * @param low smallest value; above 0 on a logarithmic scale
 * @param high largest value, above {@code low}
 * @param scale how it is spread
 * @param step distance of neighbouring values from {@code low} on, which must lead to {@code high};
 *     0 for a continuous parameter, and on a logarithmic scale
 */
public record DecimalParameter(String name, double low, double high, Scale scale, double step)
    implements Parameter {
  /** Cells that a double can count to and still tell neighbours apart well. */
  private static final double MOST_LEVELS = 1L << 40;

  private static final double TOLERANCE = 1e-9; // of a step, for what is decimal only on paper

  /** {@inheritDoc} */
  public DecimalParameter {
    Objects.requireNonNull(name);
    Objects.requireNonNull(scale);
    if (!(low < high && Double.isFinite(high - low))) {
      throw Ranges.wrong(name, low, high, "a finite range, low < high");
    }
    if (scale == Scale.LOG && low <= 0) {
      throw Ranges.wrong(name, low, high, "low above 0 on a logarithmic scale");
    }
    if (step != 0) {
      requireStep(name, low, high, scale, step);
    }
  }

  private static void requireStep(String name, double low, double high, Scale scale, double step) {
    if (!(step > 0 && step <= high - low)) {
      throw Ranges.wrong(
          name, low, high, "a step above 0 and not above " + (high - low) + ", found " + step);
    }
    if (scale == Scale.LOG) {
      throw Ranges.wrong(name, low, high, "no step on a logarithmic scale, found " + step);
    }
    double steps = (high - low) / step;
    if (steps > MOST_LEVELS || Math.abs(steps - Math.rint(steps)) > TOLERANCE * steps) {
      throw Ranges.wrong(
          name,
          low,
          high,
          "a range that is a whole number of steps of " + step + ", found " + steps);
    }
  }

  private long steps() {
    return Math.round((high - low) / step);
  }

  @Override
  public OptionalLong levels() {
    return step == 0 ? OptionalLong.empty() : OptionalLong.of(steps() + 1);
  }

  @Override
  public boolean contains(Object value) {
    return value instanceof Double number
        && number >= low
        && number <= high
        && (step == 0 || Math.abs((number - low) / step - index(number)) <= TOLERANCE);
  }

  private long index(double value) {
    return Math.round((value - low) / step);
  }

  /** The value that reads as on paper: 0.3, not 0.30000000000000004. */
  private double at(long index) {
    return BigDecimal.valueOf(low)
        .add(BigDecimal.valueOf(step).multiply(BigDecimal.valueOf(index)))
        .min(BigDecimal.valueOf(high))
        .doubleValue();
  }

  @Override
  public Object fromUnit(double unit) {
    Ranges.requireUnit(name, unit);
    if (step != 0) {
      long levels = steps() + 1;
      return at(Math.min(levels - 1, (long) (unit * levels)));
    }
    if (unit == 0 || unit == 1) {
      return unit == 0 ? low : high; // exp and log round
    }
    double value =
        scale == Scale.LINEAR
            ? low + unit * (high - low)
            : StrictMath.exp(
                StrictMath.log(low) + unit * (StrictMath.log(high) - StrictMath.log(low)));
    return Math.max(low, Math.min(high, value));
  }

  @Override
  public double toUnit(Object value) {
    double number = require(value);
    if (step != 0) {
      return (index(number) + 0.5) / (steps() + 1);
    }
    return scale == Scale.LINEAR
        ? (number - low) / (high - low)
        : (StrictMath.log(number) - StrictMath.log(low))
            / (StrictMath.log(high) - StrictMath.log(low));
  }

  @Override
  public double cellStart(Object value) {
    return step == 0 ? toUnit(value) : index(require(value)) / (double) (steps() + 1);
  }

  @Override
  public double cellEnd(Object value) {
    return step == 0 ? toUnit(value) : (index(require(value)) + 1) / (double) (steps() + 1);
  }

  /**
   * The value as a number.
   *
   * @throws InvalidInputException if it is not contained
   */
  private double require(Object value) {
    if (!contains(value)) {
      throw Ranges.notContained(this, value);
    }
    return (Double) value;
  }
}
