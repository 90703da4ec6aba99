package io.lepton.data;

import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks and collects the values of one column. */
final class ColumnBuilder {
  // Double.parseDouble also takes "1f", "0x1p3", "NaN" and "Infinity", which no table means.
  private static final Pattern NUMBER =
      Pattern.compile("\\s*[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?\\s*");

  private static final Set<String> TRUTHS = Set.of("true", "false", "yes", "no", "1", "0");

  private final Schema.Field field;
  private final List<@Nullable Object> values = new ArrayList<>();

  ColumnBuilder(Schema.Field field) {
    this.field = field;
  }

  /** Adds a value as text; {@code where} names the place for the message. */
  void parse(String cell, String where) {
    values.add(parsed(field, cell, where));
  }

  /** The value that a text stands for. */
  static Object parsed(Schema.Field field, String cell, String where) {
    return switch (field.type()) {
      case NUMERIC -> number(field, cell, where);
      case BOOLEAN -> truth(field, cell, where);
      case CATEGORICAL, TEXT, LABEL -> cell;
    };
  }

  /** Whether a text stands for a value of a column. */
  static boolean parses(Schema.Field field, String cell) {
    return switch (field.type()) {
      case NUMERIC -> isNumber(cell) && Double.isFinite(Double.parseDouble(cell));
      case BOOLEAN -> TRUTHS.contains(cell.toLowerCase(Locale.ROOT));
      case CATEGORICAL, TEXT, LABEL -> true;
    };
  }

  /** Adds a value of a row. */
  void add(Object value, String where) {
    values.add(checked(field, value, where));
  }

  void addMissing(String where) {
    if (field.type() == ColumnType.LABEL) {
      throw new InvalidInputException(
          place(where, field.name())
              + " has no label; leave the row out, or read the table without a label");
    }
    values.add(null);
  }

  /** The value if it fits the column. */
  static Object checked(Schema.Field field, Object value, String where) {
    boolean fits =
        switch (field.type()) {
          case NUMERIC -> value instanceof Double;
          case BOOLEAN -> value instanceof Boolean;
          case CATEGORICAL, TEXT, LABEL -> value instanceof String;
        };
    if (!fits) {
      throw new InvalidInputException(
          place(where, field.name())
              + " is "
              + described(value)
              + "; expected "
              + expected(field.type()));
    }
    if (value instanceof Double number && !Double.isFinite(number)) {
      throw new InvalidInputException(
          place(where, field.name())
              + " is "
              + number
              + "; expected a finite number, or no value where it is missing");
    }
    return value;
  }

  private static String place(String where, String column) {
    return where + ", column \"" + column + "\"";
  }

  private static String described(Object value) {
    if (value instanceof String) {
      return "the text \"" + value + "\"";
    }
    return value instanceof Number || value instanceof Boolean
        ? value.toString()
        : "a " + value.getClass().getSimpleName();
  }

  private static String expected(ColumnType type) {
    return switch (type) {
      case NUMERIC -> "a number";
      case BOOLEAN -> "true or false";
      case CATEGORICAL, TEXT, LABEL -> "text";
    };
  }

  private static Object number(Schema.Field field, String cell, String where) {
    double value = isNumber(cell) ? Double.parseDouble(cell) : Double.NaN;
    if (!Double.isFinite(value)) {
      throw new InvalidInputException(
          place(where, field.name())
              + " is \""
              + cell
              + "\"; expected a finite number. If it stands for a missing value, declare it with"
              + " missing(\""
              + cell
              + "\")");
    }
    return value;
  }

  private static Object truth(Schema.Field field, String cell, String where) {
    return switch (cell.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "1" -> true;
      case "false", "no", "0" -> false;
      default ->
          throw new InvalidInputException(
              place(where, field.name())
                  + " is \""
                  + cell
                  + "\"; expected true or false, yes or no, 1 or 0");
    };
  }

  static boolean isNumber(String cell) {
    return NUMBER.matcher(cell).matches();
  }

  Column build() {
    return switch (field.type()) {
      case NUMERIC ->
          new NumericColumn(
              field.name(),
              values.stream()
                  .mapToDouble(value -> value == null ? Double.NaN : (Double) value)
                  .toArray());
      case BOOLEAN -> BooleanColumn.of(field.name(), values.toArray(Boolean[]::new));
      case TEXT -> new TextColumn(field.name(), values.toArray(String[]::new));
      case CATEGORICAL, LABEL ->
          CategoricalColumn.of(field.name(), field.type(), values.toArray(String[]::new));
    };
  }
}
