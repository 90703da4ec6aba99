package io.lepton.data;

import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How cleaned values become the numbers a model sees, fitted on training data and saved inside the
 * model. Immutable and thread-safe.
 *
 * @param columns one for each feature, in order
 */
public record Encoding(List<EncodedColumn> columns) {
  /** {@inheritDoc} */
  public Encoding {
    columns = List.copyOf(columns);
    if (columns.isEmpty()) {
      throw new InvalidInputException("an encoding has no columns; expected at least one");
    }
  }

  /**
   * Fits an encoding.
   *
   * @param cleaned training data after cleaning, at least one row
   * @return numbers standardised to mean 0 and population standard deviation 1 (divisor n) over the
   *     training rows; one slot for each category; truth values as 0 and 1; one slot more for
   *     columns with missing values. A column with a single value encodes as zeros
   * @throws InvalidInputException if a column is free text
   */
  public static Encoding fit(Dataset cleaned) {
    List<EncodedColumn> columns = new ArrayList<>();
    for (Schema.Field field : cleaned.schema().features()) {
      columns.add(EncodedColumn.fit(cleaned.column(field.name())));
    }
    return new Encoding(columns);
  }

  /**
   * The number of slots.
   *
   * @return at least 1
   */
  public int width() {
    return columns.stream().mapToInt(EncodedColumn::width).sum();
  }

  /**
   * The names of the slots, such as {@code Age}, {@code Housing=Own} or {@code Age is missing}.
   *
   * @return in order
   */
  public List<String> slots() {
    return columns.stream().flatMap(column -> column.slots().stream()).toList();
  }

  /**
   * One column, if there.
   *
   * @param name of the column
   * @return how it is encoded, or empty
   */
  public Optional<EncodedColumn> find(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }
}
