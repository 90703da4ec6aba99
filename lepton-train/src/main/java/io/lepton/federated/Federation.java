package io.lepton.federated;

import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.privacy.BudgetSpentException;
import io.lepton.privacy.PrivacyGuarantee;
import io.lepton.privacy.RdpAccountant;
import io.lepton.tensor.Weights;
import io.lepton.train.internal.WeightVector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Clients and what they learn together. Rounds are run one at a time; the state can be read
 * meanwhile. A client that throws, or sends weights of another form or with values that are not
 * numbers, drops out of the round; the others go on.
 */
public final class Federation {
  private final FederatedAveraging definition;
  private final TreeMap<String, Client> clients;
  private volatile FederationState state;

  Federation(
      FederatedAveraging definition, FederationState state, Map<String, ? extends Client> clients) {
    this.definition = definition;
    this.state = state;
    this.clients = new TreeMap<>(clients);
    WeightVector.zeros(state.weights()); // checks
  }

  /**
   * Where it stands.
   *
   * @return the state after the last round
   */
  public FederationState state() {
    return state;
  }

  /**
   * The weights learnt so far.
   *
   * @return those of {@link #state}
   */
  public Weights weights() {
    return state.weights();
  }

  /**
   * Runs a round.
   *
   * @return what happened
   * @throws BudgetSpentException if the round would cost more privacy than is left; it is not begun
   * @throws EngineException if there were participants, but fewer usable updates than the minimum;
   *     the weights stay, the round and its privacy are spent
   */
  public synchronized FederationRound round() {
    int number = Math.addExact(state.round(), 1);
    Privacy privacy = definition.privacy();
    RdpAccountant spent = state.spent();
    PrivacyGuarantee guarantee = null;
    if (privacy != null) {
      spent = spent.spend(rate(), privacy.noiseMultiplier(), 1);
      guarantee = privacy.budget().require(spent, "round " + number);
    }
    // Spent before any client is asked: an error on the way must not make the round free.
    state = new FederationState(number, state.weights(), spent);
    Sample sample = Sample.draw(definition, number, clients.keySet());
    Gathered gathered = gather(number, sample);
    int usable = gathered.participants.size();
    if (!sample.seeds().isEmpty() && usable < definition.minimumUpdates()) {
      throw new EngineException(
          "round "
              + number
              + " has "
              + usable
              + " usable updates; the minimum is "
              + definition.minimumUpdates()
              + "; dropped: "
              + gathered.dropped);
    }
    WeightVector change = gathered.mean(privacy, rate() * clients.size());
    change.scale(definition.serverLearningRate());
    Weights moved = WeightVector.of(state.weights()).add(1, change).toWeights();
    state = new FederationState(number, moved, spent);
    return new FederationRound(
        number,
        List.copyOf(gathered.participants.keySet()),
        gathered.dropped,
        gathered.examples,
        change.norm(),
        guarantee);
  }

  private double rate() {
    return definition.sampling() instanceof Sampling.Independent independent
        ? independent.probability()
        : 1;
  }

  private Gathered gather(int number, Sample sample) {
    Weights common = state.weights();
    Map<String, CompletableFuture<ClientUpdate>> running = new LinkedHashMap<>();
    sample
        .seeds()
        .forEach(
            (name, seed) -> {
              ClientTask task = new ClientTask(number, common, definition.proximal(), seed);
              Client client = Objects.requireNonNull(clients.get(name));
              running.put(
                  name,
                  CompletableFuture.supplyAsync(() -> client.train(task), definition.executor()));
            });
    Gathered gathered = new Gathered(common, definition.privacy());
    running.forEach(
        (name, future) -> {
          try {
            gathered.add(name, future.join());
          } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
              throw error;
            }
            gathered.dropped.put(name, String.valueOf(e.getCause()));
          } catch (InvalidInputException e) {
            gathered.dropped.put(name, e.getMessage());
          }
        });
    return gathered;
  }

  /** Sums changes in the order of names, so that the bits do not depend on who was faster. */
  private static final class Gathered {
    private final Weights common;
    private final @Nullable Privacy privacy;
    private final WeightVector sum;
    private final Map<String, Long> participants = new LinkedHashMap<>();
    private final Map<String, String> dropped = new LinkedHashMap<>();
    private long examples;

    Gathered(Weights common, @Nullable Privacy privacy) {
      this.common = common;
      this.privacy = privacy;
      this.sum = WeightVector.zeros(common);
    }

    void add(String name, @Nullable ClientUpdate update) {
      if (update == null) {
        throw new InvalidInputException("it sent null");
      }
      WeightVector.requireSameLayout(common, update.weights(), "its update");
      WeightVector change = WeightVector.of(update.weights()).add(-1, common);
      double norm = change.norm();
      if (!Double.isFinite(norm)) {
        throw new InvalidInputException("its update has values that are not finite");
      }
      double share =
          privacy == null
              ? update.examples()
              : norm > privacy.clipNorm() ? privacy.clipNorm() / norm : 1;
      sum.add(share, change);
      participants.put(name, update.examples());
      examples = Math.addExact(examples, update.examples());
    }

    /**
     * With privacy over the expected number of participants, which does not depend on who they are.
     */
    WeightVector mean(@Nullable Privacy settings, double expected) {
      if (settings == null) {
        return examples == 0 ? sum : sum.scale(1.0 / examples);
      }
      RandomGenerator random = settings.random();
      double deviation = settings.noiseMultiplier() * settings.clipNorm();
      double[] values = sum.values();
      for (int i = 0; i < values.length; i++) {
        values[i] += deviation * random.nextGaussian();
      }
      return sum.scale(1 / expected);
    }
  }
}
