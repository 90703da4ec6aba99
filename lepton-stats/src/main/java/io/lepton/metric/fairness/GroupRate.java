package io.lepton.metric.fairness;

import java.util.function.ToLongFunction;

/** A share of a group's cases: so many of so many. */
public enum GroupRate {
  /** Positives of all cases; a property of the data, not of the model. */
  BASE_RATE("base_rate", GroupCounts::positives, GroupCounts::size, "cases"),
  /** Decided positive of all cases. */
  SELECTION_RATE("selection_rate", GroupCounts::selected, GroupCounts::size, "cases"),
  /** Decided positive of the positives: sensitivity, recall. */
  TRUE_POSITIVE_RATE(
      "true_positive_rate", GroupCounts::truePositives, GroupCounts::positives, "positive cases"),
  /** Decided positive of the negatives. */
  FALSE_POSITIVE_RATE(
      "false_positive_rate", GroupCounts::falsePositives, GroupCounts::negatives, "negative cases"),
  /** Positives of those decided positive: the positive predictive value. */
  PRECISION(
      "precision", GroupCounts::truePositives, GroupCounts::selected, "cases decided positive"),
  /** Decided rightly of all cases. */
  ACCURACY("accuracy", c -> c.truePositives() + c.trueNegatives(), GroupCounts::size, "cases");

  private final String metric;
  private final ToLongFunction<GroupCounts> successes;
  private final ToLongFunction<GroupCounts> trials;
  private final String what;

  GroupRate(
      String metric,
      ToLongFunction<GroupCounts> successes,
      ToLongFunction<GroupCounts> trials,
      String what) {
    this.metric = metric;
    this.successes = successes;
    this.trials = trials;
    this.what = what;
  }

  /**
   * The name of the measure.
   *
   * @return such as {@code selection_rate}
   */
  public String metric() {
    return metric;
  }

  long successes(GroupCounts counts) {
    return successes.applyAsLong(counts);
  }

  long trials(GroupCounts counts) {
    return trials.applyAsLong(counts);
  }

  /** What a group without trials lacks. */
  String what() {
    return what;
  }
}
