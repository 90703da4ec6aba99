package io.lepton.metric.fairness;

import java.util.List;

/** What it may mean that groups are treated alike. */
public enum Criterion {
  /** Equal selection rates; measured by their difference. */
  DEMOGRAPHIC_PARITY,
  /**
   * Equal selection rates; measured by the smaller divided by the greater. The four-fifths rule of
   * US employment law asks for at least 0.8.
   */
  DISPARATE_IMPACT,
  /** Equal true and false positive rates (Hardt, Price and Srebro 2016); the greater difference. */
  EQUALISED_ODDS,
  /** Equal true positive rates (Hardt, Price and Srebro 2016). */
  EQUAL_OPPORTUNITY,
  /** Equal precision (Chouldechova 2017). */
  PREDICTIVE_PARITY,
  /** Equal accuracy. */
  ACCURACY_PARITY,
  /**
   * Probabilities that are equally far off: the mean probability less the share of positives, which
   * is calibration in the large.
   */
  CALIBRATION;

  List<GroupRate> rates() {
    return switch (this) {
      case DEMOGRAPHIC_PARITY, DISPARATE_IMPACT -> List.of(GroupRate.SELECTION_RATE);
      case EQUALISED_ODDS -> List.of(GroupRate.TRUE_POSITIVE_RATE, GroupRate.FALSE_POSITIVE_RATE);
      case EQUAL_OPPORTUNITY -> List.of(GroupRate.TRUE_POSITIVE_RATE);
      case PREDICTIVE_PARITY -> List.of(GroupRate.PRECISION);
      case ACCURACY_PARITY -> List.of(GroupRate.ACCURACY);
      case CALIBRATION -> List.of();
    };
  }

  boolean isRatio() {
    return this == DISPARATE_IMPACT;
  }
}
