package io.lepton.metric.fairness;

import io.lepton.error.InvalidInputException;
import io.lepton.metric.ClassificationResult;
import io.lepton.model.Interval;
import io.lepton.model.Measure;
import io.lepton.model.Measure.Direction;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.interval.Wilson;
import io.lepton.stats.test.PairedT;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Measures how alike a classifier of two classes treats groups: every rate by group, every
 * criterion over all pairs of groups, with intervals that hold together for all pairs of a
 * criterion (Bonferroni). Immutable and safe for use by many threads.
 */
public final class Fairness {
  private static final Fairness DEFAULT = new Fairness(0.95, Map.of(), List.of(), 1000, 42);

  private final double level;
  private final Map<Criterion, Double> limits;
  private final List<String> expected;
  private final int replicates;
  private final long seed;

  private Fairness(
      double level,
      Map<Criterion, Double> limits,
      List<String> expected,
      int replicates,
      long seed) {
    this.level = level;
    this.limits = limits;
    this.expected = expected;
    this.replicates = replicates;
    this.seed = seed;
  }

  /**
   * 95 % intervals, no limits.
   *
   * @return the method
   */
  public static Fairness withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the level of each group's intervals, and of those of a criterion together.
   *
   * @param value between 0 and 1, such as 0.95
   * @return a new method
   */
  public Fairness withLevel(double value) {
    return new Fairness(Checks.inside("level", value), limits, expected, replicates, seed);
  }

  /**
   * Sets a limit, which is then judged.
   *
   * @param criterion which one
   * @param value the greatest difference that is allowed, or the smallest ratio; between 0 and 1
   * @return a new method
   */
  public Fairness withLimit(Criterion criterion, double value) {
    Map<Criterion, Double> more = new EnumMap<>(Criterion.class);
    more.putAll(limits);
    more.put(criterion, Checks.inside("limit of " + criterion, value));
    return new Fairness(level, Map.copyOf(more), expected, replicates, seed);
  }

  /**
   * Names groups that ought to be there; one without cases makes every verdict inconclusive instead
   * of passing unseen.
   *
   * @param groups their names
   * @return a new method
   */
  public Fairness withGroups(String... groups) {
    return new Fairness(level, limits, List.of(groups), replicates, seed);
  }

  /**
   * Sets the seed of the bootstrap behind the calibration errors' intervals.
   *
   * @param value any number
   * @return a new method
   */
  public Fairness withSeed(long value) {
    return new Fairness(level, limits, expected, replicates, value);
  }

  /**
   * Measures a result.
   *
   * @param result of a classifier of two classes, with the threshold that is used
   * @param groups name of each case's group, in the order of the cases
   * @return the report
   * @throws InvalidInputException if there are more than two classes, not one group for each case,
   *     a case without one, or only one group
   */
  public FairnessReport of(ClassificationResult result, List<String> groups) {
    GroupedCases cases = GroupedCases.of(result, groups, expected);
    List<GroupMeasures> measured = new ArrayList<>();
    for (String group : cases.places.keySet()) {
      measured.add(measures(result, cases, group));
    }
    List<CriterionResult> criteria = new ArrayList<>();
    for (Criterion criterion : Criterion.values()) {
      criteria.add(new Comparing(cases, criterion, level).result(limits.get(criterion)));
    }
    return new FairnessReport(result.data(), measured, criteria);
  }

  private GroupMeasures measures(ClassificationResult result, GroupedCases cases, String group) {
    GroupCounts counts = cases.counts(group);
    List<Measure> measures = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    Wilson wilson = Wilson.withDefaults().withLevel(level);
    for (GroupRate rate : GroupRate.values()) {
      long trials = rate.trials(counts);
      if (trials == 0) {
        missing.add(rate.metric() + ": no " + rate.what());
        continue;
      }
      long successes = rate.successes(counts);
      measures.add(
          new Measure(
              rate.metric(),
              (double) successes / trials,
              wilson.interval(successes, trials),
              trials,
              rate == GroupRate.FALSE_POSITIVE_RATE
                  ? Direction.LOWER_IS_BETTER
                  : Direction.HIGHER_IS_BETTER));
    }
    if (counts.size() == 0) {
      missing.add("calibration_gap: no cases");
      missing.add("expected_calibration_error: no cases");
    } else {
      measures.add(calibrationGap(cases.residuals(group)));
      measures.add(subset(result, cases.of(group)).evaluation().get("expected_calibration_error"));
    }
    return new GroupMeasures(counts, measures, missing);
  }

  private Measure calibrationGap(double[] residuals) {
    SampleSummary summary = SampleSummary.of(residuals);
    Interval interval = null;
    if (summary.variance() > 0) {
      Interval student = PairedT.withDefaults().withLevel(level).test(summary).interval();
      interval = new Interval(student.low(), student.high(), level, "Student's t");
    }
    return new Measure(
        "calibration_gap", summary.mean(), interval, residuals.length, Direction.LOWER_IS_BETTER);
  }

  private ClassificationResult subset(ClassificationResult result, int[] places) {
    boolean[] labels = result.labels();
    double[] scores = result.scores();
    return ClassificationResult.of(
            result.data(),
            List.of("negative", "positive"),
            "positive",
            IntStream.of(places).map(i -> labels[i] ? 1 : 0).toArray(),
            IntStream.of(places)
                .mapToObj(i -> new double[] {1 - scores[i], scores[i]})
                .toArray(double[][]::new))
        .withLevel(level)
        .withReplicates(replicates)
        .withSeed(seed);
  }
}
