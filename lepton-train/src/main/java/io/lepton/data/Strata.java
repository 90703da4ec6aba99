package io.lepton.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The rows of each class, shuffled. */
final class Strata {
  private Strata() {}

  static List<int[]> shuffled(Dataset data, SplittableRandom random) {
    Map<String, List<Integer>> rows = new LinkedHashMap<>();
    data.classCounts().keySet().forEach(label -> rows.put(label, new ArrayList<>()));
    for (int row = 0; row < data.rows(); row++) {
      rows.computeIfAbsent(data.label(row), label -> new ArrayList<>()).add(row);
    }
    return rows.values().stream()
        .map(list -> shuffle(list.stream().mapToInt(Integer::intValue).toArray(), random))
        .toList();
  }

  /** Fisher and Yates. */
  private static int[] shuffle(int[] values, SplittableRandom random) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = values[i];
      values[i] = values[j];
      values[j] = swapped;
    }
    return values;
  }
}
