package io.lepton.assign;

import io.lepton.error.InvalidInputException;

/**
 * Whether a unit belongs to a part of all units: that of a layer's range, or a holdout. Immutable
 * and safe for use by many threads; allocates nothing when asked.
 */
public final class Membership {
  private final UnitHash hash;
  private final PointRange points;

  private Membership(UnitHash hash, PointRange points) {
    this.hash = hash;
    this.points = points;
  }

  static Membership of(HashScheme scheme, String salt, double from, double to) {
    return new Membership(scheme.seeded(salt), scheme.range(from, to));
  }

  /**
   * Whether a unit belongs.
   *
   * @param unit id of what is randomised, as {@link UnitId#requireValid} wants it
   * @return true if it does
   * @throws InvalidInputException if the id is not such a text
   */
  public boolean contains(String unit) {
    return points.contains(hash.point(unit));
  }
}
