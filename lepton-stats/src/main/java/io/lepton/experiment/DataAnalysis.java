package io.lepton.experiment;

import io.lepton.error.NotFoundException;
import io.lepton.model.Measure;
import io.lepton.stats.aggregate.jdbc.DataProblems;
import java.util.List;
import java.util.Optional;

/**
 * What an existing log shows.
 *
 * @param arms the control first
 * @param units that were analysed, by arm
 * @param sampleRatio whether they are split as planned; if not, nothing else can be trusted
 * @param metrics in the order asked for
 * @param problems what was wrong with the rows
 */
public record DataAnalysis(
    List<String> arms,
    List<Long> units,
    SampleRatio sampleRatio,
    List<OfMetric> metrics,
    DataProblems problems) {
  /** {@inheritDoc} */
  public DataAnalysis {
    arms = List.copyOf(arms);
    units = List.copyOf(units);
    metrics = List.copyOf(metrics);
  }

  /**
   * One metric.
   *
   * @param metric what was measured
   * @param byArm each arm by itself, its interval at level 1 − α; empty where there is no unit
   * @param comparisons each treatment of which something is known; intervals at level 1 − α by the
   *     number of treatments
   * @param segments whether effects differ between segments, one a treatment; empty if the rows
   *     have none
   */
  public record OfMetric(
      Metric metric,
      List<Optional<Measure>> byArm,
      List<Comparison> comparisons,
      List<SegmentCheck> segments) {
    /** {@inheritDoc} */
    public OfMetric {
      byArm = List.copyOf(byArm);
      comparisons = List.copyOf(comparisons);
      segments = List.copyOf(segments);
    }
  }

  /**
   * One metric by name.
   *
   * @param name of the metric
   * @return what is known of it
   * @throws NotFoundException if none of that name was analysed
   */
  public OfMetric metric(String name) {
    return metrics.stream()
        .filter(each -> each.metric().name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new NotFoundException(
                    "no metric \""
                        + name
                        + "\"; there are "
                        + metrics.stream().map(each -> each.metric().name()).toList()));
  }
}
