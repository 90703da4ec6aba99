package io.lepton.assign;

import io.lepton.error.InvalidInputException;

/**
 * Neighbouring points of a hash, at least one. Both ends belong to it, because the end after the
 * last of 2⁶⁴ points does not fit a {@code long}.
 *
 * @param first lowest point, read as an unsigned number
 * @param last highest point, read as an unsigned number
 */
public record PointRange(long first, long last) {
  /** {@inheritDoc} */
  public PointRange {
    if (Long.compareUnsigned(first, last) > 0) {
      throw new InvalidInputException(
          "points "
              + Long.toUnsignedString(first)
              + " to "
              + Long.toUnsignedString(last)
              + " hold none; expected the first not above the last");
    }
  }

  /**
   * Whether a point is one of these.
   *
   * @param point read as an unsigned number
   * @return true if it is
   */
  public boolean contains(long point) {
    return Long.compareUnsigned(point - first, last - first) <= 0;
  }
}
