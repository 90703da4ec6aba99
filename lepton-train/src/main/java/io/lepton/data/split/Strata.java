package io.lepton.data.split;

import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The rows of each class, shuffled. */
final class Strata {
  private Strata() {}

  /** In the order of classes; at least two of them. */
  static List<int[]> shuffled(List<String> labels, SplittableRandom random) {
    Map<String, List<Integer>> rows = new TreeMap<>();
    for (int row = 0; row < labels.size(); row++) {
      rows.computeIfAbsent(labels.get(row), label -> new ArrayList<>()).add(row);
    }
    if (rows.size() == 1) {
      throw new InvalidInputException(
          "all "
              + labels.size()
              + " rows have the class \""
              + labels.get(0)
              + "\"; to share classes out evenly takes at least two, split at random instead");
    }
    return rows.values().stream().map(list -> shuffle(toArray(list), random)).toList();
  }

  static int[] shuffled(int rows, SplittableRandom random) {
    return shuffle(IntStream.range(0, rows).toArray(), random);
  }

  static int[] toArray(List<Integer> rows) {
    return rows.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Fisher and Yates. */
  static int[] shuffle(int[] values, SplittableRandom random) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = values[i];
      values[i] = values[j];
      values[j] = swapped;
    }
    return values;
  }
}
