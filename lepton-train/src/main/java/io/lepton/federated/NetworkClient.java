package io.lepton.federated;

import io.lepton.network.Network;
import io.lepton.tensor.Weights;
import io.lepton.train.Anchor;
import io.lepton.train.Examples;
import io.lepton.train.Trainer;
import java.util.Objects;

/**
 * A client that trains a network in this process: for simulations, and for the far end of a
 * caller's own transport.
 *
 * @param trainer of a round; its seed is replaced, and so is its anchor if the task has a proximal
 *     term
 * @param network that all clients train
 * @param examples of this client alone
 */
public record NetworkClient(Trainer trainer, Network network, Examples examples) implements Client {
  /** {@inheritDoc} */
  public NetworkClient {
    Objects.requireNonNull(trainer);
    Objects.requireNonNull(network);
    Objects.requireNonNull(examples);
  }

  @Override
  public ClientUpdate train(ClientTask task) {
    Trainer seeded = trainer.seed(task.seed());
    Trainer held =
        task.proximal() == 0
            ? seeded
            : seeded.anchor(Anchor.at(task.weights(), task.proximal() / 2));
    Weights trained = held.train(network, task.weights(), examples).weights();
    return new ClientUpdate(trained, examples.rows());
  }
}
