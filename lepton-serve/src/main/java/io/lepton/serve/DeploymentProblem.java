package io.lepton.serve;

import io.lepton.model.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What stands between a deployment and its alias. It goes on with the version it has.
 *
 * @param kind of problem
 * @param serving the version that goes on
 * @param wanted the version that should serve, or null if there is none
 * @param message what was found and what to do
 * @param cause the exception that was met, or null
 * @param since when it was first met
 */
public record DeploymentProblem(
    Kind kind,
    Version serving,
    @Nullable Version wanted,
    String message,
    @Nullable Throwable cause,
    Instant since) {
  /** What went wrong. */
  public enum Kind {
    /** The version the alias points at could not be loaded, or failed when it was tried out. */
    LOAD_FAILED,
    /** The alias was deleted, and with it what kept the version from being retired. */
    ALIAS_MISSING,
    /** The store could not be asked. */
    STORE_FAILED
  }

  /** Whether another problem is the same one, met again. */
  boolean isAgain(DeploymentProblem other) {
    return kind == other.kind
        && serving.equals(other.serving)
        && (wanted == null ? other.wanted == null : wanted.equals(other.wanted));
  }
}
