package io.lepton.data;

/** What the values of a column mean. */
public enum ColumnType {
  /** Finite numbers. */
  NUMERIC,
  /** One of a limited set of texts, without an order. */
  CATEGORICAL,
  /** True or false. */
  BOOLEAN,
  /** Free text. */
  TEXT,
  /** The class to be predicted; never missing. A schema has at most one. */
  LABEL
}
