package io.lepton.model;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** What a model says of one row. */
public sealed interface Prediction {
  /**
   * The numbers in it by name, which is what monitoring watches.
   *
   * @return unmodifiable, in order
   */
  Map<String, Double> numbers();

  /**
   * A class with the probability of each.
   *
   * @param label the class decided on
   * @param probabilities every class to its probability, in the model's order of classes
   */
  record Classification(String label, Map<String, Double> probabilities) implements Prediction {
    /** {@inheritDoc} */
    public Classification {
      probabilities = Collections.unmodifiableMap(new LinkedHashMap<>(probabilities));
      if (!probabilities.containsKey(label)) {
        throw new InvalidInputException(
            "label \"" + label + "\" is none of " + probabilities.keySet());
      }
    }

    /**
     * The probability of one class.
     *
     * @param name of the class
     * @return from 0 to 1
     * @throws NotFoundException if the model has no such class
     */
    public double probability(String name) {
      Double probability = probabilities.get(name);
      if (probability == null) {
        throw new NotFoundException(
            "no class \"" + name + "\"; there are " + probabilities.keySet());
      }
      return probability;
    }

    @Override
    public Map<String, Double> numbers() {
      return probabilities;
    }
  }

  /**
   * A number.
   *
   * @param target what it is of: the name of the column predicted
   * @param value the estimate, finite, in the column's unit
   */
  record Regression(String target, double value) implements Prediction {
    /** {@inheritDoc} */
    public Regression {
      Objects.requireNonNull(target);
      requireFinite(target, value);
    }

    @Override
    public Map<String, Double> numbers() {
      return Map.of(target, value);
    }
  }

  /**
   * How unlike the training data a row is.
   *
   * @param score at least 0, the higher the stranger
   * @param threshold the score from which on a row counts as an anomaly
   */
  record Anomaly(double score, double threshold) implements Prediction {
    /** {@inheritDoc} */
    public Anomaly {
      requireFinite("score", score);
      requireFinite("threshold", threshold);
    }

    /**
     * The verdict.
     *
     * @return whether the score reaches the threshold
     */
    public boolean isAnomalous() {
      return score >= threshold;
    }

    @Override
    public Map<String, Double> numbers() {
      return Map.of("score", score);
    }
  }

  /**
   * Numbers of which no more is known than their names, such as those of another framework's model.
   *
   * @param numbers by name, finite, at least one
   */
  record Outputs(Map<String, Double> numbers) implements Prediction {
    /** {@inheritDoc} */
    public Outputs {
      numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
      if (numbers.isEmpty()) {
        throw new InvalidInputException("there are no outputs; expected at least one");
      }
      numbers.forEach(Prediction::requireFinite);
    }
  }

  private static void requireFinite(String what, double value) {
    if (!Double.isFinite(value)) {
      throw new InvalidInputException(
          "\"" + what + "\" is " + value + "; expected a finite number");
    }
  }
}
