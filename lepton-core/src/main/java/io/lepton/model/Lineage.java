package io.lepton.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Where a model came from, enough to train it again: data, ancestors, code, seed and environment.
 *
 * @param data the sets that went in, in order
 * @param derivedFrom versions it was fine-tuned, compressed or merged from
 * @param codeRevision of the training program, such as a Git commit, or null if unknown
 * @param seed of all randomness, or null if none was fixed
 * @param environment what else changes the bits: library and JVM versions, threads, device
 */
public record Lineage(
    List<DataReference> data,
    List<VersionId> derivedFrom,
    @Nullable String codeRevision,
    @Nullable Long seed,
    Map<String, String> environment) {

  /** {@inheritDoc} */
  public Lineage {
    data = List.copyOf(data);
    derivedFrom = List.copyOf(derivedFrom);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  /**
   * Nothing known.
   *
   * @return an empty lineage
   */
  public static Lineage unknown() {
    return builder().build();
  }

  /**
   * Starts a lineage.
   *
   * @return an empty builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The revision of the training program, if known.
   *
   * @return the revision or empty
   */
  public Optional<String> findCodeRevision() {
    return Optional.ofNullable(codeRevision);
  }

  /**
   * The seed, if one was fixed.
   *
   * @return the seed or empty
   */
  public OptionalLong findSeed() {
    return seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
  }

  /** Collects a lineage. Not thread-safe. */
  public static final class Builder {
    private final List<DataReference> data = new ArrayList<>();
    private final List<VersionId> derivedFrom = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private @Nullable String codeRevision;
    private @Nullable Long seed;

    private Builder() {}

    /**
     * Adds a set of data.
     *
     * @param reference to the data
     * @return this
     */
    public Builder data(DataReference reference) {
      data.add(Objects.requireNonNull(reference));
      return this;
    }

    /**
     * Adds an ancestor.
     *
     * @param version it was made from
     * @return this
     */
    public Builder derivedFrom(VersionId version) {
      derivedFrom.add(Objects.requireNonNull(version));
      return this;
    }

    /**
     * Sets the revision of the training program.
     *
     * @param revision such as a Git commit
     * @return this
     */
    public Builder codeRevision(String revision) {
      codeRevision = Objects.requireNonNull(revision);
      return this;
    }

    /**
     * Sets the seed.
     *
     * @param value of the seed
     * @return this
     */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /**
     * Adds a fact about the environment.
     *
     * @param name such as {@code pytorch} or {@code threads}
     * @param value its version or setting
     * @return this
     */
    public Builder environment(String name, String value) {
      environment.put(Objects.requireNonNull(name), Objects.requireNonNull(value));
      return this;
    }

    /**
     * Adds the versions of Lepton, the JVM and the operating system.
     *
     * @return this
     */
    public Builder thisJvm() {
      String lepton = Lineage.class.getPackage().getImplementationVersion();
      environment("lepton", lepton == null ? "built from source" : lepton);
      environment(
          "java",
          System.getProperty("java.vm.vendor") + " " + System.getProperty("java.runtime.version"));
      return environment(
          "os",
          System.getProperty("os.name")
              + " "
              + System.getProperty("os.version")
              + " "
              + System.getProperty("os.arch"));
    }

    /**
     * The lineage collected so far.
     *
     * @return an immutable lineage
     */
    public Lineage build() {
      return new Lineage(data, derivedFrom, codeRevision, seed, environment);
    }
  }
}
