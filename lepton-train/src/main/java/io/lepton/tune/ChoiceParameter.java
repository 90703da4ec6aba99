package io.lepton.tune;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Hyperparameters;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * One of some values without an order. The cells of the unit interval follow the order in which
 * they are given, which means nothing.
 *
 * @param name of the parameter
 * @param values at least one, no two equal: text, {@code Long}, {@code Double}, booleans, or lists
 *     of these; other whole and decimal types are made one of these
 */
public record ChoiceParameter(String name, List<Object> values) implements Parameter {
  /** {@inheritDoc} */
  public ChoiceParameter {
    Objects.requireNonNull(name);
    values = values.stream().map(value -> normal(name, value)).toList();
    if (values.isEmpty()) {
      throw new InvalidInputException(
          "parameter \"" + name + "\" has no values; expected at least one");
    }
    if (new HashSet<>(values).size() < values.size()) {
      throw new InvalidInputException(
          "parameter \"" + name + "\" has a value twice, " + values + "; give each once");
    }
  }

  /** As hyperparameters keep it; refuses other types. */
  static Object normal(String name, Object value) {
    return Hyperparameters.none().with(name, value).find(name).orElseThrow();
  }

  @Override
  public OptionalLong levels() {
    return OptionalLong.of(values.size());
  }

  @Override
  public boolean contains(Object value) {
    return values.contains(value);
  }

  @Override
  public Object fromUnit(double unit) {
    int index = (int) (Ranges.requireUnit(name, unit) * values.size());
    return values.get(Math.min(values.size() - 1, index));
  }

  @Override
  public double toUnit(Object value) {
    return (index(value) + 0.5) / values.size();
  }

  @Override
  public double cellStart(Object value) {
    return index(value) / (double) values.size();
  }

  @Override
  public double cellEnd(Object value) {
    return (index(value) + 1) / (double) values.size();
  }

  /**
   * The place of a value in the list.
   *
   * @param value that the parameter contains
   * @return from 0
   * @throws InvalidInputException if the parameter does not contain it
   */
  public int index(Object value) {
    int index = values.indexOf(value);
    if (index < 0) {
      throw Ranges.notContained(this, value);
    }
    return index;
  }
}
