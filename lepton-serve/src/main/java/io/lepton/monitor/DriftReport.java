package io.lepton.monitor;

import io.lepton.error.NotFoundException;
import io.lepton.model.Version;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one window says of every column.
 *
 * @param version that was watched, or null if the monitor was not told
 * @param window number of the window, from 1
 * @param rows rows in the window
 * @param from time of the window's first row
 * @param to time of the window's last row
 * @param alpha chance that a window without drift has any FAIL, from 0 to 1
 * @param relevantPsi the smallest drift that is taken to matter
 * @param columns inputs, then predictions, in the profile's order
 */
public record DriftReport(
    @Nullable Version version,
    long window,
    int rows,
    Instant from,
    Instant to,
    double alpha,
    double relevantPsi,
    List<ColumnDrift> columns) {

  /** {@inheritDoc} */
  public DriftReport {
    columns = List.copyOf(columns);
  }

  /**
   * The window as a whole.
   *
   * @return FAIL if a column fails, otherwise INCONCLUSIVE if one is inconclusive or there is none,
   *     otherwise PASS
   */
  public DriftVerdict verdict() {
    if (!failed().isEmpty()) {
      return DriftVerdict.FAIL;
    }
    boolean passed =
        !columns.isEmpty()
            && columns.stream().allMatch(column -> column.verdict() == DriftVerdict.PASS);
    return passed ? DriftVerdict.PASS : DriftVerdict.INCONCLUSIVE;
  }

  /**
   * The columns that drifted.
   *
   * @return those that FAIL, in order
   */
  public List<ColumnDrift> failed() {
    return columns.stream().filter(column -> column.verdict() == DriftVerdict.FAIL).toList();
  }

  /**
   * The column furthest over its threshold, or least under it; one that fails before any that does
   * not.
   *
   * @return the column, empty if there is none
   */
  public Optional<ColumnDrift> worst() {
    return columns.stream()
        .max(
            Comparator.comparing((ColumnDrift column) -> column.verdict() == DriftVerdict.FAIL)
                .thenComparing(column -> column.psi() / column.threshold()));
  }

  /**
   * One input column.
   *
   * @param name of the column
   * @return what the window says of it
   * @throws NotFoundException if it is not watched; the message lists those that are
   */
  public ColumnDrift column(String name) {
    return find(name, false);
  }

  /**
   * One predicted number.
   *
   * @param name such as a classifier's class
   * @return what the window says of it
   * @throws NotFoundException if it is not watched; the message lists those that are
   */
  public ColumnDrift prediction(String name) {
    return find(name, true);
  }

  private ColumnDrift find(String name, boolean predicted) {
    List<ColumnDrift> candidates =
        columns.stream()
            .filter(column -> (column.kind() == ColumnDrift.Kind.PREDICTION) == predicted)
            .toList();
    return candidates.stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new NotFoundException(
                    "no "
                        + (predicted ? "prediction" : "column")
                        + " \""
                        + name
                        + "\" is watched; there are "
                        + candidates.stream().map(ColumnDrift::name).toList()));
  }

  /** A table, one line a column. */
  @Override
  public String toString() {
    int width = columns.stream().mapToInt(column -> column.name().length()).max().orElse(0);
    width = Math.max(width, "column".length());
    String format = "%n%-" + width + "s  %-11s  %7s  %9s  %7s  %9s  %-12s  %s";
    StringBuilder table = new StringBuilder(128 * (columns.size() + 2));
    table.append(
        String.format(
            Locale.ROOT,
            "%s window %d%s: %d rows from %s to %s, alpha %s",
            verdict(),
            window,
            version == null ? "" : " of " + version,
            rows,
            from,
            to,
            alpha));
    table.append(
        String.format(
            Locale.ROOT, format, "column", "kind", "PSI", "threshold", "KS", "p", "verdict", ""));
    for (ColumnDrift column : columns) {
      Double ks = column.kolmogorovSmirnov();
      table.append(
          String.format(
              Locale.ROOT,
              format,
              column.name(),
              column.kind().name().toLowerCase(Locale.ROOT),
              String.format(Locale.ROOT, "%.3f", column.psi()),
              String.format(Locale.ROOT, "%.3f", column.threshold()),
              ks == null ? "-" : String.format(Locale.ROOT, "%.3f", ks),
              String.format(Locale.ROOT, "%.2g", column.adjustedPValue()),
              column.verdict(),
              column.reason()));
    }
    return table.toString();
  }
}
