package io.lepton.testkit;

import io.lepton.spi.ComputeBackend;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;

/**
 * The rules of {@link ComputeBackend} as tests. Extend it and supply a backend. Skipped, with the
 * backend's own reason, where it cannot be used.
 *
 * <pre>{@code
 * class JvmBackendTest extends ComputeBackendContract {
 *   @Override public ComputeBackend backend() { return new JvmBackend(); }
 * }
 * }</pre>
 *
 * <p>Keys are fixed. Tolerances are five standard errors of the number of replicates.
 */
@DisplayName("A ComputeBackend")
public abstract class ComputeBackendContract
    implements ComputeRandomnessRules, ComputeLawRules, ComputeInputRules {
  /** For subclasses; JUnit makes one object for each test. */
  protected ComputeBackendContract() {}

  /**
   * The backend under test.
   *
   * @return a backend, the same or equal each time
   */
  @Override
  public abstract ComputeBackend backend();

  /** Skips where the backend cannot be used. */
  @BeforeEach
  public final void usableHere() {
    Assumptions.assumeTrue(
        backend().unavailable().isEmpty(),
        () -> "SKIPPED: " + backend().name() + ": " + backend().unavailable().orElse(""));
  }
}
