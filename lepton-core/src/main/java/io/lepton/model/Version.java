package io.lepton.model;

import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A saved model: its immutable record, without the weights' bytes. Two versions are the same
 * exactly when their ids are; {@code equals} compares only these.
 *
 * @param id SHA-256 of the canonical manifest
 * @param model name of the model it is a version of
 * @param number counts the model's versions in one store from 1; another store may number
 *     differently
 * @param parents versions it follows: none for a first, two for a merge
 * @param format of the snapshot
 * @param tensors name to type and shape, in order
 * @param files name to size in bytes, in order
 * @param hyperparameters it was trained with
 * @param signature what goes in and comes out
 * @param lineage where it came from
 * @param author who saved it
 * @param time when it was saved
 * @param message why
 */
public record Version(
    VersionId id,
    String model,
    long number,
    List<VersionId> parents,
    String format,
    Map<String, TensorInfo> tensors,
    Map<String, Long> files,
    Hyperparameters hyperparameters,
    Signature signature,
    Lineage lineage,
    String author,
    Instant time,
    String message) {

  /**
   * Type and shape of a stored tensor.
   *
   * @param dtype element type
   * @param shape fully known
   */
  public record TensorInfo(DType dtype, Shape shape) {}

  /** {@inheritDoc} */
  public Version {
    parents = List.copyOf(parents);
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Version that && id.equals(that.id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  /** Model, number and short id, as in {@code credit-scoring v2 (1f0c9a3be452)}. */
  @Override
  public String toString() {
    return model + " v" + number + " (" + id + ")";
  }
}
