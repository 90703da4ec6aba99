package io.lepton.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finite numbers, some perhaps missing. Immutable. */
public final class NumericColumn extends Column {
  private final double[] values; // NaN where missing; no value is NaN

  NumericColumn(String name, double[] values) {
    super(name);
    this.values = values;
  }

  @Override
  public ColumnType type() {
    return ColumnType.NUMERIC;
  }

  @Override
  public int size() {
    return values.length;
  }

  /**
   * All values.
   *
   * @return a copy, NaN where a value is missing
   */
  public double[] values() {
    return values.clone();
  }

  /**
   * The values that are not missing.
   *
   * @return a copy, in the order of rows
   */
  public double[] present() {
    return Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
  }

  @Override
  @Nullable Object raw(int row) {
    double value = values[row];
    return Double.isNaN(value) ? null : (Object) value;
  }

  @Override
  Column select(int[] rows) {
    return new NumericColumn(name(), Arrays.stream(rows).mapToDouble(row -> values[row]).toArray());
  }
}
