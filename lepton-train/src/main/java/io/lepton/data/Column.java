package io.lepton.data;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The values of one column of a {@link Dataset}, row by row. Immutable. */
public abstract sealed class Column
    permits NumericColumn, CategoricalColumn, BooleanColumn, TextColumn {
  private final String name;

  Column(String name) {
    this.name = name;
  }

  /**
   * The column's name.
   *
   * @return unique in its dataset
   */
  public final String name() {
    return name;
  }

  /**
   * What the values mean.
   *
   * @return the type
   */
  public abstract ColumnType type();

  /**
   * The number of rows.
   *
   * @return at least 0
   */
  public abstract int size();

  /**
   * Whether a row has no value here.
   *
   * @param row from 0
   * @return true if it is missing
   */
  public final boolean isMissing(int row) {
    return raw(row) == null;
  }

  /**
   * The value of a row.
   *
   * @param row from 0
   * @return a {@code Double}, {@code String} or {@code Boolean} by the column's type, or empty if
   *     it is missing
   */
  public final Optional<Object> value(int row) {
    return Optional.ofNullable(raw(row));
  }

  /**
   * The number of rows without a value.
   *
   * @return at least 0
   */
  public final int missingCount() {
    int count = 0;
    for (int row = 0; row < size(); row++) {
      count += isMissing(row) ? 1 : 0;
    }
    return count;
  }

  abstract @Nullable Object raw(int row);

  abstract Column select(int[] rows);
}
