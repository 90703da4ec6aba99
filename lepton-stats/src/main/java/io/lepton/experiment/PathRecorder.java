package io.lepton.experiment;

import io.lepton.experiment.Entry.Exposure;
import io.lepton.experiment.ExperimentStore.Stored;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps at most some dozens of points of an experiment's way, evenly spread over its entries
 * however many these become: when there are too many, every other is dropped and they are taken
 * half as often. What is kept follows from the log alone, so every process draws the same picture.
 * Not thread-safe.
 */
final class PathRecorder {
  static final int MOST = 64;
  private static final long FIRST_STRIDE = 64;

  private final Design design;
  private final List<Waypoint> points = new ArrayList<>();
  private long stride = FIRST_STRIDE;

  PathRecorder(Design design) {
    this.design = design;
  }

  /** To be called after each entry that was added. */
  void after(Stored stored, Observations observations) {
    if (!(stored.entry() instanceof Exposure) && !(stored.entry() instanceof Entry.Outcome)) {
      return;
    }
    if (observations.entries() % stride != 0) {
      return;
    }
    if (points.size() == MOST) {
      for (int i = MOST - 2; i >= 0; i -= 2) {
        points.remove(i); // the points at odd multiples of the stride
      }
      stride *= 2;
      if (observations.entries() % stride != 0) {
        return;
      }
    }
    points.add(new Waypoint(design, observations, stored.entry().time()));
  }

  List<PathPoint> points() {
    return points.stream().map(Waypoint::point).toList();
  }
}
