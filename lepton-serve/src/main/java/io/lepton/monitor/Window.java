package io.lepton.monitor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of one window, encoded, in memory of a fixed size. Guarded by the monitor's lock. */
final class Window {
  // A name of unbounded length from a request must not fill the memory.
  private static final int LONGEST_NAME = 100;

  private final int columns;
  private final int capacity;
  private final double[] values;
  private final List<Map<String, Long>> unseen;
  private int rows;
  private @Nullable Instant from;
  private @Nullable Instant to;

  Window(int columns, int capacity) {
    this.columns = columns;
    this.capacity = capacity;
    values = new double[Math.multiplyExact(columns, capacity)];
    unseen = new ArrayList<>(columns);
    for (int i = 0; i < columns; i++) {
      unseen.add(new HashMap<>(0));
    }
  }

  private Window(Window other) {
    columns = other.columns;
    capacity = other.rows;
    values = java.util.Arrays.copyOf(other.values, other.rows * other.columns);
    unseen = new ArrayList<>();
    other.unseen.forEach(counts -> unseen.add(new LinkedHashMap<>(counts)));
    rows = other.rows;
    from = other.from;
    to = other.to;
  }

  Window copy() {
    return new Window(this);
  }

  void add(EncodedRow row, Instant time) {
    System.arraycopy(row.values(), 0, values, rows * columns, columns);
    row.unseen().forEach((column, name) -> countUnseen(unseen.get(column), name));
    rows++;
    from = from == null ? time : from;
    to = time;
  }

  private static void countUnseen(Map<String, Long> counts, String name) {
    String kept = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name;
    if (counts.containsKey(kept) || counts.size() < ColumnDrift.UNSEEN_LIMIT) {
      counts.merge(kept, 1L, Long::sum);
    }
  }

  int rows() {
    return rows;
  }

  boolean isFull() {
    return rows == capacity;
  }

  Instant from() {
    return from == null ? Instant.EPOCH : from;
  }

  Instant to() {
    return to == null ? Instant.EPOCH : to;
  }

  double[] column(int column) {
    double[] copy = new double[rows];
    for (int row = 0; row < rows; row++) {
      copy[row] = values[row * columns + column];
    }
    return copy;
  }

  Map<String, Long> unseen(int column) {
    return unseen.get(column);
  }
}
