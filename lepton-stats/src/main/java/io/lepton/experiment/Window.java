package io.lepton.experiment;

import io.lepton.error.InvalidInputException;
import java.time.Duration;
import java.time.Instant;

/**
 * The time after a unit's exposure in which outcomes count, for every unit equally long. A unit
 * whose window is not over yet is left out, or late comers would look worse than early ones.
 *
 * @param from since the exposure, at least 0, included
 * @param to since the exposure, longer than {@code from}, excluded
 */
public record Window(Duration from, Duration to) {
  /** {@inheritDoc} */
  public Window {
    if (from.isNegative() || to.compareTo(from) <= 0) {
      throw new InvalidInputException(
          "a window from " + from + " to " + to + " after exposure; expected 0 <= from < to");
    }
  }

  /**
   * Days of 24 hours since the exposure.
   *
   * @param first 0 for the day that begins with the exposure
   * @param last included, at least {@code first}
   * @return the window
   */
  public static Window days(int first, int last) {
    return new Window(Duration.ofDays(first), Duration.ofDays(last + 1L));
  }

  boolean contains(Instant exposed, Instant occurred) {
    Duration since = Duration.between(exposed, occurred);
    return since.compareTo(from) >= 0 && since.compareTo(to) < 0;
  }

  boolean isOver(Instant exposed, Instant now) {
    return Duration.between(exposed, now).compareTo(to) >= 0;
  }

  /** Such as {@code PT0S to PT168H after exposure}. */
  @Override
  public String toString() {
    return from + " to " + to + " after exposure";
  }
}
