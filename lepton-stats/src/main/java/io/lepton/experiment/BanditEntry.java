package io.lepton.experiment;

import io.lepton.error.InvalidInputException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that happened to a live bandit, as its log keeps it. */
public sealed interface BanditEntry extends Entry {
  /**
   * The bandit began. First in its log, and once.
   *
   * @param design what was agreed
   */
  record BanditStarted(BanditDesign design) implements BanditEntry {
    @Override
    public Instant time() {
      return design.started();
    }
  }

  /**
   * An arm was chosen for a unit. Once a unit.
   *
   * @param unit id of the unit
   * @param arm name of the arm
   * @param propensities with which each arm was drawn, in the design's order
   * @param context features of the unit; empty if the bandit looks at none
   * @param through sequence of the last entry that had been learned from; 0 before the first
   * @param time when it was recorded
   */
  record Chosen(
      String unit,
      String arm,
      List<Double> propensities,
      List<Double> context,
      long through,
      Instant time)
      implements BanditEntry {
    /** {@inheritDoc} */
    public Chosen {
      propensities = List.copyOf(propensities);
      context = List.copyOf(context);
      if (through < 0
          || !propensities.stream().allMatch(each -> each >= 0 && each <= 1)
          || !context.stream().allMatch(Double::isFinite)) {
        throw new InvalidInputException(
            "a choice with propensities "
                + propensities
                + ", context "
                + context
                + ", through "
                + through);
      }
    }
  }

  /**
   * A unit's reward. Once a unit.
   *
   * @param unit id of the unit
   * @param value finite
   * @param time when it was recorded
   */
  record Rewarded(String unit, double value, Instant time) implements BanditEntry {}

  /**
   * The choosing ended: units that come later all get one arm. At most once.
   *
   * @param arm name of the arm
   * @param probabilityBest how probably it is the best, as believed then; null if no belief says so
   * @param through sequence of the last entry behind it
   * @param time when it was recorded
   */
  record BanditEnded(String arm, @Nullable Double probabilityBest, long through, Instant time)
      implements BanditEntry {}
}
