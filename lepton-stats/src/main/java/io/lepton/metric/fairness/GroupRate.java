package io.lepton.metric.fairness;

import java.util.Locale;

/** A share of a group's cases: so many of so many. */
public enum GroupRate {
  /** Positives of all cases; a property of the data, not of the model. */
  BASE_RATE("cases"),
  /** Decided positive of all cases. */
  SELECTION_RATE("cases"),
  /** Decided positive of the positives: sensitivity, recall. */
  TRUE_POSITIVE_RATE("positive cases"),
  /** Decided positive of the negatives. */
  FALSE_POSITIVE_RATE("negative cases"),
  /** Positives of those decided positive: the positive predictive value. */
  PRECISION("cases decided positive"),
  /** Decided rightly of all cases. */
  ACCURACY("cases");

  private final String what;

  GroupRate(String what) {
    this.what = what;
  }

  /**
   * The name of the measure.
   *
   * @return such as {@code selection_rate}
   */
  public String metric() {
    return name().toLowerCase(Locale.ROOT);
  }

  long successes(GroupCounts counts) {
    return switch (this) {
      case BASE_RATE -> counts.positives();
      case SELECTION_RATE -> counts.selected();
      case TRUE_POSITIVE_RATE, PRECISION -> counts.truePositives();
      case FALSE_POSITIVE_RATE -> counts.falsePositives();
      case ACCURACY -> counts.truePositives() + counts.trueNegatives();
    };
  }

  long trials(GroupCounts counts) {
    return switch (this) {
      case BASE_RATE, SELECTION_RATE, ACCURACY -> counts.size();
      case TRUE_POSITIVE_RATE -> counts.positives();
      case FALSE_POSITIVE_RATE -> counts.negatives();
      case PRECISION -> counts.selected();
    };
  }

  /** What a group without trials lacks. */
  String what() {
    return what;
  }
}
