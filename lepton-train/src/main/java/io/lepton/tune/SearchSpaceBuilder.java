package io.lepton.tune;

import io.lepton.error.AlreadyExistsException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Collects a space in order. Not thread-safe. */
public final class SearchSpaceBuilder {
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final Map<String, Condition> conditions = new LinkedHashMap<>();
  private @Nullable Condition scope;

  SearchSpaceBuilder() {}

  /**
   * Adds a parameter.
   *
   * @param parameter whose name is new in this space
   * @return this
   * @throws AlreadyExistsException if the name was added before
   */
  public SearchSpaceBuilder add(Parameter parameter) {
    if (parameters.putIfAbsent(parameter.name(), parameter) != null) {
      throw new AlreadyExistsException("parameter \"" + parameter.name() + "\" was added before");
    }
    if (scope != null) {
      conditions.put(parameter.name(), scope);
    }
    return this;
  }

  /**
   * Adds a continuous number.
   *
   * @param name new in this space
   * @param low smallest value
   * @param high largest value, above {@code low}
   * @return this
   * @throws AlreadyExistsException if the name was added before
   * @throws InvalidInputException if the range is not valid
   */
  public SearchSpaceBuilder decimal(String name, double low, double high) {
    return add(new DecimalParameter(name, low, high, Scale.LINEAR, 0));
  }

  /**
   * Adds a number that goes in steps.
   *
   * @param name new in this space
   * @param low smallest value
   * @param high largest value, above {@code low} by a whole number of steps
   * @param step above 0
   * @return this
   * @throws AlreadyExistsException if the name was added before
   * @throws InvalidInputException if the range or the step is not valid
   */
  public SearchSpaceBuilder decimal(String name, double low, double high, double step) {
    if (step == 0) {
      throw Ranges.wrong(name, low, high, "a step above 0, found 0");
    }
    return add(new DecimalParameter(name, low, high, Scale.LINEAR, step));
  }

  /**
   * Adds a continuous number that counts by its logarithm, for scales such as learning rates.
   *
   * @param name new in this space
   * @param low smallest value, above 0
   * @param high largest value, above {@code low}
   * @return this
   * @throws AlreadyExistsException if the name was added before
   * @throws InvalidInputException if the range is not valid
   */
  public SearchSpaceBuilder logDecimal(String name, double low, double high) {
    return add(new DecimalParameter(name, low, high, Scale.LOG, 0));
  }

  /**
   * Adds a whole number.
   *
   * @param name new in this space
   * @param low smallest value
   * @param high largest value, at least {@code low}
   * @return this
   * @throws AlreadyExistsException if the name was added before
   * @throws InvalidInputException if the range is not valid
   */
  public SearchSpaceBuilder whole(String name, long low, long high) {
    return whole(name, low, high, 1);
  }

  /**
   * Adds a whole number that goes in steps.
   *
   * @param name new in this space
   * @param low smallest value
   * @param high largest value, above {@code low} by a whole number of steps
   * @param step at least 1
   * @return this
   * @throws AlreadyExistsException if the name was added before
   * @throws InvalidInputException if the range or the step is not valid
   */
  public SearchSpaceBuilder whole(String name, long low, long high, long step) {
    return add(new WholeParameter(name, low, high, Scale.LINEAR, step));
  }

  /**
   * Adds a whole number that counts by its logarithm, for scales such as sizes of layers.
   *
   * @param name new in this space
   * @param low smallest value, at least 1
   * @param high largest value, at least {@code low}
   * @return this
   * @throws AlreadyExistsException if the name was added before
   * @throws InvalidInputException if the range is not valid
   */
  public SearchSpaceBuilder logWhole(String name, long low, long high) {
    return add(new WholeParameter(name, low, high, Scale.LOG, 1));
  }

  /**
   * Adds a choice among values without an order.
   *
   * @param name new in this space
   * @param values at least one; text, numbers, booleans or lists of these
   * @return this
   * @throws AlreadyExistsException if the name was added before
   * @throws InvalidInputException if there are no values, one is there twice, or one is of another
   *     type
   */
  public SearchSpaceBuilder choice(String name, Object... values) {
    if (Arrays.stream(values).anyMatch(Objects::isNull)) {
      throw new InvalidInputException(
          "parameter \"" + name + "\" has null among its values; name it, such as \"none\"");
    }
    return add(new ChoiceParameter(name, List.of(values)));
  }

  /**
   * Adds parameters that count while another one has a value.
   *
   * @param name of a discrete parameter added before
   * @param value one of its values
   * @param part adds the parameters to the builder it is given; may nest
   * @return this
   * @throws NotFoundException if there is no such parameter
   * @throws InvalidInputException if it is continuous, or does not contain the value
   */
  public SearchSpaceBuilder when(String name, Object value, Consumer<SearchSpaceBuilder> part) {
    return whenIn(name, List.of(value), part);
  }

  /**
   * Adds parameters that count while another one has one of some values.
   *
   * @param name of a discrete parameter added before, which counts wherever this is said
   * @param values some of its values, at least one
   * @param part adds the parameters to the builder it is given; may nest
   * @return this
   * @throws NotFoundException if there is no such parameter
   * @throws InvalidInputException if it is continuous, or does not contain a value
   */
  public SearchSpaceBuilder whenIn(String name, List<?> values, Consumer<SearchSpaceBuilder> part) {
    Condition outer = scope;
    scope = condition(name, values);
    try {
      part.accept(this);
    } finally {
      scope = outer;
    }
    return this;
  }

  private Condition condition(String name, List<?> values) {
    Parameter other = parameters.get(name);
    if (other == null) {
      throw new NotFoundException(
          "no parameter \"" + name + "\" was added before; there are " + parameters.keySet());
    }
    if (other.levels().isEmpty()) {
      throw new InvalidInputException(
          "parameter \""
              + name
              + "\" is continuous; conditions need whole numbers, steps or choices");
    }
    List<Object> known = new ArrayList<>();
    for (Object value : values) {
      Object normal = ChoiceParameter.normal(name, value);
      if (!other.contains(normal)) {
        throw Ranges.notContained(other, normal);
      }
      known.add(normal);
    }
    if (known.isEmpty()) {
      throw new InvalidInputException(
          "a condition on parameter \"" + name + "\" has no values; expected at least one");
    }
    requireInScope(name);
    return new Condition(name, known);
  }

  /** One condition for each parameter: a second one must follow from the first. */
  private void requireInScope(String name) {
    if (scope != null && !scope.equals(conditions.get(name))) {
      throw new InvalidInputException(
          "parameter \""
              + name
              + "\" does not belong to the condition "
              + scope
              + "; inside it, conditions may be only on parameters added there");
    }
  }

  /**
   * The space collected so far.
   *
   * @return an immutable space
   * @throws InvalidInputException if it has no parameters
   */
  public SearchSpace build() {
    if (parameters.isEmpty()) {
      throw new InvalidInputException("a search space has no parameters; expected at least one");
    }
    return new SearchSpace(new LinkedHashMap<>(parameters), new LinkedHashMap<>(conditions));
  }

  /** Adds what was read back, whose condition was checked when it was made. */
  SearchSpaceBuilder add(Parameter parameter, @Nullable Condition condition) {
    return condition == null
        ? add(parameter)
        : whenIn(condition.parameter(), condition.values(), it -> it.add(parameter));
  }
}
