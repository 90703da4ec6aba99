package io.lepton.stats.resample;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import java.util.Arrays;

/** Replicates as they come in, and what is made of them. */
final class Replicated {
  /** Below this share of defined replicates their quantiles say nothing of the statistic. */
  private static final double LEAST_DEFINED = 0.9;

  /** From here on sorting in several threads pays. */
  private static final int MANY = 100_000;

  private final double estimate;
  private final double level;
  private final String route;
  private final double[] values;
  private final double[] studentised;
  private int defined;
  private int replicates;

  Replicated(double estimate, int most, double level, String route) {
    this.estimate = estimate;
    this.level = level;
    this.route = route;
    this.values = new double[most];
    this.studentised = new double[most];
  }

  /** Of replicates that are all there. */
  static Replicated of(double estimate, double[] values, double level, String route) {
    Replicated replicated = new Replicated(estimate, values.length, level, route);
    for (double value : values) {
      replicated.add(value);
    }
    return replicated;
  }

  void add(double value) {
    replicates++;
    if (Double.isFinite(value)) {
      values[defined++] = value;
    }
  }

  /** Left out where the standard error is not above 0. */
  void add(double value, double standardError) {
    if (standardError > 0) {
      studentised[defined] = (value - estimate) / standardError;
      add(value);
    } else {
      replicates++;
    }
  }

  Bootstrap.Result percentile() {
    double[] sorted = sorted(values);
    return result(sorted, IntervalOf.percentile(sorted, level));
  }

  Bootstrap.Result bca(double acceleration) {
    double[] sorted = sorted(values);
    if (sorted[0] == sorted[sorted.length - 1] && sorted[0] == estimate) {
      return result(sorted, new Interval(estimate, estimate, level, "BCa bootstrap"));
    }
    return result(sorted, IntervalOf.bca(estimate, sorted, acceleration, level));
  }

  Bootstrap.Result studentised(double standardError) {
    if (!(standardError > 0 && standardError < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException(
          "the standard error of the cases as they are is "
              + standardError
              + "; expected a finite number above 0 (are all values equal?)");
    }
    double[] sorted = sorted(values);
    double[] t = sorted(studentised);
    return result(sorted, IntervalOf.studentised(estimate, standardError, t, level));
  }

  private double[] sorted(double[] all) {
    if (defined < LEAST_DEFINED * replicates) {
      throw new InvalidInputException(
          "the statistic is not defined on "
              + (replicates - defined)
              + " of "
              + replicates
              + " replicates; there are too few cases to resample");
    }
    double[] sorted = Arrays.copyOf(all, defined);
    if (defined < MANY) {
      Arrays.sort(sorted);
    } else {
      Arrays.parallelSort(sorted);
    }
    return sorted;
  }

  private Bootstrap.Result result(double[] sorted, Interval interval) {
    double offset = 0;
    for (double value : sorted) {
      offset += (value - estimate) / sorted.length;
    }
    double squares = 0;
    for (double value : sorted) {
      squares += (value - estimate - offset) * (value - estimate - offset);
    }
    return new Bootstrap.Result(
        estimate,
        interval,
        offset,
        Math.sqrt(squares / (sorted.length - 1)),
        replicates - defined,
        replicates,
        route);
  }
}
