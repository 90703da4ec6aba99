package io.lepton.experiment;

import io.lepton.error.InvalidInputException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One thing that happened in an experiment, as its log keeps it. */
public sealed interface Entry {
  /**
   * When it was recorded.
   *
   * @return by the clock of the process that recorded it
   */
  Instant time();

  /**
   * The experiment began. First in its log, and once.
   *
   * @param design what was agreed
   */
  record Started(Design design) implements Entry {
    @Override
    public Instant time() {
      return design.started();
    }
  }

  /**
   * A unit met its arm. Once a unit.
   *
   * @param unit id of the unit
   * @param variant name of the arm
   * @param time when it was recorded
   */
  record Exposure(String unit, String variant, Instant time) implements Entry {}

  /**
   * Something was measured of a unit. Once an id.
   *
   * @param id of the event
   * @param unit id of the unit
   * @param metric name of the metric
   * @param value finite
   * @param occurred when it happened, or null if the caller did not say
   * @param time when it was recorded
   */
  record Outcome(
      String id, String unit, String metric, double value, @Nullable Instant occurred, Instant time)
      implements Entry {}

  /**
   * More units are taken from now on. Once a share; of several the largest counts.
   *
   * @param share of the units, above 0, at most 1
   * @param time when it was recorded
   */
  record TrafficRaised(double share, Instant time) implements Entry {
    /** {@inheritDoc} */
    public TrafficRaised {
      if (!(share > 0 && share <= 1)) {
        throw new InvalidInputException("traffic is " + share + "; expected above 0, at most 1");
      }
    }
  }

  /**
   * The experiment gave its part of a layer back. At most once.
   *
   * @param layer name of the layer
   * @param time when it was recorded
   */
  record LeftLayer(String layer, Instant time) implements Entry {}

  /**
   * The final decision was made. At most once.
   *
   * @param decision with its reasons
   */
  record Decided(Decision decision) implements Entry {
    @Override
    public Instant time() {
      return decision.time();
    }
  }
}
