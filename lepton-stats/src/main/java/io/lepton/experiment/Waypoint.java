package io.lepton.experiment;

import io.lepton.experiment.AnalysisPlan.GroupSequential;
import io.lepton.experiment.Metric.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was there at a point of an experiment's way. Its intervals are computed when somebody wants
 * to see them, since decisions need none of them. Not thread-safe.
 */
final class Waypoint {
  private final Design design;
  private final Instant time;
  private final long[] units;
  private final List<@Nullable Contrast> contrasts = new ArrayList<>();
  private @Nullable PathPoint point;

  Waypoint(Design design, Observations observations, Instant time) {
    this.design = design;
    this.time = time;
    Samples primary = Samples.of(design.primary(), observations);
    units = primary.sizes();
    for (int arm = 1; arm < design.variants().size(); arm++) {
      contrasts.add(primary.againstControl(arm, design.intervalLevel()));
    }
    if (design.primary().kind() == Kind.QUANTILE) {
      point(); // or each point would hold all values that were there
    }
  }

  /** With the differences on the primary metric, for the picture of the way. */
  PathPoint point() {
    PathPoint known = point;
    if (known == null) {
      known = judged();
      point = known;
      contrasts.clear();
    }
    return known;
  }

  private PathPoint judged() {
    Judge judge =
        design.plan().method() instanceof GroupSequential
            ? Judge.atAnyTime(design)
            : Judge.of(design, Moment.of(design, units, List.of(), time));
    double level = design.intervalLevel();
    List<PathPoint.Difference> differences = new ArrayList<>();
    for (Contrast contrast : contrasts) {
      differences.add(
          contrast == null
              ? PathPoint.Difference.UNKNOWN
              : new PathPoint.Difference(
                  contrast.difference(), judge.judge(contrast, level).interval()));
    }
    return new PathPoint(time, Arrays.stream(units).sum(), differences);
  }
}
