package io.lepton.data;

import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How one column becomes numbers.
 *
 * @param name of the column
 * @param type NUMERIC, BOOLEAN or CATEGORICAL
 * @param mean subtracted from a number; 0 for other types
 * @param scale a number is divided by it; 0 if it was constant in training, which encodes as 0
 * @param categories one slot each, sorted; empty for other types
 * @param missing whether there is a slot that says the value is missing
 */
public record EncodedColumn(
    String name,
    ColumnType type,
    double mean,
    double scale,
    List<String> categories,
    MissingSlot missing) {

  /** Whether there is a slot that says the value is missing. */
  public enum MissingSlot {
    /** The value is always there after cleaning. */
    ABSENT,
    /** The last slot is 1 where the value is missing, and the others are 0. */
    PRESENT
  }

  /** {@inheritDoc} */
  public EncodedColumn {
    Objects.requireNonNull(name);
    Objects.requireNonNull(missing);
    categories = List.copyOf(categories);
    boolean sorted = categories.stream().sorted().distinct().toList().equals(categories);
    if ((type != ColumnType.CATEGORICAL) != categories.isEmpty()
        || !sorted
        || type == ColumnType.TEXT
        || type == ColumnType.LABEL
        || !Double.isFinite(mean)
        || !(scale >= 0 && Double.isFinite(scale))) {
      throw new InvalidInputException(
          "encoding of column \""
              + name
              + "\" does not hold together: "
              + type
              + ", mean "
              + mean
              + ", scale "
              + scale
              + ", categories "
              + categories);
    }
  }

  static EncodedColumn fit(Column column) {
    MissingSlot missing = column.missingCount() > 0 ? MissingSlot.PRESENT : MissingSlot.ABSENT;
    if (column instanceof NumericColumn numeric) {
      double[] values = numeric.present();
      double mean = Arrays.stream(values).sum() / values.length;
      double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
      boolean constant = Arrays.stream(values).distinct().count() < 2;
      double scale = constant ? 0 : Math.sqrt(squares / values.length);
      return new EncodedColumn(column.name(), column.type(), mean, scale, List.of(), missing);
    }
    if (column instanceof CategoricalColumn categorical) {
      return new EncodedColumn(
          column.name(), column.type(), 0, 0, categorical.categories(), missing);
    }
    if (column instanceof BooleanColumn) {
      return new EncodedColumn(column.name(), column.type(), 0, 1, List.of(), missing);
    }
    throw new InvalidInputException(
        "column \""
            + column.name()
            + "\" is "
            + column.type()
            + ", which a tabular model cannot take; declare it categorical or leave it out with"
            + " without(\""
            + column.name()
            + "\")");
  }

  /**
   * The number of slots.
   *
   * @return at least 1
   */
  public int width() {
    int values = type == ColumnType.CATEGORICAL ? categories.size() : 1;
    return values + (missing == MissingSlot.PRESENT ? 1 : 0);
  }

  List<String> slots() {
    List<String> slots = new ArrayList<>();
    if (type == ColumnType.CATEGORICAL) {
      categories.forEach(category -> slots.add(name + "=" + category));
    } else {
      slots.add(name);
    }
    if (missing == MissingSlot.PRESENT) {
      slots.add(name + " is missing");
    }
    return slots;
  }

  /**
   * Whether a value can be encoded.
   *
   * @param value of the column's type, or null if it is missing
   * @return false only for a category that did not come in training
   */
  public boolean knows(@Nullable Object value) {
    return !(value instanceof String text) || Collections.binarySearch(categories, text) >= 0;
  }

  /**
   * Writes a value's numbers. An unknown category, and a missing value without a slot for it,
   * leaves zeros.
   *
   * @param value of the column's type, or null if it is missing
   * @param into holds zeros in this column's slots
   * @param at index of this column's first slot
   */
  public void encode(@Nullable Object value, float[] into, int at) {
    if (value == null) {
      if (missing == MissingSlot.PRESENT) {
        into[at + width() - 1] = 1;
      }
    } else if (value instanceof Double number) {
      into[at] = scale == 0 ? 0 : (float) ((number - mean) / scale);
    } else if (value instanceof Boolean truth) {
      into[at] = truth ? 1 : 0;
    } else if (value instanceof String text) {
      int category = Collections.binarySearch(categories, text);
      if (category >= 0) {
        into[at + category] = 1;
      }
    }
  }
}
