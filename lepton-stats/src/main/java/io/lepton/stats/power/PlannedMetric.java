package io.lepton.stats.power;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.internal.ScoreDifference;
import org.jspecify.annotations.Nullable;

/** What planning needs to know of a metric. */
sealed interface PlannedMetric {
  /**
   * Variances of the difference of two arms.
   *
   * @param underNull as the test takes it
   * @param underTruth as it is
   */
  record Variances(double underNull, double underTruth) {}

  /** Mean of the control, if known. */
  @Nullable Double baseline();

  /** The largest true difference the metric has room for in the direction. */
  double room(EffectDirection direction);

  /** For arms of these sizes that truly differ by {@code difference}, tested for equality. */
  Variances ofDifference(double control, double treatment, double difference);

  /** The same, tested for a difference of {@code tested}, both signed. */
  Variances ofMargin(double control, double treatment, double difference, double tested);

  /** Whether the test divides by an estimated variance, and has degrees of freedom. */
  boolean estimatesVariance();

  /** A mean, or a ratio that is linearised to one. */
  record Mean(@Nullable Double baseline, double standardDeviation) implements PlannedMetric {
    @Override
    public double room(EffectDirection direction) {
      return Double.POSITIVE_INFINITY;
    }

    @Override
    public Variances ofDifference(double control, double treatment, double difference) {
      double variance = standardDeviation * standardDeviation * (1 / control + 1 / treatment);
      return new Variances(variance, variance);
    }

    @Override
    public Variances ofMargin(double control, double treatment, double difference, double tested) {
      return ofDifference(control, treatment, difference);
    }

    @Override
    public boolean estimatesVariance() {
      return true;
    }
  }

  /** A share of units. */
  record Proportion(double rate) implements PlannedMetric {
    @Override
    public Double baseline() {
      return rate;
    }

    @Override
    public double room(EffectDirection direction) {
      return direction == EffectDirection.INCREASE ? 1 - rate : rate;
    }

    private double treated(double difference) {
      double value = rate + difference;
      if (!(value >= 0 && value <= 1)) {
        throw new InvalidInputException(
            "a difference of "
                + difference
                + " from a proportion of "
                + rate
                + " gives "
                + value
                + "; differences are absolute, and proportions from 0 to 1");
      }
      return value;
    }

    private double own(double control, double treatment, double treated) {
      return rate * (1 - rate) / control + treated * (1 - treated) / treatment;
    }

    @Override
    public Variances ofDifference(double control, double treatment, double difference) {
      double treated = treated(difference);
      double pooled = (rate * control + treated * treatment) / (control + treatment);
      return new Variances(
          pooled * (1 - pooled) * (1 / control + 1 / treatment), own(control, treatment, treated));
    }

    @Override
    public Variances ofMargin(double control, double treatment, double difference, double tested) {
      double treated = treated(difference);
      return new Variances(
          ScoreDifference.variance(treated, treatment, rate, control, tested),
          own(control, treatment, treated));
    }

    @Override
    public boolean estimatesVariance() {
      return false;
    }
  }
}
