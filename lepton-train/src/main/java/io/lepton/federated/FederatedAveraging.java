package io.lepton.federated;

import io.lepton.error.InvalidInputException;
import io.lepton.privacy.RdpAccountant;
import io.lepton.tensor.Weights;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Federated averaging (McMahan et al. 2017): in each round some clients train from the common
 * weights, which then move by the mean of the clients' changes, each counted by its examples. With
 * a proximal term, FedProx (Li et al. 2020). Immutable.
 */
public final class FederatedAveraging {
  private final Sampling sampling;
  private final double proximal;
  private final double serverLearningRate;
  private final int minimumUpdates;
  private final @Nullable Privacy privacy;
  private final long seed;
  private final Executor executor;

  private FederatedAveraging(
      Sampling sampling,
      double proximal,
      double serverLearningRate,
      int minimumUpdates,
      @Nullable Privacy privacy,
      long seed,
      Executor executor) {
    this.sampling = sampling;
    this.proximal = proximal;
    this.serverLearningRate = serverLearningRate;
    this.minimumUpdates = minimumUpdates;
    this.privacy = privacy;
    this.seed = seed;
    this.executor = executor;
  }

  /**
   * All clients in each round, no proximal term, the plain mean, no privacy, one client after the
   * other, seed 0.
   *
   * @return the definition
   */
  public static FederatedAveraging withDefaults() {
    return new FederatedAveraging(new Sampling.Independent(1), 0, 1, 1, null, 0, Runnable::run);
  }

  /**
   * Another sampling of clients.
   *
   * @param value who takes part
   * @return a new definition
   */
  public FederatedAveraging withSampling(Sampling value) {
    return new FederatedAveraging(
        value, proximal, serverLearningRate, minimumUpdates, privacy, seed, executor);
  }

  /**
   * A penalty on going far from the common weights, for clients with unlike data.
   *
   * @param mu 0 or more; 0.001 to 1 in the paper
   * @return a new definition
   */
  public FederatedAveraging withProximal(double mu) {
    if (!(mu >= 0 && mu < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException("proximal is " + mu + "; expected 0 or more");
    }
    return new FederatedAveraging(
        sampling, mu, serverLearningRate, minimumUpdates, privacy, seed, executor);
  }

  /**
   * Another step along the mean change.
   *
   * @param rate above 0; 1 for the plain mean of weights
   * @return a new definition
   */
  public FederatedAveraging withServerLearningRate(double rate) {
    if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException("server learning rate is " + rate + "; expected above 0");
    }
    return new FederatedAveraging(
        sampling, proximal, rate, minimumUpdates, privacy, seed, executor);
  }

  /**
   * Fewest updates without which a round with participants fails.
   *
   * @param count 1 or more
   * @return a new definition
   */
  public FederatedAveraging withMinimumUpdates(int count) {
    if (count < 1) {
      throw new InvalidInputException("minimum of updates is " + count + "; expected 1 or more");
    }
    return new FederatedAveraging(
        sampling, proximal, serverLearningRate, count, privacy, seed, executor);
  }

  /**
   * Differential privacy of the clients. Needs {@link Sampling.Independent}.
   *
   * @param value how much, and how
   * @return a new definition
   */
  public FederatedAveraging withPrivacy(Privacy value) {
    return new FederatedAveraging(
        sampling, proximal, serverLearningRate, minimumUpdates, value, seed, executor);
  }

  /**
   * Another seed of sampling and of the clients' seeds.
   *
   * @param value any number
   * @return a new definition
   */
  public FederatedAveraging withSeed(long value) {
    return new FederatedAveraging(
        sampling, proximal, serverLearningRate, minimumUpdates, privacy, value, executor);
  }

  /**
   * Clients run by an executor, for example side by side. The result does not depend on it.
   *
   * @param value the executor
   * @return a new definition
   */
  public FederatedAveraging withExecutor(Executor value) {
    return new FederatedAveraging(
        sampling, proximal, serverLearningRate, minimumUpdates, privacy, seed, value);
  }

  /**
   * Starts a federation.
   *
   * @param weights common to all at first; F32
   * @param clients by name, at least one; fixed, and in number known to everyone
   * @return a federation before its first round
   * @throws InvalidInputException if there are no clients, a tensor is not F32, or privacy is asked
   *     for without independent sampling
   */
  public Federation start(Weights weights, Map<String, ? extends Client> clients) {
    return resume(new FederationState(0, weights, RdpAccountant.empty()), clients);
  }

  /**
   * Goes on where a federation was left. What it had spent of the budget stays spent.
   *
   * @param state of the federation
   * @param clients by name, as at its start
   * @return a federation after its last round
   * @throws InvalidInputException as {@link #start}
   */
  public Federation resume(FederationState state, Map<String, ? extends Client> clients) {
    if (clients.isEmpty()) {
      throw new InvalidInputException("a federation of no clients; expected at least one");
    }
    if (privacy != null && !(sampling instanceof Sampling.Independent)) {
      throw new InvalidInputException(
          "privacy with " + sampling + "; its account holds for independent sampling only");
    }
    return new Federation(this, state, clients);
  }

  Sampling sampling() {
    return sampling;
  }

  double proximal() {
    return proximal;
  }

  double serverLearningRate() {
    return serverLearningRate;
  }

  int minimumUpdates() {
    return minimumUpdates;
  }

  @Nullable Privacy privacy() {
    return privacy;
  }

  long seed() {
    return seed;
  }

  Executor executor() {
    return Objects.requireNonNull(executor);
  }
}
