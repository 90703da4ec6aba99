package io.lepton.data;

/** What to do about a category that did not come in training. */
public enum UnknownCategory {
  /** Predicting is an error that names column, value and known categories. The default. */
  REFUSE,
  /**
   * All slots of the column are zero, as if it said nothing; the predictor counts it and logs it
   * once for each column.
   */
  ENCODE_AS_ZEROS
}
