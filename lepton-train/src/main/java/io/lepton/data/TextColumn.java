package io.lepton.data;

import io.lepton.error.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
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

  /**
   * All texts.
   *
   * @return unmodifiable, in the order of rows
   * @throws InvalidInputException if one is missing; the message names the row
   */
  public List<String> texts() {
    return IntStream.range(0, values.length).mapToObj(this::text).toList();
  }

  private String text(int row) {
    String text = values[row];
    if (text == null) {
      throw new InvalidInputException(
          "row " + row + ", column \"" + name() + "\" has no text; clean the data first");
    }
    return text;
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
