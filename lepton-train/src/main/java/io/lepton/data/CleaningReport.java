package io.lepton.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Exactly what cleaning changed.
 *
 * @param data name of the dataset
 * @param rowsBefore number of rows before
 * @param rowsAfter number of rows left; a row is dropped once, whatever columns ask for it
 * @param columns those in which something was changed, in order
 * @param duplicates rows dropped because they repeat an earlier one
 * @param isolated rows dropped because they are unlike all others
 */
public record CleaningReport(
    String data,
    int rowsBefore,
    int rowsAfter,
    List<ColumnReport> columns,
    int duplicates,
    int isolated) {
  private static final int EXAMPLES = 3;

  /** {@inheritDoc} */
  public CleaningReport {
    columns = List.copyOf(columns);
  }

  /**
   * What was changed in one column.
   *
   * @param rule that was applied
   * @param filled missing values filled in
   * @param keptMissing missing values kept as such
   * @param clippedLow values raised to the lower bound
   * @param clippedHigh values lowered to the upper bound
   * @param rowsDropped rows this column alone would have dropped
   * @param examples the first few changes
   */
  public record ColumnReport(
      CleaningRule rule,
      int filled,
      int keptMissing,
      int clippedLow,
      int clippedHigh,
      int rowsDropped,
      List<Change> examples) {
    /** {@inheritDoc} */
    public ColumnReport {
      examples = List.copyOf(examples);
    }
  }

  /**
   * One change.
   *
   * @param row index before cleaning
   * @param before value as text, empty if it was missing
   * @param after value as text, empty if the row was dropped
   */
  public record Change(int row, Optional<String> before, Optional<String> after) {
    /** As in {@code row 17: 250000.0 -> 15945.0}. */
    @Override
    public String toString() {
      return "row " + row + ": " + before.orElse("missing") + " -> " + after.orElse("dropped");
    }
  }

  /** Counts the changes of one column. */
  static final class Tally {
    private int filled;
    private int kept;
    private int low;
    private int high;
    private int dropped;
    private final List<Change> examples = new ArrayList<>();

    void count(int row, @Nullable Object before, @Nullable Object after, boolean drop) {
      if (drop) {
        dropped++;
      } else if (before == null && after == null) {
        kept++;
        return;
      } else if (before == null) {
        filled++;
      } else if (before.equals(after)) {
        return;
      } else if (after instanceof Double now && now > (Double) before) {
        low++;
      } else {
        high++;
      }
      if (examples.size() < EXAMPLES) {
        examples.add(
            new Change(
                row,
                Optional.ofNullable(before).map(Object::toString),
                Optional.ofNullable(drop ? null : after).map(Object::toString)));
      }
    }

    Optional<ColumnReport> report(CleaningRule rule) {
      return filled + kept + low + high + dropped == 0
          ? Optional.empty()
          : Optional.of(new ColumnReport(rule, filled, kept, low, high, dropped, examples));
    }
  }

  /** A text for people: a line for the rows and a line for each column that was changed. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("cleaning " + data + ": " + rowsBefore + " rows");
    text.append(rowsBefore == rowsAfter ? ", none dropped" : ", " + rowsAfter + " left");
    part(text, duplicates, "repeated rows dropped");
    part(text, isolated, "isolated rows dropped");
    if (columns.isEmpty() && duplicates + isolated == 0) {
      text.append(", nothing changed");
    }
    for (ColumnReport column : columns) {
      CleaningRule rule = column.rule();
      text.append(String.format(Locale.ROOT, "%n  %s:", rule.column()));
      part(text, column.filled(), "missing filled with " + fill(rule));
      part(text, column.keptMissing(), "missing kept as such");
      part(text, column.clippedLow(), "raised to " + rule.low());
      part(text, column.clippedHigh(), "lowered to " + rule.high());
      part(text, column.rowsDropped(), "rows dropped" + bounds(rule));
      if (!column.examples().isEmpty()) {
        text.append("  (").append(join(column.examples())).append(')');
      }
    }
    return text.toString();
  }

  private static void part(StringBuilder text, int count, String what) {
    if (count > 0) {
      text.append(text.charAt(text.length() - 1) == ':' ? " " : ", ");
      text.append(count).append(' ').append(what);
    }
  }

  private static String fill(CleaningRule rule) {
    if (rule.missing() == Missing.Strategy.NEIGHBOURS) {
      return "values of the most similar rows";
    }
    return rule.missing() + " " + (rule.fillText() != null ? rule.fillText() : rule.fillNumber());
  }

  private static String bounds(CleaningRule rule) {
    return rule.action() == Outliers.Action.DROP_ROW
        ? " (bounds " + rule.low() + " to " + rule.high() + ")"
        : "";
  }

  private static String join(List<Change> changes) {
    return String.join("; ", changes.stream().map(Change::toString).toList());
  }
}
