package io.lepton.monitor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which columns are drifting at present, so that each is told of once. A column is calm again after
 * two windows in a row without FAIL: one is no proof, since a drift near the threshold fails every
 * other window. Guarded by the monitor.
 */
final class Excursions {
  private static final int CALM_WINDOWS = 2;

  private record Key(ColumnDrift.Kind kind, String name) {}

  private final Map<Key, Integer> calmWindows = new HashMap<>();

  /** Returns the columns that drift in this window and did not before. */
  List<ColumnDrift> begunIn(DriftReport report) {
    List<ColumnDrift> begun =
        report.failed().stream().filter(c -> !calmWindows.containsKey(key(c))).toList();
    for (ColumnDrift column : report.columns()) {
      if (column.verdict() == DriftVerdict.FAIL) {
        calmWindows.put(key(column), 0);
      } else {
        calmWindows.computeIfPresent(
            key(column), (k, calm) -> calm + 1 == CALM_WINDOWS ? null : calm + 1);
      }
    }
    return begun;
  }

  private static Key key(ColumnDrift column) {
    return new Key(column.kind(), column.name());
  }
}
