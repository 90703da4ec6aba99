package io.lepton.compress;

import io.lepton.error.InvalidInputException;
import io.lepton.network.Network;
import io.lepton.tensor.Weights;
import io.lepton.train.Examples;
import io.lepton.train.Trainer;
import java.util.Objects;
import java.util.function.BiFunction;

/**
 * Fine-tunes a network while its weights are pruned, more with each epoch; what was pruned stays
 * zero. Accuracy that pruning at once would cost is mostly kept. Immutable.
 */
public final class PrunedTraining {
  private final Trainer trainer;
  private final GradualSchedule schedule;
  private final long seed;

  private PrunedTraining(Trainer trainer, GradualSchedule schedule, long seed) {
    this.trainer = Objects.requireNonNull(trainer);
    this.schedule = Objects.requireNonNull(schedule);
    this.seed = seed;
  }

  /**
   * Prunes along a schedule.
   *
   * @param trainer that fine-tunes; its number of epochs, seed and masks are set here
   * @param schedule of sparsity, in epochs
   * @param seed of the order of rows
   * @return a training
   */
  public static PrunedTraining of(Trainer trainer, GradualSchedule schedule, long seed) {
    return new PrunedTraining(trainer, schedule, seed);
  }

  /**
   * Trains, each epoch with the least weights by magnitude of the whole network pruned.
   *
   * @param network the architecture
   * @param weights trained before
   * @param train to learn from
   * @param epochs in all, more than the schedule's last, so that the network settles
   * @return weights of which the schedule's final share is zero
   * @throws InvalidInputException if the epochs do not reach the schedule's end
   */
  public Weights train(Network network, Weights weights, Examples train, int epochs) {
    return train(
        network,
        weights,
        train,
        epochs,
        (sparsity, now) -> Pruning.to(sparsity).byMagnitude(network, now));
  }

  /**
   * Trains.
   *
   * @param network the architecture
   * @param weights trained before
   * @param train to learn from
   * @param epochs in all, more than the schedule's last, so that the network settles
   * @param choose what to prune, from the sparsity and the weights at the start of an epoch
   * @return weights of which the schedule's final share is zero
   * @throws InvalidInputException if the epochs do not reach the schedule's end
   */
  public Weights train(
      Network network,
      Weights weights,
      Examples train,
      int epochs,
      BiFunction<Double, Weights, Masks> choose) {
    if (epochs <= schedule.to()) {
      throw new InvalidInputException(
          epochs + " epochs; the schedule ends at " + schedule.to() + ", and needs one more");
    }
    Weights now = weights;
    for (int epoch = 0; epoch < epochs; epoch++) {
      Masks masks = choose.apply(schedule.at(epoch), now);
      now =
          trainer
              .epochs(1)
              .seed(seed + epoch)
              .mask(masks.asTensors(now))
              .train(network, now, train)
              .weights();
    }
    return now;
  }
}
