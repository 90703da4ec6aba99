package io.lepton.data;

import org.jspecify.annotations.Nullable;

/** Walks over the rows of a {@link RowSource} once, one at a time. Not thread-safe. */
public interface RowCursor extends AutoCloseable {
  /**
   * Goes on to the next row, at first to the first.
   *
   * @return false if there is none
   */
  boolean next();

  /**
   * A value of the current row.
   *
   * @param column from 0, in the order of the source's schema
   * @return a {@code Double}, {@code String} or {@code Boolean} by the column's type, null if it is
   *     missing
   */
  @Nullable Object value(int column);

  /**
   * Where the current row is, for messages.
   *
   * @return such as {@code orders.csv line 17}
   */
  String where();

  /** Lets go of files and connections. */
  @Override
  void close();
}
