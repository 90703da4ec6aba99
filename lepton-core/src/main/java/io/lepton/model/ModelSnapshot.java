package io.lepton.model;

import io.lepton.bytes.ByteSource;
import io.lepton.error.AlreadyExistsException;
import io.lepton.tensor.Weights;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Everything that is saved of a model, and everything an engine needs to bring it back to life.
 * Training ends in one; a store keeps it; {@link io.lepton.spi.ModelEngine} makes a predictor of
 * it.
 *
 * @param format what the model is, with a version, such as {@code lepton.tabular-classifier/1}; an
 *     engine is found by it
 * @param config JSON text that the format's engine understands: architecture, encoding of rows
 * @param weights the tensors
 * @param files what is not a tensor, such as a tokenizer, by name in order
 * @param hyperparameters it was trained with
 * @param signature what goes in and comes out
 * @param lineage where it came from
 */
public record ModelSnapshot(
    String format,
    String config,
    Weights weights,
    Map<String, ByteSource> files,
    Hyperparameters hyperparameters,
    Signature signature,
    Lineage lineage) {

  /** {@inheritDoc} */
  public ModelSnapshot {
    Objects.requireNonNull(format);
    Objects.requireNonNull(config);
    Objects.requireNonNull(weights);
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    Objects.requireNonNull(hyperparameters);
    Objects.requireNonNull(signature);
    Objects.requireNonNull(lineage);
  }

  /**
   * Starts a snapshot.
   *
   * @param format what the model is, with a version
   * @return a builder with an empty object as config, and nothing else
   */
  public static Builder builder(String format) {
    return new Builder(format);
  }

  /** Collects a snapshot. Not thread-safe. */
  public static final class Builder {
    private final String format;
    private final LinkedHashMap<String, ByteSource> files = new LinkedHashMap<>();
    private String config = "{}";
    private Weights weights = Weights.empty();
    private Hyperparameters hyperparameters = Hyperparameters.none();
    private Signature signature = new Signature(java.util.List.of(), java.util.List.of());
    private Lineage lineage = Lineage.unknown();

    private Builder(String format) {
      this.format = Objects.requireNonNull(format);
    }

    /**
     * Sets the engine's configuration.
     *
     * @param json text
     * @return this
     */
    public Builder config(String json) {
      config = json;
      return this;
    }

    /**
     * Sets the tensors.
     *
     * @param value the weights
     * @return this
     */
    public Builder weights(Weights value) {
      weights = value;
      return this;
    }

    /**
     * Adds a file.
     *
     * @param name new in this snapshot
     * @param content of the file
     * @return this
     * @throws AlreadyExistsException if the name was added before
     */
    public Builder file(String name, ByteSource content) {
      if (files.putIfAbsent(name, content) != null) {
        throw new AlreadyExistsException("file \"" + name + "\" was added before");
      }
      return this;
    }

    /**
     * Sets the hyperparameters.
     *
     * @param value the settings
     * @return this
     */
    public Builder hyperparameters(Hyperparameters value) {
      hyperparameters = value;
      return this;
    }

    /**
     * Sets the signature.
     *
     * @param value inputs and outputs
     * @return this
     */
    public Builder signature(Signature value) {
      signature = value;
      return this;
    }

    /**
     * Sets the lineage.
     *
     * @param value where it came from
     * @return this
     */
    public Builder lineage(Lineage value) {
      lineage = value;
      return this;
    }

    /**
     * The snapshot collected so far.
     *
     * @return an immutable snapshot
     */
    public ModelSnapshot build() {
      return new ModelSnapshot(format, config, weights, files, hyperparameters, signature, lineage);
    }
  }
}
