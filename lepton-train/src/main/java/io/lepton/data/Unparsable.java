package io.lepton.data;

/**
 * What to do about a cell that is no value of its column's type, such as {@code n/a} for a number.
 */
public enum Unparsable {
  /** It is an error that names line and column. The default. */
  REFUSE,
  /** It is taken for a missing value, and reported. */
  AS_MISSING
}
