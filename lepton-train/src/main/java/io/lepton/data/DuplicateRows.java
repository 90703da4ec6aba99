package io.lepton.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are equal in every column.
 *
 * @param groups the indices of equal rows, ascending, two or more in each group; groups in the
 *     order of their first rows
 */
public record DuplicateRows(List<List<Integer>> groups) {
  /** {@inheritDoc} */
  public DuplicateRows {
    groups = groups.stream().map(List::copyOf).toList();
  }

  static DuplicateRows of(Dataset data) {
    Map<List<@Nullable Object>, List<Integer>> byContent = new LinkedHashMap<>();
    for (int row = 0; row < data.rows(); row++) {
      List<@Nullable Object> content = new ArrayList<>();
      for (Column column : data.columns()) {
        content.add(column.raw(row));
      }
      byContent.computeIfAbsent(content, key -> new ArrayList<>()).add(row);
    }
    return new DuplicateRows(
        byContent.values().stream().filter(group -> group.size() > 1).toList());
  }

  /**
   * The number of rows that repeat an earlier one.
   *
   * @return 0 if all rows differ
   */
  public int count() {
    return groups.stream().mapToInt(group -> group.size() - 1).sum();
  }

  /** A line for people. */
  @Override
  public String toString() {
    return groups.isEmpty()
        ? "no duplicate rows"
        : count() + " duplicate rows in " + groups.size() + " groups, such as " + groups.get(0);
  }
}
