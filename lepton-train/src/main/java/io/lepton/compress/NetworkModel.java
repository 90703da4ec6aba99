package io.lepton.compress;

import io.lepton.network.Network;
import io.lepton.tensor.Weights;

/**
 * A network with weights that fit it.
 *
 * @param network the architecture
 * @param weights of the names and shapes it asks for
 */
public record NetworkModel(Network network, Weights weights) {
  /** {@inheritDoc} */
  public NetworkModel {
    network.requireWeights(weights);
  }
}
