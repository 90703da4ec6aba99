package io.lepton.tune;

import io.lepton.error.AlreadyExistsException;
import io.lepton.error.InvalidInputException;
import io.lepton.model.Hyperparameters;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** The values that hyperparameters may take, by name. Immutable. */
public final class SearchSpace {
  private final Map<String, Dimension> dimensions;

  private SearchSpace(Map<String, Dimension> dimensions) {
    this.dimensions = Collections.unmodifiableMap(dimensions);
  }

  /** How one parameter is drawn. */
  private interface Dimension {
    Object draw(SplittableRandom random);
  }

  /**
   * Starts a space.
   *
   * @return an empty builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The names of the parameters.
   *
   * @return in order
   */
  public Set<String> names() {
    return dimensions.keySet();
  }

  Hyperparameters draw(SplittableRandom random) {
    Hyperparameters point = Hyperparameters.none();
    for (Map.Entry<String, Dimension> dimension : dimensions.entrySet()) {
      point = point.with(dimension.getKey(), dimension.getValue().draw(random));
    }
    return point;
  }

  /** Collects a space in order. Not thread-safe. */
  public static final class Builder {
    private final Map<String, Dimension> dimensions = new LinkedHashMap<>();

    private Builder() {}

    /**
     * Adds a number, drawn uniformly.
     *
     * @param name new in this space
     * @param low smallest value
     * @param high largest value, above {@code low}
     * @return this
     * @throws AlreadyExistsException if the name was added before
     * @throws InvalidInputException if the range is not valid
     */
    public Builder decimal(String name, double low, double high) {
      requireRange(name, low, high, Double.NEGATIVE_INFINITY);
      return add(name, random -> low + random.nextDouble() * (high - low));
    }

    /**
     * Adds a number whose logarithm is drawn uniformly, for scales such as learning rates.
     *
     * @param name new in this space
     * @param low smallest value, above 0
     * @param high largest value, above {@code low}
     * @return this
     * @throws AlreadyExistsException if the name was added before
     * @throws InvalidInputException if the range is not valid
     */
    public Builder logDecimal(String name, double low, double high) {
      requireRange(name, low, high, 0);
      double from = StrictMath.log(low);
      double to = StrictMath.log(high);
      return add(
          name,
          random -> {
            double value = StrictMath.exp(from + random.nextDouble() * (to - from));
            return Math.max(low, Math.min(high, value)); // exp and log round
          });
    }

    /**
     * Adds a whole number, drawn uniformly.
     *
     * @param name new in this space
     * @param low smallest value
     * @param high largest value, at least {@code low}
     * @return this
     * @throws AlreadyExistsException if the name was added before
     * @throws InvalidInputException if the range is not valid
     */
    public Builder whole(String name, long low, long high) {
      if (low > high || high == Long.MAX_VALUE) {
        throw new InvalidInputException(
            "parameter \"" + name + "\" from " + low + " to " + high + "; expected low <= high");
      }
      return add(name, random -> random.nextLong(low, high + 1));
    }

    /**
     * Adds a choice, drawn uniformly.
     *
     * @param name new in this space
     * @param values at least one; text, numbers, booleans or lists of these
     * @return this
     * @throws AlreadyExistsException if the name was added before
     * @throws InvalidInputException if there are no values, or one is of another type
     */
    public Builder choice(String name, Object... values) {
      List<Object> choices = List.of(values);
      if (choices.isEmpty()) {
        throw new InvalidInputException(
            "parameter \"" + name + "\" has no values; expected at least one");
      }
      choices.forEach(value -> Hyperparameters.none().with(name, value)); // refuses other types
      return add(name, random -> choices.get(random.nextInt(choices.size())));
    }

    private static void requireRange(String name, double low, double high, double above) {
      if (!(low > above && low < high && Double.isFinite(high - low))) {
        throw new InvalidInputException(
            "parameter \""
                + name
                + "\" from "
                + low
                + " to "
                + high
                + "; expected a finite range, low < high"
                + (above == 0 ? ", above 0" : ""));
      }
    }

    private Builder add(String name, Dimension dimension) {
      if (dimensions.putIfAbsent(name, dimension) != null) {
        throw new AlreadyExistsException("parameter \"" + name + "\" was added before");
      }
      return this;
    }

    /**
     * The space collected so far.
     *
     * @return an immutable space
     * @throws InvalidInputException if it has no parameters
     */
    public SearchSpace build() {
      if (dimensions.isEmpty()) {
        throw new InvalidInputException("a search space has no parameters; expected at least one");
      }
      return new SearchSpace(new LinkedHashMap<>(dimensions));
    }
  }
}
