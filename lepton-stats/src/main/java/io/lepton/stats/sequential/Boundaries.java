package io.lepton.stats.sequential;

import io.lepton.stats.internal.Normal;
import io.lepton.stats.internal.Tails;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Critical values and futility bounds at given times, and what comes of them under a drift. Two
 * sides: the region that goes on is {@code (−upper, upper)}; one side: {@code (lower, upper)}. The
 * arrays are shared and must not be changed.
 */
final class Boundaries {
  private static final double NONE = Double.NEGATIVE_INFINITY;

  private final double[] times;
  private final double[] upper;
  private final double[] lower;
  private final int sides;

  Boundaries(double[] times, double[] upper, double[] lower, int sides) {
    this.times = times;
    this.upper = upper;
    this.lower = lower;
    this.sides = sides;
  }

  double[] times() {
    return times;
  }

  double[] upper() {
    return upper;
  }

  /** Futility bounds, −∞ where there is none or where there are two sides. */
  double[] lower() {
    return lower;
  }

  /** What each look stops, under a drift. */
  static final class Exits {
    private final double[] above;
    private final double[] below;

    private Exits(double[] above, double[] below) {
      this.above = above;
      this.below = below;
    }

    double[] above() {
      return above;
    }

    double[] below() {
      return below;
    }

    double allAbove() {
      return Arrays.stream(above).sum();
    }

    double allBelow() {
      return Arrays.stream(below).sum();
    }
  }

  /** Whether the last look decides: below its critical value is then too low. */
  enum End {
    OPEN,
    FINAL
  }

  /** Critical values that spend alpha, cumulative and of all sides together. */
  static Boundaries efficacy(double[] times, double[] alpha, int sides) {
    return solve(times, spending(times, alpha, sides), (stage, k, high) -> NONE, 0, sides);
  }

  /** Futility bounds beside given critical values, which know nothing of them. */
  static Boundaries nonBinding(
      double[] times, double[] upper, double[] beta, double drift, End end) {
    return solve(times, (stage, k) -> upper[k], undercutting(times, beta, drift, end), drift, 1);
  }

  /** Critical values that spend alpha where futility bounds are obeyed, and these. */
  static Boundaries binding(double[] times, double[] alpha, double[] beta, double drift, End end) {
    return solve(times, spending(times, alpha, 1), undercutting(times, beta, drift, end), drift, 1);
  }

  private interface Upper {
    double at(Stage before, int look);
  }

  private interface Lower {
    double at(Stage before, int look, double upper);
  }

  private static Upper spending(double[] times, double[] alpha, int sides) {
    return (stage, k) -> critical(stage, times[k], step(alpha, k), sides);
  }

  private static Lower undercutting(double[] times, double[] beta, double drift, End end) {
    return (stage, k, upper) ->
        end == End.FINAL && k == times.length - 1
            ? upper
            : futility(stage, times[k], step(beta, k), drift, upper);
  }

  private static Boundaries solve(
      double[] times, Upper uppers, Lower lowers, double drift, int sides) {
    double[] upper = new double[times.length];
    double[] lower = new double[times.length];
    Stage stage = Stage.start();
    for (int k = 0; k < times.length; k++) {
      upper[k] = uppers.at(stage, k);
      lower[k] = lowers.at(stage, k, upper[k]);
      if (k < times.length - 1) {
        double low = sides == 2 ? -upper[k] : lower[k];
        stage = stage.next(times[k], low, upper[k], times[k + 1], Stage.Drifts.upTo(drift));
      }
    }
    return new Boundaries(times, upper, lower, sides);
  }

  private static double step(double[] cumulative, int look) {
    return look == 0 ? cumulative[0] : cumulative[look] - cumulative[look - 1];
  }

  /** The z exceeded (on every side together) with the step's probability, without drift. */
  private static double critical(Stage stage, double time, double step, int sides) {
    double side = step / sides;
    if (!(side > Double.MIN_NORMAL)) {
      return Double.POSITIVE_INFINITY;
    }
    if (!(side < stage.reached(0))) {
      return Double.NEGATIVE_INFINITY;
    }
    // nobody passes z here who would not at a single look
    double most = Normal.upperQuantile(Math.min(side, 0.5));
    return root(z -> Math.log(stage.above(time, z, 0) / side), most);
  }

  /** The z undercut with the step's probability under the drift, at most the critical value. */
  private static double futility(
      Stage stage, double time, double step, double drift, double critical) {
    if (!(step > Double.MIN_NORMAL)) {
      return Double.NEGATIVE_INFINITY;
    }
    if (!(stage.below(time, critical, drift) > step)) {
      return critical;
    }
    double least = drift * Math.sqrt(time) - Normal.upperQuantile(Math.min(step, 0.5));
    return -root(z -> Math.log(stage.below(time, -z, drift) / step), -least);
  }

  /** The zero, at or below a place, of a function that falls to at most zero there. */
  private static double root(DoubleUnaryOperator falling, double most) {
    double high = most + 1e-9; // rounding may leave the function just above zero at most
    double low = high;
    for (double distance = 0.25; !(falling.applyAsDouble(low) > 0); distance *= 1.5) {
      high = low;
      low -= distance;
    }
    // where a probability underflows its logarithm is of no use to the solver
    while (falling.applyAsDouble(high) == Double.NEGATIVE_INFINITY) {
      double middle = 0.5 * (low + high);
      if (falling.applyAsDouble(middle) > 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low == high ? low : Tails.solve(falling, low, high);
  }

  /** What each look stops. Below: futility, or with two sides the rejections of that side. */
  Exits exits(double drift) {
    double[] above = new double[times.length];
    double[] below = new double[times.length];
    Stage stage = Stage.start();
    for (int k = 0; k < times.length; k++) {
      double low = sides == 2 ? -upper[k] : lower[k];
      above[k] = stage.above(times[k], upper[k], drift);
      below[k] = stage.below(times[k], low, drift);
      if (k < times.length - 1) {
        stage = stage.next(times[k], low, upper[k], times[k + 1], Stage.Drifts.upTo(drift));
      }
    }
    return new Exits(above, below);
  }
}
