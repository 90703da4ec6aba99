package io.lepton.experiment;

import io.lepton.model.Interval;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the experiment stood at some moment on the way, for the picture; nothing is decided by it.
 *
 * @param time when the last entry before it was recorded
 * @param units in all, on the primary metric
 * @param differences one for each treatment, in the design's order
 */
public record PathPoint(Instant time, long units, List<Difference> differences) {
  /**
   * One treatment's difference from the control.
   *
   * @param estimate treatment minus control, null while it could not be computed
   * @param interval that holds at all moments together if the plan allows looks at any time, else
   *     that of a single look; null likewise
   */
  public record Difference(@Nullable Double estimate, @Nullable Interval interval) {
    static final Difference UNKNOWN = new Difference(null, null);
  }

  /** {@inheritDoc} */
  public PathPoint {
    differences = List.copyOf(differences);
  }
}
