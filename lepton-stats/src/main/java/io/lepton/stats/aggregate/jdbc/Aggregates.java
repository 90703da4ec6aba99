package io.lepton.stats.aggregate.jdbc;

import io.lepton.stats.aggregate.UnitStatistics;
import java.util.List;
import java.util.SortedMap;

/**
 * What a database made of the rows.
 *
 * @param arms in the order asked for, or ascending
 * @param units of each arm, in the order of {@code arms}
 * @param measures each measure's statistics, in the order asked for
 * @param problems what was wrong
 */
public record Aggregates(
    List<String> arms, List<Long> units, List<Measured> measures, DataProblems problems) {
  /** {@inheritDoc} */
  public Aggregates {
    arms = List.copyOf(arms);
    units = List.copyOf(units);
    measures = List.copyOf(measures);
  }

  /**
   * One measure.
   *
   * @param measure what was counted
   * @param byArm in the order of {@code arms}
   * @param bySegment the same by value of the segment column, {@code (not given)} for none; empty
   *     if no segment was asked for
   */
  public record Measured(
      UnitMeasure measure,
      List<UnitStatistics> byArm,
      SortedMap<String, List<UnitStatistics>> bySegment) {
    /** {@inheritDoc} */
    public Measured {
      byArm = List.copyOf(byArm);
    }
  }
}
