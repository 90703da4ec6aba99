package io.lepton.stats.power;

import java.util.function.DoubleUnaryOperator;

/**
 * How a curve of units goes on after its last day. Each is fitted by least squares to the later
 * half of the days and goes through the last one, because what comes is more like what came last.
 */
public enum Extrapolation {
  /** Not at all: later days are refused. */
  NONE {
    @Override
    DoubleUnaryOperator fit(double[] units, int days) {
      throw new IllegalStateException("nothing to fit");
    }
  },

  /** {@code u = uₙ (d / n)^b}, as words of a text (Heaps): new units come ever more rarely. */
  POWER {
    @Override
    DoubleUnaryOperator fit(double[] units, int days) {
      double last = units[days - 1];
      double exponent =
          slope(days, day -> Math.log(day / days), day -> Math.log(units[(int) day - 1] / last));
      return day -> last * Math.pow(day / days, exponent);
    }
  },

  /** {@code u = uₙ + c ln(d / n)}: nears its end faster than a power. */
  LOGARITHMIC {
    @Override
    DoubleUnaryOperator fit(double[] units, int days) {
      double last = units[days - 1];
      double slope = slope(days, day -> Math.log(day / days), day -> units[(int) day - 1] - last);
      return day -> last + slope * Math.log(day / days);
    }
  },

  /** {@code u = uₙ + c (d − n)}: as many new units every day. */
  LINEAR {
    @Override
    DoubleUnaryOperator fit(double[] units, int days) {
      double last = units[days - 1];
      double slope =
          days == 1 ? last : slope(days, day -> day - days, day -> units[(int) day - 1] - last);
      return day -> last + slope * (day - days);
    }
  };

  /** Units by day, after the given days of a curve. */
  abstract DoubleUnaryOperator fit(double[] units, int days);

  /** Of the line through the last day's point, which is the origin. */
  private static double slope(int days, DoubleUnaryOperator x, DoubleUnaryOperator y) {
    double products = 0;
    double squares = 0;
    for (int day = Math.max(1, days / 2); day < days; day++) {
      double at = x.applyAsDouble(day);
      products += at * y.applyAsDouble(day);
      squares += at * at;
    }
    return products / squares;
  }
}
