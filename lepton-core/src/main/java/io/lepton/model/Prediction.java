package io.lepton.model;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

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
}
