package io.lepton.data.split;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The rows of each group, groups in random order. */
final class Groups {
  private Groups() {}

  static List<int[]> shuffled(List<?> groups, SplittableRandom random) {
    Map<Object, List<Integer>> rows = new LinkedHashMap<>();
    for (int row = 0; row < groups.size(); row++) {
      rows.computeIfAbsent(groups.get(row), group -> new ArrayList<>()).add(row);
    }
    List<int[]> inOrder = rows.values().stream().map(Strata::toArray).toList();
    return Arrays.stream(Strata.shuffled(inOrder.size(), random)).mapToObj(inOrder::get).toList();
  }

  /** The largest first, so that parts filled with them come out even; equal ones at random. */
  static List<int[]> largestFirst(List<?> groups, SplittableRandom random) {
    return shuffled(groups, random).stream()
        .sorted(Comparator.comparingInt((int[] rows) -> -rows.length))
        .toList();
  }
}
