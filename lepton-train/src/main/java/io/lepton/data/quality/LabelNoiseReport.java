package io.lepton.data.quality;

import java.util.List;
import java.util.Locale;

/**
 * Labels that are probably wrong.
 *
 * @param rows number of rows looked at
 * @param classes in the order of the joint distribution
 * @param joint the estimated share of all rows with the given label (outer list) and the true label
 *     (inner list); adds up to 1
 * @param suspects the surest first
 */
public record LabelNoiseReport(
    int rows, List<String> classes, List<List<Double>> joint, List<Suspect> suspects) {
  /** {@inheritDoc} */
  public LabelNoiseReport {
    classes = List.copyOf(classes);
    joint = joint.stream().map(List::copyOf).toList();
    suspects = List.copyOf(suspects);
  }

  /**
   * A row whose label is probably wrong.
   *
   * @param row index from 0
   * @param label it has
   * @param suggested the class the model holds most likely
   * @param labelProbability what the model gives its label
   * @param suggestedProbability what the model gives the suggested class
   */
  public record Suspect(
      int row,
      String label,
      String suggested,
      double labelProbability,
      double suggestedProbability) {}

  /**
   * The estimated share of wrong labels.
   *
   * @return from 0 to 1
   */
  public double noiseRate() {
    double right = 0;
    for (int i = 0; i < joint.size(); i++) {
      right += joint.get(i).get(i);
    }
    return Math.max(0, 1 - right);
  }

  /** A text for people: the estimate, and the first few rows to look at. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "about %.1f %% of %d labels look wrong; %d rows to look at",
            100 * noiseRate(),
            rows,
            suspects.size()));
    for (Suspect suspect : suspects.subList(0, Math.min(5, suspects.size()))) {
      text.append(
          String.format(
              Locale.ROOT,
              "%n  row %d: \"%s\" (%.2f), rather \"%s\" (%.2f)",
              suspect.row(),
              suspect.label(),
              suspect.labelProbability(),
              suspect.suggested(),
              suspect.suggestedProbability()));
    }
    return text.toString();
  }
}
