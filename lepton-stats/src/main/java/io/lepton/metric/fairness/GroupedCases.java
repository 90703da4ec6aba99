package io.lepton.metric.fairness;

import io.lepton.error.InvalidInputException;
import io.lepton.metric.ClassificationResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A result taken apart by group, in the order of the groups' names. */
final class GroupedCases {
  final boolean[] labels;
  final double[] scores;
  final boolean[] decided;

  /** Places of the cases by group; a group that was asked for may have none. */
  final Map<String, int[]> places;

  private GroupedCases(
      boolean[] labels, double[] scores, boolean[] decided, Map<String, int[]> places) {
    this.labels = labels;
    this.scores = scores;
    this.decided = decided;
    this.places = places;
  }

  static GroupedCases of(ClassificationResult result, List<String> groups, List<String> expected) {
    boolean[] labels = result.labels();
    boolean[] correct = result.correct();
    boolean[] decided = new boolean[labels.length];
    for (int i = 0; i < labels.length; i++) {
      decided[i] = labels[i] == correct[i];
    }
    return new GroupedCases(
        labels, result.scores(), decided, places(labels.length, groups, expected));
  }

  static Map<String, int[]> places(int cases, List<String> groups, List<String> expected) {
    if (groups.size() != cases) {
      throw new InvalidInputException(
          groups.size() + " groups for " + cases + " cases; expected one for each case");
    }
    Map<String, List<Integer>> found = new TreeMap<>();
    expected.forEach(group -> found.put(group, new ArrayList<>()));
    for (int i = 0; i < cases; i++) {
      String group = groups.get(i);
      if (group == null || group.isBlank()) {
        throw new InvalidInputException(
            "case " + i + " has no group; name one for what is unknown, or leave the case out");
      }
      found.computeIfAbsent(group, name -> new ArrayList<>()).add(i);
    }
    if (found.size() < 2) {
      throw new InvalidInputException(
          "all cases are of group " + found.keySet() + "; expected at least two groups");
    }
    Map<String, int[]> places = new LinkedHashMap<>();
    found.forEach(
        (group, list) -> places.put(group, list.stream().mapToInt(Integer::intValue).toArray()));
    return places;
  }

  GroupCounts counts(String group) {
    long[] counts = new long[4];
    for (int i : of(group)) {
      counts[(labels[i] ? 2 : 0) + (decided[i] ? 1 : 0)]++;
    }
    return new GroupCounts(group, counts[3], counts[1], counts[0], counts[2]);
  }

  int[] of(String group) {
    return places.getOrDefault(group, new int[0]);
  }

  /** Probability less outcome, by case of a group. */
  double[] residuals(String group) {
    return Arrays.stream(of(group)).mapToDouble(i -> scores[i] - (labels[i] ? 1 : 0)).toArray();
  }
}
