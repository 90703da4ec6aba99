package io.lepton.train;

import io.lepton.network.Network;
import io.lepton.tensor.Weights;

/**
 * What came out of a training.
 *
 * @param network that was trained
 * @param weights of the best epoch by validation loss, or of the last without validation
 * @param history of all epochs
 */
public record TrainedNetwork(Network network, Weights weights, History history) {}
