package io.lepton.federated;

import io.lepton.tensor.Weights;
import java.util.Objects;

/**
 * What a client is asked to do.
 *
 * @param round from 1
 * @param weights to start from
 * @param proximal μ of the penalty μ/2 ‖w − weights‖² that the client adds to its loss (FedProx, Li
 *     et al. 2020); 0 for none
 * @param seed of the client's randomness in this round
 */
public record ClientTask(int round, Weights weights, double proximal, long seed) {
  /** {@inheritDoc} */
  public ClientTask {
    Objects.requireNonNull(weights);
  }
}
