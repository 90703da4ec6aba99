package io.lepton.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Free texts, some perhaps missing. Immutable. */
public final class TextColumn extends Column {
  private final @Nullable String[] values;

  TextColumn(String name, @Nullable String[] values) {
    super(name);
    this.values = values;
  }

  @Override
  public ColumnType type() {
    return ColumnType.TEXT;
  }

  @Override
  public int size() {
    return values.length;
  }

  @Override
  @Nullable Object raw(int row) {
    return values[row];
  }

  @Override
  Column select(int[] rows) {
    return new TextColumn(
        name(), Arrays.stream(rows).mapToObj(row -> values[row]).toArray(String[]::new));
  }
}
