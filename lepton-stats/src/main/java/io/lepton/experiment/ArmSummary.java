package io.lepton.experiment;

import io.lepton.model.Measure;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One arm in a report.
 *
 * @param variant the arm
 * @param exposed units that met it
 * @param required units it was planned to have on the primary metric
 * @param metrics the primary first, then the guardrails
 */
public record ArmSummary(
    Variant variant, long exposed, long required, List<MetricSummary> metrics) {
  /** {@inheritDoc} */
  public ArmSummary {
    metrics = List.copyOf(metrics);
  }

  /**
   * One metric of one arm.
   *
   * @param metric what was measured
   * @param outcomes recorded outcomes that count
   * @param measure the mean of the units' numbers with its interval at level 1 − α (Wilson for a
   *     proportion, Student t for a mean, none with fewer than two units), {@code n} being the
   *     units; null if there is no unit
   */
  public record MetricSummary(Metric metric, long outcomes, @Nullable Measure measure) {
    /**
     * Units whose number is known.
     *
     * @return at least 0
     */
    public long units() {
      return measure == null ? 0 : measure.n();
    }

    /**
     * The mean with its interval.
     *
     * @return empty if there is no unit
     */
    public Optional<Measure> findMeasure() {
      return Optional.ofNullable(measure);
    }
  }

  /**
   * The primary metric.
   *
   * @return the first of the metrics
   */
  public MetricSummary primary() {
    return metrics.get(0);
  }
}
