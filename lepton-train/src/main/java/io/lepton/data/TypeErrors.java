package io.lepton.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The cells of a file that are no values of their columns' types.
 *
 * @param data name of the data
 * @param columns those with such cells, in order
 */
public record TypeErrors(String data, List<ColumnErrors> columns) {
  private static final int EXAMPLES = 5;

  /** {@inheritDoc} */
  public TypeErrors {
    columns = List.copyOf(columns);
  }

  /**
   * Such cells of one column.
   *
   * @param field the column and the type its cells should have
   * @param count how many there are
   * @param examples the first few
   */
  public record ColumnErrors(Schema.Field field, int count, List<Cell> examples) {
    /** {@inheritDoc} */
    public ColumnErrors {
      examples = List.copyOf(examples);
    }
  }

  /**
   * One cell.
   *
   * @param line on which its row begins, from 1
   * @param text of the cell
   */
  public record Cell(long line, String text) {
    /** As in {@code line 17: "n/a"}. */
    @Override
    public String toString() {
      return "line " + line + ": \"" + text + "\"";
    }
  }

  /**
   * The number of cells.
   *
   * @return 0 if all parsed
   */
  public int count() {
    return columns.stream().mapToInt(ColumnErrors::count).sum();
  }

  /** A text for people: a line for each column. */
  @Override
  public String toString() {
    if (columns.isEmpty()) {
      return data + ": every cell parsed";
    }
    StringBuilder text = new StringBuilder(data + ": " + count() + " cells taken for missing");
    for (ColumnErrors column : columns) {
      text.append(System.lineSeparator()).append("  ").append(column.field().name());
      text.append(": ").append(column.count()).append(" not ").append(column.field().type());
      text.append("  (");
      text.append(String.join("; ", column.examples().stream().map(Cell::toString).toList()));
      text.append(')');
    }
    return text.toString();
  }

  /** Collects such cells while a file is read. */
  static final class Tally {
    private final Unparsable policy;
    private final Map<Schema.Field, List<Cell>> examples = new LinkedHashMap<>();
    private final Map<Schema.Field, Integer> counts = new LinkedHashMap<>();

    Tally(Unparsable policy) {
      this.policy = policy;
    }

    boolean takesForMissing(Schema.Field field, String cell, long line) {
      if (policy == Unparsable.REFUSE || ColumnBuilder.parses(field, cell)) {
        return false;
      }
      counts.merge(field, 1, Integer::sum);
      List<Cell> cells = examples.computeIfAbsent(field, key -> new ArrayList<>());
      if (cells.size() < EXAMPLES) {
        cells.add(new Cell(line, cell));
      }
      return true;
    }

    TypeErrors report(String data) {
      return new TypeErrors(
          data,
          counts.entrySet().stream()
              .map(
                  entry ->
                      new ColumnErrors(
                          entry.getKey(),
                          entry.getValue(),
                          examples.getOrDefault(entry.getKey(), List.of())))
              .toList());
    }
  }
}
