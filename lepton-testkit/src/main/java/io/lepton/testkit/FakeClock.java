package io.lepton.testkit;

import io.lepton.error.InvalidInputException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that stands still until it is moved by hand. Clocks made by {@link #withZone} share its
 * time. Thread-safe.
 */
public final class FakeClock extends Clock {
  private final AtomicReference<Instant> now;
  private final ZoneId zone;

  private FakeClock(AtomicReference<Instant> now, ZoneId zone) {
    this.now = now;
    this.zone = zone;
  }

  /**
   * A clock in UTC.
   *
   * @param start what it shows first
   * @return the clock
   */
  public static FakeClock at(Instant start) {
    return new FakeClock(new AtomicReference<>(Objects.requireNonNull(start)), ZoneOffset.UTC);
  }

  /**
   * A clock in UTC.
   *
   * @param start what it shows first, such as {@code 2026-01-01T00:00:00Z}
   * @return the clock
   * @throws java.time.format.DateTimeParseException if the text is not an instant
   */
  public static FakeClock at(String start) {
    return at(Instant.parse(start));
  }

  /**
   * Moves time on.
   *
   * @param step by how much, not negative; to go back use {@link #set}
   * @return the new time
   * @throws InvalidInputException if the step is negative
   */
  public Instant advance(Duration step) {
    if (step.isNegative()) {
      throw new InvalidInputException("time goes on, not back by " + step + "; use set instead");
    }
    return Objects.requireNonNull(now.updateAndGet(time -> time.plus(step)));
  }

  /**
   * Sets the time, as an operator or a time server does: it may go back.
   *
   * @param time to be shown
   */
  public void set(Instant time) {
    now.set(Objects.requireNonNull(time));
  }

  @Override
  public Instant instant() {
    return Objects.requireNonNull(now.get());
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public FakeClock withZone(ZoneId other) {
    return new FakeClock(now, other);
  }

  /** The time it shows. */
  @Override
  public String toString() {
    return "FakeClock[" + now.get() + "]";
  }
}
