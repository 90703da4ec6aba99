package io.lepton.federated;

import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.internal.Json;
import io.lepton.model.ModelSnapshot;
import io.lepton.privacy.RdpAccountant;
import io.lepton.tensor.Weights;
import java.util.Objects;

/**
 * Where a federation stands between two rounds, which is all it needs to go on.
 *
 * @param round the last one that was run, 0 before the first
 * @param weights common to all
 * @param spent of privacy
 */
public record FederationState(int round, Weights weights, RdpAccountant spent) {
  /** The format of snapshots of a state. */
  public static final String FORMAT = "lepton.federation/1";

  private record Config(int round, RdpAccountant spent) {}

  /** {@inheritDoc} */
  public FederationState {
    Objects.requireNonNull(weights);
    Objects.requireNonNull(spent);
    if (round < 0) {
      throw new InvalidInputException("round is " + round + "; expected 0 or more");
    }
  }

  /**
   * What is saved.
   *
   * @return a snapshot of the format {@link #FORMAT}; it is a state, and no engine loads it
   */
  public ModelSnapshot toSnapshot() {
    return ModelSnapshot.builder(FORMAT)
        .config(Json.text(new Config(round, spent)))
        .weights(weights)
        .build();
  }

  /**
   * Reads what {@link #toSnapshot} wrote.
   *
   * @param snapshot of the format {@link #FORMAT}
   * @return the state
   * @throws InvalidInputException if it is of another format
   * @throws CorruptDataException if its configuration does not hold together
   */
  public static FederationState of(ModelSnapshot snapshot) {
    if (!snapshot.format().equals(FORMAT)) {
      throw new InvalidInputException(
          "a snapshot of the format " + snapshot.format() + "; expected " + FORMAT);
    }
    Config config = Json.read(snapshot.config(), Config.class, "the state of the federation");
    try {
      return new FederationState(config.round, snapshot.weights(), config.spent);
    } catch (InvalidInputException | NullPointerException e) {
      throw new CorruptDataException("the state of the federation: " + e.getMessage(), e);
    }
  }
}
