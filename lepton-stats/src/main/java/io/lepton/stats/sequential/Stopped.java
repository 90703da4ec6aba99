package io.lepton.stats.sequential;

import io.lepton.stats.internal.Normal;
import io.lepton.stats.internal.Tails;
import java.util.Arrays;

/**
 * The distribution of outcomes in their stagewise order, for a plan that stopped with a given
 * statistic at its last boundary's place: what is more extreme is an earlier stop above, or as high
 * a statistic at the same look.
 */
final class Stopped {
  private final double[] times;
  private final double[] upper;
  private final double[] lower;
  private final Stage[] before;

  /**
   * Takes a stop.
   *
   * @param upper critical values of the looks before, and the statistic
   * @param lower bounds of the looks before that had to be obeyed, −∞ if none
   * @param tail the smallest probability whose drift will be asked for
   */
  Stopped(double[] times, double[] upper, double[] lower, double tail) {
    this.times = times;
    this.upper = upper;
    this.lower = lower;
    this.before = new Stage[times.length];
    Stage.Drifts drifts = reach(tail);
    Stage stage = Stage.start();
    for (int k = 0; k < times.length; k++) {
      before[k] = stage;
      if (k < times.length - 1) {
        stage = stage.next(times[k], lower[k], upper[k], times[k + 1], drifts);
      }
    }
  }

  /** Drifts that have more than the tail on either side, by the sum over the looks. */
  private Stage.Drifts reach(double tail) {
    int last = times.length - 1;
    double q = Normal.upperQuantile(tail / times.length) + 1e-6;
    double low = 0;
    double high = (upper[last] + q) / Math.sqrt(times[last]);
    for (int k = 0; k <= last; k++) {
      low = Math.min(low, (upper[k] - q) / Math.sqrt(times[k]));
      if (k < last) {
        high = Math.max(high, (lower[k] + q) / Math.sqrt(times[k]));
      }
    }
    return new Stage.Drifts(low, Math.max(0, high));
  }

  /** Probability of an outcome at least as extreme, upwards, under a drift. */
  double upward(double drift) {
    double sum = 0;
    for (int k = 0; k < times.length; k++) {
      sum += before[k].above(times[k], upper[k], drift);
    }
    return sum;
  }

  /** Probability of an outcome at most as extreme. */
  double downward(double drift) {
    double sum = before[times.length - 1].below(times[times.length - 1], last(), drift);
    for (int k = 0; k < times.length - 1; k++) {
      sum += before[k].below(times[k], lower[k], drift);
    }
    return sum;
  }

  private double last() {
    return upper[upper.length - 1];
  }

  /** The drift under which the observed outcome is exceeded with a probability. */
  double drift(double probability) {
    double tail = Math.min(probability, 1 - probability);
    Stage.Drifts drifts = reach(tail);
    return probability <= 0.5
        ? Tails.solve(d -> upward(d) - probability, drifts.low(), drifts.high())
        : Tails.solve(d -> downward(d) - tail, drifts.low(), drifts.high());
  }

  /** What is left of boundaries up to a stop. */
  static Stopped at(
      Boundaries boundaries, int look, double statistic, double[] obeyed, double tail) {
    double[] upper = Arrays.copyOf(boundaries.upper(), look + 1);
    upper[look] = statistic;
    return new Stopped(
        Arrays.copyOf(boundaries.times(), look + 1), upper, Arrays.copyOf(obeyed, look + 1), tail);
  }
}
