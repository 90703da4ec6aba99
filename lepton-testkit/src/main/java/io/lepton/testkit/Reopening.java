package io.lepton.testkit;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Assumptions;

/** Asks an implementation for its second handle. */
final class Reopening {
  private Reopening() {}

  static <T> T orSkip(Callable<Optional<T>> reopen) {
    Optional<T> second;
    try {
      second = reopen.call();
    } catch (Exception e) {
      throw new AssertionError("reopen() failed", e);
    }
    Assumptions.assumeTrue(
        second.isPresent(), "SKIPPED: reopen() is not overridden, so nothing outlives the object");
    return second.orElseThrow();
  }
}
