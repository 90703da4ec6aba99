package io.lepton.stats.aggregate.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was wrong with rows and units, counted. Nothing else was left out.
 *
 * @param rows all rows
 * @param repeatedEvents rows of an event that had a row already; counted once
 * @param rowsWithoutUnit left out
 * @param nullValues of a metric that was asked for; the row is left out, the unit stays
 * @param notFiniteValues NaN, infinite or of size beyond 1e100; likewise
 * @param rowsOfOtherMetrics not asked for, or without a metric: they only say that the unit is
 *     there
 * @param beforeExposure outcomes that happened before their unit met its arm; left out
 * @param outsideWindow outcomes after, or before, a metric's window, once for each such metric's
 *     window; left out of it
 * @param unitsWithoutArm left out
 * @param unitsInSeveralArms left out
 * @param unitsOfUnknownArms by arm; left out
 * @param unitsWithVaryingAttributes whose covariates, segment or arm's spelling are not the same in
 *     all rows; the least value is taken
 */
public record DataProblems(
    long rows,
    long repeatedEvents,
    long rowsWithoutUnit,
    long nullValues,
    long notFiniteValues,
    long rowsOfOtherMetrics,
    long beforeExposure,
    long outsideWindow,
    long unitsWithoutArm,
    long unitsInSeveralArms,
    Map<String, Long> unitsOfUnknownArms,
    long unitsWithVaryingAttributes) {
  /** {@inheritDoc} */
  public DataProblems {
    unitsOfUnknownArms = Map.copyOf(unitsOfUnknownArms);
  }

  /**
   * Each problem there is, in words.
   *
   * @return empty if all is well; rows of other metrics are no problem
   */
  public List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    add(sentences, repeatedEvents, "rows repeat an event, counted once");
    add(sentences, rowsWithoutUnit, "rows without a unit, left out");
    add(sentences, nullValues, "values are NULL, left out");
    add(sentences, notFiniteValues, "values are NaN, infinite or beyond 1e100, left out");
    add(sentences, beforeExposure, "outcomes from before exposure, left out");
    add(sentences, outsideWindow, "outcomes late for, or before, a metric's window, left out");
    add(sentences, unitsWithoutArm, "units without an arm, left out");
    add(sentences, unitsInSeveralArms, "units in several arms, left out");
    new TreeMap<>(unitsOfUnknownArms)
        .forEach(
            (arm, n) -> add(sentences, n, "units of the unknown arm \"" + arm + "\", left out"));
    add(
        sentences,
        unitsWithVaryingAttributes,
        "units with covariates or a segment that vary between their rows; the least was taken");
    return sentences;
  }

  private static void add(List<String> sentences, long n, String what) {
    if (n > 0) {
      sentences.add(n + " " + what);
    }
  }
}
