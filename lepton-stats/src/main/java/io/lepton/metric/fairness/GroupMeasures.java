package io.lepton.metric.fairness;

import io.lepton.error.NotFoundException;
import io.lepton.model.Measure;
import java.util.List;

/**
 * One group.
 *
 * @param counts how its cases were decided
 * @param measures what can be estimated: the rates of {@link GroupRate} with Wilson's interval,
 *     {@code calibration_gap} (mean probability less share of positives) with Student's, {@code
 *     expected_calibration_error} with a bootstrap interval
 * @param notEstimable what cannot, and why
 */
public record GroupMeasures(GroupCounts counts, List<Measure> measures, List<String> notEstimable) {
  /** {@inheritDoc} */
  public GroupMeasures {
    measures = List.copyOf(measures);
    notEstimable = List.copyOf(notEstimable);
  }

  /**
   * The group's name.
   *
   * @return the name
   */
  public String group() {
    return counts.group();
  }

  /**
   * One measure.
   *
   * @param metric name of it
   * @return the measure
   * @throws NotFoundException if it cannot be estimated; the message says why
   */
  public Measure get(String metric) {
    return measures.stream()
        .filter(measure -> measure.metric().equals(metric))
        .findFirst()
        .orElseThrow(
            () ->
                new NotFoundException(
                    "no \""
                        + metric
                        + "\" of group \""
                        + group()
                        + "\"; there are "
                        + measures.stream().map(Measure::metric).toList()
                        + (notEstimable.isEmpty() ? "" : "; not estimable: " + notEstimable)));
  }
}
