package io.lepton.model;

import io.lepton.error.InvalidInputException;
import io.lepton.tensor.Tensor;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One case to predict for: named raw values, as the application has them. A value is a {@code
 * Double}, {@code String}, {@code Boolean} or {@link Tensor}; a missing one is simply not there.
 */
public final class Row {
  private final Map<String, Object> values;

  private Row(Map<String, Object> values) {
    this.values = Collections.unmodifiableMap(values);
  }

  /**
   * Takes values in the map's order. Numbers become {@code Double}; nulls are left out.
   *
   * @param values by name; copied
   * @return the row
   * @throws InvalidInputException if a value is of a type a row cannot hold
   */
  public static Row of(Map<String, ?> values) {
    LinkedHashMap<String, Object> copy = new LinkedHashMap<>();
    values.forEach((name, value) -> set(copy, name, value));
    return new Row(copy);
  }

  /**
   * Takes alternating names and values, as in {@code Row.of("Age", 35, "Housing", "own")}.
   *
   * @param namesAndValues an even number of arguments; values as in {@link #of(Map)}, null for a
   *     missing one
   * @return the row
   * @throws InvalidInputException if the number is odd, a name is not text or comes twice, or a
   *     value's type is unknown
   */
  public static Row of(@Nullable Object... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new InvalidInputException(
          "a row needs a value for each name, found " + namesAndValues.length + " arguments");
    }
    LinkedHashMap<String, Object> values = new LinkedHashMap<>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (!(namesAndValues[i] instanceof String name)) {
        throw new InvalidInputException("a row's value names are text, found " + namesAndValues[i]);
      }
      if (!seen.add(name)) {
        throw new InvalidInputException("\"" + name + "\" comes twice in one row");
      }
      set(values, name, namesAndValues[i + 1]);
    }
    return new Row(values);
  }

  private static void set(Map<String, Object> values, String name, @Nullable Object value) {
    if (value == null) {
      values.remove(name);
    } else {
      values.put(name, normal(name, value));
    }
  }

  private static Object normal(String name, Object value) {
    if (value instanceof String || value instanceof Boolean || value instanceof Tensor) {
      return value;
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw new InvalidInputException(
        "\""
            + name
            + "\" is a "
            + value.getClass().getName()
            + "; a row holds numbers, text, booleans and tensors");
  }

  /**
   * The values that are not missing.
   *
   * @return unmodifiable, in order
   */
  public Map<String, Object> asMap() {
    return values;
  }

  /**
   * One value, if not missing.
   *
   * @param name of the value
   * @return a Double, String, Boolean or Tensor, or empty
   */
  public Optional<Object> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /**
   * The row with one value set, changed or made missing.
   *
   * @param name of the value
   * @param value number, text, boolean or tensor; null for a missing one
   * @return a new row
   */
  public Row with(String name, @Nullable Object value) {
    LinkedHashMap<String, Object> copy = new LinkedHashMap<>(values);
    set(copy, name, value);
    return new Row(copy);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Row that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  /** The values as a map prints. */
  @Override
  public String toString() {
    return values.toString();
  }
}
