package io.lepton.metric.fairness;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Weights of training cases under which label and group are independent (Kamiran and Calders 2012):
 * a case counts {@code P(group) P(label) / P(group, label)}. The shares of groups and of labels,
 * and the sum of all weights, stay as they are. Immutable and thread-safe.
 */
public final class Reweighing {
  private record Cell(String group, String label) {}

  private final List<String> groups;
  private final List<String> labels;
  private final Map<Cell, Double> weights;

  private Reweighing(List<String> groups, List<String> labels, Map<Cell, Double> weights) {
    this.groups = groups;
    this.labels = labels;
    this.weights = weights;
  }

  /**
   * Computes the weights.
   *
   * @param labels of the training cases, at least one
   * @param groups of the same cases
   * @return the weights
   * @throws InvalidInputException if there are not as many groups as labels, only one group or
   *     label, or a group that lacks a label: no weight can make up for cases that are not there
   */
  public static Reweighing of(List<String> labels, List<String> groups) {
    Map<String, int[]> places = GroupedCases.places(labels.size(), groups, List.of());
    Map<String, Long> labelCounts = new TreeMap<>();
    Map<Cell, Long> cells = new LinkedHashMap<>();
    for (int i = 0; i < labels.size(); i++) {
      labelCounts.merge(labels.get(i), 1L, Long::sum);
      cells.merge(new Cell(groups.get(i), labels.get(i)), 1L, Long::sum);
    }
    if (labelCounts.size() < 2) {
      throw new InvalidInputException(
          "all cases have the label " + labelCounts.keySet() + "; expected at least two");
    }
    Map<Cell, Double> weights = new LinkedHashMap<>();
    places.forEach(
        (group, cases) ->
            labelCounts.forEach(
                (label, count) -> {
                  Long both = cells.get(new Cell(group, label));
                  if (both == null) {
                    throw new InvalidInputException(
                        "group \""
                            + group
                            + "\" has no case with the label \""
                            + label
                            + "\"; no weight makes up for that");
                  }
                  weights.put(
                      new Cell(group, label),
                      (double) cases.length * count / ((double) labels.size() * both));
                }));
    return new Reweighing(List.copyOf(groups), List.copyOf(labels), weights);
  }

  /**
   * The weight of a case.
   *
   * @param group of the case
   * @param label of the case
   * @return above 0
   * @throws NotFoundException if there was no such group or label
   */
  public double weight(String group, String label) {
    Double weight = weights.get(new Cell(group, label));
    if (weight == null) {
      throw new NotFoundException(
          "no weight for group \"" + group + "\" and label \"" + label + "\"");
    }
    return weight;
  }

  /**
   * The weights of the training cases.
   *
   * @return in their order; their sum is the number of cases
   */
  public double[] weights() {
    double[] all = new double[labels.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = weight(groups.get(i), labels.get(i));
    }
    return all;
  }
}
