package io.lepton.tune;

import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.internal.Json;
import io.lepton.model.Hyperparameters;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The values that hyperparameters may take, by name, in the order declared. A parameter may count
 * only while another one has certain values: conditions make the space a tree, in which a parameter
 * always comes after the one it depends on. A point has a value for every parameter that counts,
 * and for no other. Immutable.
 *
 * <pre>{@code
 * SearchSpace space = SearchSpace.builder()
 *     .logDecimal("learning_rate", 1e-4, 1e-1)
 *     .choice("kind", "linear", "svm")
 *     .when("kind", "svm", svm -> svm.logDecimal("c", 1e-3, 1e3).whole("degree", 1, 4))
 *     .build();
 * }</pre>
 */
public final class SearchSpace {
  private final Map<String, Parameter> parameters;
  private final Map<String, Condition> conditions;
  private final List<Parameter> ordered;
  private final @Nullable Gate[] gates;

  /** A condition, resolved: the index of the other parameter. */
  private record Gate(int parent, List<Object> values) {}

  SearchSpace(Map<String, Parameter> parameters, Map<String, Condition> conditions) {
    this.parameters = Collections.unmodifiableMap(parameters);
    this.conditions = Collections.unmodifiableMap(conditions);
    this.ordered = List.copyOf(parameters.values());
    this.gates = new Gate[ordered.size()];
    List<String> names = List.copyOf(parameters.keySet());
    conditions.forEach(
        (name, it) ->
            gates[names.indexOf(name)] = new Gate(names.indexOf(it.parameter()), it.values()));
  }

  /**
   * Starts a space.
   *
   * @return an empty builder
   */
  public static SearchSpaceBuilder builder() {
    return new SearchSpaceBuilder();
  }

  /**
   * The space of a study whose objective defines parameters as it asks for them, by {@link
   * RunningTrial#suggest} and its like. It has no parameters of its own.
   *
   * @return the space, for {@link Study#minimize(SearchSpace)} and others
   */
  public static SearchSpace discovered() {
    return new SearchSpace(Map.of(), Map.of());
  }

  boolean isDiscovered() {
    return ordered.isEmpty();
  }

  /**
   * All parameters, those that count under a condition included.
   *
   * @return in the order declared; the vectors of {@link #decode} have one place for each
   */
  public List<Parameter> parameters() {
    return ordered;
  }

  /**
   * One parameter.
   *
   * @param name of the parameter
   * @return the parameter
   * @throws NotFoundException if the space has none of that name
   */
  public Parameter parameter(String name) {
    Parameter found = parameters.get(name);
    if (found == null) {
      throw new NotFoundException(
          "no parameter \"" + name + "\"; there are " + parameters.keySet());
    }
    return found;
  }

  /**
   * When a parameter counts.
   *
   * @param name of a parameter
   * @return the condition; empty if it always counts
   */
  public Optional<Condition> condition(String name) {
    return Optional.ofNullable(conditions.get(name));
  }

  /**
   * Whether any parameter counts only under a condition.
   *
   * @return true if one does
   */
  public boolean isConditional() {
    return !conditions.isEmpty();
  }

  /**
   * The point at a place of the unit cube, which has one dimension for each parameter.
   *
   * @param unit from 0 to 1 each; what is given for parameters that do not count is not looked at
   * @return values of the parameters that count
   * @throws InvalidInputException if the length differs, or a place is outside
   */
  public Hyperparameters decode(double[] unit) {
    if (unit.length != ordered.size()) {
      throw new InvalidInputException(
          unit.length + " places for " + ordered.size() + " parameters; expected one for each");
    }
    @Nullable Object[] values = new Object[unit.length];
    Map<String, Object> point = new LinkedHashMap<>();
    for (int i = 0; i < unit.length; i++) {
      if (counts(i, values)) {
        Object value = ordered.get(i).fromUnit(unit[i]);
        values[i] = value;
        point.put(ordered.get(i).name(), value);
      }
    }
    return Hyperparameters.of(point);
  }

  private boolean counts(int parameter, @Nullable Object[] values) {
    Gate gate = gates[parameter];
    if (gate == null) {
      return true;
    }
    Object parent = values[gate.parent];
    return parent != null && gate.values.contains(parent);
  }

  /**
   * The place of a point in the unit cube.
   *
   * @param point of this space
   * @return one place for each parameter: from 0 to 1, or NaN where the parameter does not count
   * @throws InvalidInputException if it is not a point of this space, as {@link #require} says
   */
  public double[] encode(Hyperparameters point) {
    Map<String, Object> given = point.asMap();
    @Nullable Object[] values = new Object[ordered.size()];
    double[] unit = new double[values.length];
    int used = 0;
    for (int i = 0; i < unit.length; i++) {
      Parameter parameter = ordered.get(i);
      Object value = given.get(parameter.name());
      boolean counts = counts(i, values);
      if (counts != (value != null)) {
        throw misplaced(parameter.name(), point, counts);
      }
      unit[i] = value == null ? Double.NaN : parameter.toUnit(value);
      values[i] = value;
      used += value == null ? 0 : 1;
    }
    if (used < given.size()) {
      throw unknown(point);
    }
    return unit;
  }

  private InvalidInputException misplaced(String name, Hyperparameters point, boolean counts) {
    String condition = condition(name).map(it -> ", which counts if " + it).orElse("");
    return new InvalidInputException(
        "the point "
            + point
            + (counts ? " has no value for parameter \"" : " has a value for parameter \"")
            + name
            + "\""
            + condition);
  }

  private InvalidInputException unknown(Hyperparameters point) {
    List<String> names =
        point.asMap().keySet().stream().filter(name -> !parameters.containsKey(name)).toList();
    return new InvalidInputException(
        "the point has unknown parameters " + names + "; the space has " + parameters.keySet());
  }

  /**
   * Refuses what is not a point of this space.
   *
   * @param point to be looked at
   * @throws InvalidInputException if it has an unknown parameter, lacks one that counts, has one
   *     that does not count, or has a value that the parameter does not contain
   */
  public void require(Hyperparameters point) {
    encode(point);
  }

  /**
   * A point drawn uniformly from the unit cube.
   *
   * @param random gives as many numbers as there are parameters, whatever counts
   * @return the point
   */
  public Hyperparameters draw(SplittableRandom random) {
    return decode(random.doubles(ordered.size()).toArray());
  }

  /**
   * Names the space by its content.
   *
   * @return SHA-256 of its canonical JSON, in hexadecimal digits
   */
  public String fingerprint() {
    return Digest.of(toJson()).hex();
  }

  /**
   * Writes the space.
   *
   * @return canonical JSON that names its format and version
   */
  public String toJson() {
    return Json.text(SpaceFormat.encode(this));
  }

  /**
   * Reads a space back.
   *
   * @param json as {@link #toJson} wrote it
   * @return an equal space
   * @throws io.lepton.error.CorruptDataException if it is not a space
   * @throws io.lepton.error.FormatTooNewException if a newer Lepton wrote it
   */
  public static SearchSpace fromJson(String json) {
    return SpaceFormat.decode(json);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SearchSpace that
        && ordered.equals(that.ordered)
        && conditions.equals(that.conditions);
  }

  @Override
  public int hashCode() {
    return ordered.hashCode();
  }

  /** The parameters, and the conditions if there are any. */
  @Override
  public String toString() {
    return conditions.isEmpty() ? ordered.toString() : ordered + " if " + conditions;
  }
}
