package io.lepton.experiment;

import io.lepton.error.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * What is expected of the control on the primary metric, for planning only: analysis does not use
 * it.
 *
 * @param mean of the units' numbers; for a proportion the rate
 * @param standardDeviation of the units' numbers, positive and finite; for a proportion √(p(1 −
 *     p)), for a ratio that of {@code (y − R d) / mean(d)}, for a quantile √(p(1 − p)) by the
 *     density there, for a metric with covariates or strata what they leave of it
 */
public record Baseline(double mean, double standardDeviation) {
  /** {@inheritDoc} */
  public Baseline {
    if (!Double.isFinite(mean)) {
      throw new InvalidInputException("baseline mean " + mean + "; expected a finite number");
    }
    if (!(standardDeviation > 0 && standardDeviation < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException(
          "baseline standard deviation "
              + standardDeviation
              + "; expected a positive finite number");
    }
  }

  /** What was said of the control, which depends on the metric's kind. */
  static Baseline of(Metric metric, double mean, @Nullable Double standardDeviation) {
    boolean rate = metric.kind() == Metric.Kind.PROPORTION;
    if (rate && standardDeviation != null) {
      throw new InvalidInputException(
          "\""
              + metric.name()
              + "\" is a proportion, whose standard deviation follows from its rate; call"
              + " baseline(rate)");
    }
    if (!rate && standardDeviation == null) {
      throw new InvalidInputException(
          "\""
              + metric.name()
              + "\" is a mean; call baseline(mean, standardDeviation) with both, such as from"
              + " last month's data");
    }
    return standardDeviation == null ? ofRate(mean) : new Baseline(mean, standardDeviation);
  }

  private static Baseline ofRate(double rate) {
    if (!(rate > 0 && rate < 1)) {
      throw new InvalidInputException(
          "baseline rate " + rate + "; expected between 0 and 1 exclusive");
    }
    return new Baseline(rate, Math.sqrt(rate * (1 - rate)));
  }
}
