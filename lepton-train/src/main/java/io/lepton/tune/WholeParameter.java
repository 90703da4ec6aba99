package io.lepton.tune;

import io.lepton.error.InvalidInputException;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * A whole number in a range, both ends included. Values are {@code Long}. On a logarithmic scale
 * the cell of v reaches from log(v − ½) to log(v + ½).
 *
 * @param name of the parameter
 * @param low smallest value; at least 1 on a logarithmic scale
 * @param high largest value, at least {@code low}
 * @param scale how it is spread
 * @param step distance of neighbouring values from {@code low} on, which must lead to {@code high};
 *     1 on a logarithmic scale
 */
public record WholeParameter(String name, long low, long high, Scale scale, long step)
    implements Parameter {
  /** Beyond it a double cannot tell neighbours apart. */
  private static final long LARGEST = 1L << 50;

  /** {@inheritDoc} */
  public WholeParameter {
    Objects.requireNonNull(name);
    Objects.requireNonNull(scale);
    if (low > high || low < -LARGEST || high > LARGEST) {
      throw Ranges.wrong(name, low, high, "low <= high, both within ±2^50");
    }
    if (scale == Scale.LOG && low < 1) {
      throw Ranges.wrong(name, low, high, "low of at least 1 on a logarithmic scale");
    }
    if (scale == Scale.LOG && step != 1) {
      throw Ranges.wrong(name, low, high, "a step of 1 on a logarithmic scale, found " + step);
    }
    if (step < 1 || (step > high - low && step != 1)) {
      throw Ranges.wrong(
          name, low, high, "a step of at least 1 and at most " + (high - low) + ", found " + step);
    }
    if ((high - low) % step != 0) {
      throw Ranges.wrong(
          name,
          low,
          high,
          "a range that is a whole number of steps of "
              + step
              + ", such as up to "
              + (high - (high - low) % step));
    }
  }

  private long count() {
    return (high - low) / step + 1;
  }

  @Override
  public OptionalLong levels() {
    return OptionalLong.of(count());
  }

  @Override
  public boolean contains(Object value) {
    return value instanceof Long number
        && number >= low
        && number <= high
        && (number - low) % step == 0;
  }

  @Override
  public Object fromUnit(double unit) {
    Ranges.requireUnit(name, unit);
    if (scale == Scale.LINEAR) {
      return low + step * Math.min(count() - 1, (long) (unit * count()));
    }
    double value = StrictMath.exp(logStart() + unit * (logEnd() - logStart()));
    return Math.max(low, Math.min(high, Math.round(value)));
  }

  private double logStart() {
    return StrictMath.log(low - 0.5);
  }

  private double logEnd() {
    return StrictMath.log(high + 0.5);
  }

  @Override
  public double toUnit(Object value) {
    return scale == Scale.LINEAR
        ? (index(value) + 0.5) / count()
        : (cellStart(value) + cellEnd(value)) / 2;
  }

  @Override
  public double cellStart(Object value) {
    return scale == Scale.LINEAR
        ? index(value) / (double) count()
        : logPlace(low + index(value) - 0.5);
  }

  @Override
  public double cellEnd(Object value) {
    return scale == Scale.LINEAR
        ? (index(value) + 1) / (double) count()
        : logPlace(low + index(value) + 0.5);
  }

  private double logPlace(double edge) {
    return (StrictMath.log(edge) - logStart()) / (logEnd() - logStart());
  }

  /**
   * The value's place in the order of values.
   *
   * @throws InvalidInputException if it is not contained
   */
  private long index(Object value) {
    if (!contains(value)) {
      throw Ranges.notContained(this, value);
    }
    return ((Long) value - low) / step;
  }
}
