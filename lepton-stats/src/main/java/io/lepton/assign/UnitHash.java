package io.lepton.assign;

import io.lepton.error.InvalidInputException;

/**
 * A hash with its salt in place. Pure, and safe for use by many threads; it MUST NOT allocate,
 * since it is called for every request.
 */
@FunctionalInterface
public interface UnitHash {
  /**
   * Where a unit falls.
   *
   * @param unit id of what is randomised
   * @return one of the scheme's points, read as an unsigned number
   * @throws InvalidInputException if the id is not as {@link UnitId#requireValid} wants it
   */
  long point(String unit);
}
