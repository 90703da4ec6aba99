package io.lepton.finetune;

import io.lepton.network.Network;
import io.lepton.tensor.Weights;

/**
 * A network with an addition to be trained, which does not change its outputs yet.
 *
 * @param network the base with the addition
 * @param weights of the base, and first ones of the addition
 */
public record Adapted(Network network, Weights weights) {
  /** {@inheritDoc} */
  public Adapted {
    network.requireWeights(weights);
  }
}
