package io.lepton.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The settings a model was trained with: ordered names to text, whole numbers ({@code Long}),
 * decimals ({@code Double}), booleans, or lists of these. Two are equal when names and values are,
 * whatever the order.
 */
public final class Hyperparameters {
  private static final Hyperparameters NONE = new Hyperparameters(new LinkedHashMap<>());

  private final Map<String, Object> values;

  private Hyperparameters(Map<String, Object> values) {
    this.values = Collections.unmodifiableMap(values);
  }

  /**
   * No settings.
   *
   * @return empty hyperparameters
   */
  public static Hyperparameters none() {
    return NONE;
  }

  /**
   * Takes settings in the map's order. Integer types become {@code Long}, {@code Float} becomes
   * {@code Double}.
   *
   * @param values names to text, numbers, booleans or lists of these; copied
   * @return the hyperparameters
   * @throws InvalidInputException if a value is of another type, or a number is NaN or infinite
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Hyperparameters of(Map<String, ?> values) {
    LinkedHashMap<String, Object> copy = new LinkedHashMap<>();
    values.forEach((name, value) -> copy.put(Objects.requireNonNull(name), normal(name, value)));
    return new Hyperparameters(copy);
  }

  private static Object normal(String name, Object value) {
    if (value instanceof String || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      if (Double.isNaN(number) || Double.isInfinite(number)) {
        throw new InvalidInputException(
            "hyperparameter \"" + name + "\" is " + number + "; expected a finite number");
      }
      return number;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(item -> normal(name, item)).toList();
    }
    throw new InvalidInputException(
        "hyperparameter \""
            + name
            + "\" is "
            + value
            + "; expected text, a number, a boolean or a list of these");
  }

  /**
   * The settings with one more, or one changed.
   *
   * @param name of the setting
   * @param value text, a number, a boolean or a list of these
   * @return new hyperparameters
   * @throws InvalidInputException if the value is of another type
   */
  public Hyperparameters with(String name, Object value) {
    LinkedHashMap<String, Object> copy = new LinkedHashMap<>(values);
    copy.put(name, normal(name, value));
    return new Hyperparameters(copy);
  }

  /**
   * All settings.
   *
   * @return unmodifiable, in order; values are String, Long, Double, Boolean or List
   */
  @JsonValue
  public Map<String, Object> asMap() {
    return values;
  }

  /**
   * One setting, if there.
   *
   * @param name of the setting
   * @return the value or empty
   */
  public Optional<Object> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /**
   * A number.
   *
   * @param name of the setting
   * @return its value as a double
   * @throws NotFoundException if it is not set
   * @throws InvalidInputException if it is not a number
   */
  public double number(String name) {
    return typed(name, Number.class).doubleValue();
  }

  /**
   * A whole number.
   *
   * @param name of the setting
   * @return its value
   * @throws NotFoundException if it is not set
   * @throws InvalidInputException if it is not a whole number
   */
  public long integer(String name) {
    return typed(name, Long.class);
  }

  /**
   * A text.
   *
   * @param name of the setting
   * @return its value
   * @throws NotFoundException if it is not set
   * @throws InvalidInputException if it is not a text
   */
  public String text(String name) {
    return typed(name, String.class);
  }

  private <T> T typed(String name, Class<T> type) {
    Object value = values.get(name);
    if (value == null) {
      throw new NotFoundException(
          "no hyperparameter \"" + name + "\"; there are " + values.keySet());
    }
    if (!type.isInstance(value)) {
      throw new InvalidInputException(
          "hyperparameter \"" + name + "\" is " + value + "; expected a " + type.getSimpleName());
    }
    return type.cast(value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hyperparameters that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  /** The settings as a map prints. */
  @Override
  public String toString() {
    return values.toString();
  }
}
