package io.lepton.assign;

/**
 * A part of a layer, [from, to).
 *
 * @param layer the whole
 * @param from where it begins, 0 to 1
 * @param to where it ends, exclusive; greater than {@code from}, at most 1
 */
public record LayerRange(Layer layer, double from, double to) {
  /** {@inheritDoc} */
  public LayerRange {
    Shares.requirePart("range of layer \"" + layer.name() + "\"", from, to);
  }

  /**
   * Whether some unit may be in both.
   *
   * @param other a range of the same layer
   * @return true if they have a point in common
   */
  public boolean overlaps(LayerRange other) {
    return from < other.to && other.from < to;
  }

  /**
   * Which units fall into it.
   *
   * @return the function
   */
  public Membership members() {
    return Membership.of(HashSchemes.named(layer.scheme()), layer.salt(), from, to);
  }

  /** As in {@code checkout [0.0, 0.5)}. */
  @Override
  public String toString() {
    return layer.name() + " [" + from + ", " + to + ")";
  }
}
