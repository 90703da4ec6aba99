package io.lepton.experiment;

import io.lepton.error.InvalidInputException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One thing that happened in an experiment, as its log keeps it. */
public sealed interface Entry
    permits Entry.Started,
        Entry.Exposure,
        Entry.Outcome,
        Entry.Looked,
        Entry.TrafficRaised,
        Entry.Covariate,
        Entry.Segment,
        Entry.LeftLayer,
        Entry.Decided,
        BanditEntry,
        InterleavingEntry {
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
   * A planned look was taken. Once a look.
   *
   * @param look its number, from 1
   * @param fraction of the planned units that were there
   * @param through sequence of the last entry that counts for it
   * @param time when it was taken
   */
  record Looked(int look, double fraction, long through, Instant time) implements Entry {
    /** {@inheritDoc} */
    public Looked {
      if (look < 1 || !(fraction > 0) || fraction == Double.POSITIVE_INFINITY || through < 1) {
        throw new InvalidInputException(
            "look " + look + " at " + fraction + " of the planned units, through " + through);
      }
    }
  }

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
   * A number known of a unit before it met its arm. Once a unit and name.
   *
   * @param unit id of the unit
   * @param name of the covariate
   * @param value finite
   * @param asOf when it was known, or null if that is when it was recorded
   * @param time when it was recorded
   */
  record Covariate(String unit, String name, double value, @Nullable Instant asOf, Instant time)
      implements Entry {}

  /**
   * A property of a unit before it met its arm, by which units may be told apart. Once a unit and
   * name.
   *
   * @param unit id of the unit
   * @param name of the segmentation, such as {@code country}
   * @param value such as {@code NO}
   * @param asOf when it was known, or null if that is when it was recorded
   * @param time when it was recorded
   */
  record Segment(String unit, String name, String value, @Nullable Instant asOf, Instant time)
      implements Entry {}

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
