package io.lepton.experiment;

import io.lepton.error.AlreadyExistsException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.StorageException;
import io.lepton.model.Version;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * A comparison of two rankers being described. Immutable: each method returns another definition.
 * Needed are the rankers; lists have ten results unless set.
 */
public final class InterleavingDefinition {
  private static final int TEN = 10;

  private final String name;
  private final @Nullable Variant first;
  private final @Nullable Variant second;
  private final int length;
  private final String salt;

  InterleavingDefinition(String name) {
    this(name, null, null, TEN, name);
  }

  private InterleavingDefinition(
      String name, @Nullable Variant first, @Nullable Variant second, int length, String salt) {
    this.name = name;
    this.first = first;
    this.second = second;
    this.length = length;
    this.salt = salt;
  }

  /**
   * Sets the rankers.
   *
   * @param firstRanker such as the one in use
   * @param secondRanker such as the new one
   * @return a new definition
   */
  public InterleavingDefinition between(Variant firstRanker, Variant secondRanker) {
    return new InterleavingDefinition(name, firstRanker, secondRanker, length, salt);
  }

  /**
   * Sets the rankers.
   *
   * @param firstRanker what it runs
   * @param secondRanker what it runs
   * @return a new definition
   */
  public InterleavingDefinition between(Version firstRanker, Version secondRanker) {
    return between(Variant.of(firstRanker), Variant.of(secondRanker));
  }

  /**
   * Sets the rankers.
   *
   * @param firstRanker what to call it
   * @param secondRanker what to call it
   * @return a new definition
   */
  public InterleavingDefinition between(String firstRanker, String secondRanker) {
    return between(Variant.of(firstRanker), Variant.of(secondRanker));
  }

  /**
   * Sets how long lists are at most; 10 unless set.
   *
   * @param results at least 2
   * @return a new definition
   */
  public InterleavingDefinition length(int results) {
    return new InterleavingDefinition(name, first, second, results, salt);
  }

  /**
   * Sets the salt of the tosses, which are a pure function of it and the query's id; unless set it
   * is the comparison's name.
   *
   * @param text any
   * @return a new definition
   */
  public InterleavingDefinition salt(String text) {
    return new InterleavingDefinition(name, first, second, length, text);
  }

  /**
   * What would be recorded if the comparison started now.
   *
   * @param now when it starts
   * @return the design
   * @throws InvalidInputException if something is missing or does not fit; the message says what
   */
  public InterleavingDesign design(Instant now) {
    if (first == null || second == null) {
      throw new InvalidInputException(
          InterleavingDesign.refused(name) + "no rankers; call between(first, second)");
    }
    return new InterleavingDesign(name, first, second, length, salt, now);
  }

  /**
   * Starts by the system's clock; see {@link #start(ExperimentStore, InstantSource)}.
   *
   * @param store keeps the comparison
   * @return the running comparison
   */
  public Interleaving start(ExperimentStore store) {
    return start(store, InstantSource.system());
  }

  /**
   * Records the design. Where the same definition was started before, by whatever process, that
   * comparison is resumed.
   *
   * @param store keeps the comparison
   * @param clock tells when things are recorded
   * @return the running comparison
   * @throws InvalidInputException if the definition does not hold together
   * @throws AlreadyExistsException if the name was started with another definition, or as something
   *     else; the message lists the differences
   * @throws StorageException if the store failed; trying again is safe
   */
  public Interleaving start(ExperimentStore store, InstantSource clock) {
    InterleavingDesign design = LogKind.INTERLEAVING.begin(store, name, design(clock.instant()));
    return new Interleaving(design, store, clock);
  }
}
