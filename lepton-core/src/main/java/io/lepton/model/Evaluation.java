package io.lepton.model;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What was measured of a model on one set of data.
 *
 * @param data what it was measured on
 * @param measures each metric once, in the order to be shown
 */
public record Evaluation(DataReference data, List<Measure> measures) {
  /** {@inheritDoc} */
  public Evaluation {
    Objects.requireNonNull(data);
    measures = List.copyOf(measures);
    Set<String> seen = new HashSet<>();
    for (Measure measure : measures) {
      if (!seen.add(measure.metric())) {
        throw new InvalidInputException(
            "metric \"" + measure.metric() + "\" comes twice in one evaluation");
      }
    }
  }

  /**
   * One measure.
   *
   * @param metric its name
   * @return the measure
   * @throws NotFoundException if it was not measured; the message lists what was
   */
  public Measure get(String metric) {
    return find(metric)
        .orElseThrow(
            () ->
                new NotFoundException(
                    "metric \""
                        + metric
                        + "\" was not measured on "
                        + data.name()
                        + "; there are "
                        + measures.stream().map(Measure::metric).toList()));
  }

  /**
   * One measure, if it was made.
   *
   * @param metric its name
   * @return the measure or empty
   */
  public Optional<Measure> find(String metric) {
    return measures.stream().filter(measure -> measure.metric().equals(metric)).findFirst();
  }
}
