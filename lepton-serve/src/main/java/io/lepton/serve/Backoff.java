package io.lepton.serve;

import io.lepton.model.VersionId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When to try again to load a version that failed: a store that was away for a moment is soon back,
 * but a broken model of gigabytes must not be read at every poll for ever. Guarded by its user.
 */
final class Backoff {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private @Nullable VersionId failing;
  private Duration wait = FIRST;
  private Instant next = Instant.MIN;

  void failed(VersionId version, Instant now) {
    Duration doubled = version.equals(failing) ? wait.multipliedBy(2) : FIRST;
    wait = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    failing = version;
    next = now.plus(wait);
  }

  boolean mustWait(VersionId version, Instant now) {
    return version.equals(failing) && now.isBefore(next);
  }

  void succeeded() {
    failing = null;
  }
}
