package io.lepton.serve;

import io.lepton.model.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A deployment at one moment.
 *
 * @param state in short
 * @param version that serves, or served last
 * @param since when it began to serve
 * @param previous version kept in memory for an instant rollback, or null
 * @param problem what is wrong, or null
 * @param monitoring whether drift is watched
 */
public record DeploymentStatus(
    State state,
    Version version,
    Instant since,
    @Nullable Version previous,
    @Nullable DeploymentProblem problem,
    Monitoring monitoring) {
  /** How a deployment is. */
  public enum State {
    /** The version that the alias pointed at when last looked at serves. */
    SERVING,
    /** A version serves, but something is wrong with what the alias asks for: see the problem. */
    STALE,
    /** Nothing serves any more. */
    CLOSED
  }

  /** Whether drift is watched. */
  public enum Monitoring {
    /** Rows and predictions are compared with the version's training profile. */
    ON,
    /** Nobody asked for it. */
    OFF,
    /** It was asked for, but the version was saved without a training profile. */
    NO_PROFILE
  }
}
