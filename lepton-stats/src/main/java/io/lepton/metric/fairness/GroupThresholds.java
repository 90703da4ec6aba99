package io.lepton.metric.fairness;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.metric.ClassificationResult;
import io.lepton.model.Interval;
import io.lepton.model.Measure;
import io.lepton.model.Measure.Direction;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.test.PairedT;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A threshold for each group, as {@link ThresholdAdjustment} finds them; plain data that can be
 * kept with the model.
 *
 * @param parity what they make equal on the data they were fitted to
 * @param groups one for each group
 */
public record GroupThresholds(Parity parity, List<GroupThreshold> groups) {
  /** {@inheritDoc} */
  public GroupThresholds {
    groups = List.copyOf(groups);
  }

  /**
   * The expected rates of one group.
   *
   * @param group its name
   * @param n number of its cases
   * @param selectionRate expected share decided positive
   * @param truePositiveRate expected share of positives decided positive; null without positives
   * @param falsePositiveRate expected share of negatives decided positive; null without negatives
   */
  public record Rates(
      String group,
      long n,
      double selectionRate,
      @Nullable Double truePositiveRate,
      @Nullable Double falsePositiveRate) {}

  /**
   * What the thresholds do on one set of data.
   *
   * @param before rates by group with the result's own threshold
   * @param after expected rates by group with the thresholds by group
   * @param accuracyBefore share decided rightly with the result's own threshold
   * @param accuracyAfter expected share decided rightly
   * @param cost accuracy before less accuracy after; its interval is that of paired differences
   */
  public record Effect(
      List<Rates> before,
      List<Rates> after,
      Measure accuracyBefore,
      Measure accuracyAfter,
      Measure cost) {
    /** {@inheritDoc} */
    public Effect {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }
  }

  /**
   * How one group is decided.
   *
   * @param group its name
   * @return the rule
   * @throws NotFoundException if there is no such group; the message lists those there are
   */
  public GroupThreshold group(String group) {
    return groups.stream()
        .filter(each -> each.group().equals(group))
        .findFirst()
        .orElseThrow(
            () ->
                new NotFoundException(
                    "no threshold for group \""
                        + group
                        + "\"; there are "
                        + groups.stream().map(GroupThreshold::group).toList()));
  }

  /**
   * Decides one case.
   *
   * @param group of the case
   * @param score of the case
   * @param draw a number from 0 to 1, drawn anew for each case, or made of its identity so that the
   *     same case is always decided alike
   * @return true for positive
   * @throws NotFoundException if there is no such group
   */
  public boolean decide(String group, double score, double draw) {
    if (!(draw >= 0 && draw <= 1)) {
      throw new InvalidInputException("a draw of " + draw + "; expected from 0 to 1");
    }
    return draw < group(group).probability(score);
  }

  /**
   * Measures what the thresholds do, best on data they were not fitted to.
   *
   * @param result with the threshold used so far
   * @param caseGroups name of each case's group
   * @return rates by group and what parity costs in accuracy
   * @throws NotFoundException if a group has no threshold
   */
  public Effect effect(ClassificationResult result, List<String> caseGroups) {
    GroupedCases cases = GroupedCases.of(result, caseGroups, List.of());
    int n = cases.labels.length;
    double[] now = new double[n];
    double[] then = new double[n];
    for (int i = 0; i < n; i++) {
      now[i] = cases.decided[i] ? 1 : 0;
      then[i] = group(caseGroups.get(i)).probability(cases.scores[i]);
    }
    double[] right = right(cases, now);
    double[] rightThen = right(cases, then);
    double[] lost = new double[n];
    Arrays.setAll(lost, i -> right[i] - rightThen[i]);
    return new Effect(
        rates(cases, now),
        rates(cases, then),
        mean("accuracy", right, Direction.HIGHER_IS_BETTER),
        mean("accuracy", rightThen, Direction.HIGHER_IS_BETTER),
        mean("accuracy_cost", lost, Direction.LOWER_IS_BETTER));
  }

  private static double[] right(GroupedCases cases, double[] positive) {
    double[] right = new double[positive.length];
    Arrays.setAll(right, i -> cases.labels[i] ? positive[i] : 1 - positive[i]);
    return right;
  }

  private static List<Rates> rates(GroupedCases cases, double[] positive) {
    List<Rates> rates = new ArrayList<>();
    cases.places.forEach(
        (group, places) -> {
          double[] sums = new double[2];
          long[] counts = new long[2];
          for (int i : places) {
            int label = cases.labels[i] ? 1 : 0;
            sums[label] += positive[i];
            counts[label]++;
          }
          rates.add(
              new Rates(
                  group,
                  places.length,
                  (sums[0] + sums[1]) / places.length,
                  counts[1] == 0 ? null : sums[1] / counts[1],
                  counts[0] == 0 ? null : sums[0] / counts[0]));
        });
    return rates;
  }

  private static Measure mean(String metric, double[] values, Direction direction) {
    SampleSummary summary = SampleSummary.of(values);
    Interval interval = null;
    if (summary.n() > 1 && summary.variance() > 0) {
      Interval student = PairedT.withDefaults().test(summary).interval();
      interval = new Interval(student.low(), student.high(), 0.95, "Student's t");
    }
    return new Measure(metric, summary.mean(), interval, values.length, direction);
  }
}
