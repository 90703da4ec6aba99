package io.lepton.monitor;

import io.lepton.model.Version;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Columns began to drift.
 *
 * @param report the window in which they did
 * @param columns those that were not drifting before, at least one
 */
public record DriftAlert(DriftReport report, List<ColumnDrift> columns) {
  /** {@inheritDoc} */
  public DriftAlert {
    columns = List.copyOf(columns);
  }

  /**
   * The version whose data drifted.
   *
   * @return the version, empty if the monitor was not told
   */
  public Optional<Version> version() {
    return Optional.ofNullable(report.version());
  }

  /** A heading and one line a column. */
  @Override
  public String toString() {
    return "drift"
        + version().map(v -> " at " + v).orElse("")
        + " in window "
        + report.window()
        + " of "
        + report.rows()
        + " rows:\n"
        + columns.stream().map(column -> "  " + column).collect(Collectors.joining("\n"));
  }
}
