package io.lepton.data;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Truth values, some perhaps missing. Immutable. */
public final class BooleanColumn extends Column {
  private final int size;
  private final BitSet truths;
  private final BitSet missing;

  private BooleanColumn(String name, int size, BitSet truths, BitSet missing) {
    super(name);
    this.size = size;
    this.truths = truths;
    this.missing = missing;
  }

  static BooleanColumn of(String name, @Nullable Boolean[] values) {
    BitSet truths = new BitSet(values.length);
    BitSet missing = new BitSet(values.length);
    for (int row = 0; row < values.length; row++) {
      Boolean value = values[row];
      missing.set(row, value == null);
      truths.set(row, value != null && value);
    }
    return new BooleanColumn(name, values.length, truths, missing);
  }

  @Override
  public ColumnType type() {
    return ColumnType.BOOLEAN;
  }

  @Override
  public int size() {
    return size;
  }

  /**
   * The number of rows that are true.
   *
   * @return at least 0
   */
  public int trueCount() {
    return truths.cardinality();
  }

  @Override
  @Nullable Object raw(int row) {
    return missing.get(row) ? null : (Object) truths.get(row);
  }

  @Override
  Column select(int[] rows) {
    BitSet selectedTruths = new BitSet(rows.length);
    BitSet selectedMissing = new BitSet(rows.length);
    for (int i = 0; i < rows.length; i++) {
      selectedTruths.set(i, truths.get(rows[i]));
      selectedMissing.set(i, missing.get(rows[i]));
    }
    return new BooleanColumn(name(), rows.length, selectedTruths, selectedMissing);
  }
}
