package io.lepton.metric.fairness;

/** What thresholds by group are to make equal. */
public enum Parity {
  /** The selection rates. */
  DEMOGRAPHIC_PARITY,
  /** The true positive rates. */
  EQUAL_OPPORTUNITY,
  /** The true and the false positive rates; only decisions by lot can do that. */
  EQUALISED_ODDS
}
