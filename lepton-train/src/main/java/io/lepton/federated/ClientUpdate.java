package io.lepton.federated;

import io.lepton.error.InvalidInputException;
import io.lepton.tensor.Weights;
import java.util.Objects;

/**
 * What a client sends back.
 *
 * @param weights after its training
 * @param examples behind them, at least 1: its share in the average
 */
public record ClientUpdate(Weights weights, long examples) {
  /** {@inheritDoc} */
  public ClientUpdate {
    Objects.requireNonNull(weights);
    if (examples < 1) {
      throw new InvalidInputException("an update of " + examples + " examples; expected 1 or more");
    }
  }
}
