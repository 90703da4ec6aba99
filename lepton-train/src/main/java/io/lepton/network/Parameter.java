package io.lepton.network;

import io.lepton.tensor.Shape;
import java.util.Objects;

/**
 * A tensor of a model: its shape, what changes it, and what it starts from.
 *
 * @param shape fully known, at least one element
 * @param role what changes it
 * @param initial law of its first values
 */
public record Parameter(Shape shape, Role role, Initial initial) {
  /** What changes a parameter. */
  public enum Role {
    /** A weight that is multiplied with inputs; penalties on large weights apply to these. */
    WEIGHT,
    /** A bias or a normalisation's own scale; learnt, but without penalties. */
    OFFSET,
    /** Running statistics: not learnt, but updated by the forward pass in training. */
    BUFFER
  }

  /** {@inheritDoc} */
  public Parameter {
    Objects.requireNonNull(role);
    Objects.requireNonNull(initial);
    Checks.elements(shape);
  }

  /**
   * Whether gradients change it.
   *
   * @return false for a buffer
   */
  public boolean trainable() {
    return role != Role.BUFFER;
  }
}
