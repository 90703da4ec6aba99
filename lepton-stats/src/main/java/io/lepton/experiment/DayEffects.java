package io.lepton.experiment;

import io.lepton.stats.aggregate.Effect;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A treatment's difference from the control on the primary metric day by day: is it the same on all
 * days, or was it novelty? Each day compares units that were randomised, so each interval holds by
 * itself; of many days some will stand out. {@link NoveltyCheck} tests for a slope.
 *
 * @param treatment the arm compared
 * @param count how days are counted
 * @param days in order, at most {@value #MOST_DAYS}
 */
public record DayEffects(Variant treatment, Count count, List<Day> days) {
  /** Units are followed, and days shown, for so many days. */
  public static final int MOST_DAYS = ObservedUnit.MOST_DAYS;

  /** How days are counted. */
  public enum Count {
    /**
     * Days of 24 hours since the unit's exposure, the first being 0: of each day the units that
     * were watched for all of it.
     */
    SINCE_EXPOSURE,
    /**
     * Days of the calendar, in UTC: of each day the units that had met their arm by its end, for 60
     * days after they did. The last day may not be over.
     */
    CALENDAR
  }

  /**
   * One day.
   *
   * @param number days since exposure, or since the first day of the calendar
   * @param date of the calendar, null for days since exposure
   * @param units of both arms
   * @param effect of the units' numbers of this day, by Welch's t; null where there are fewer than
   *     two units of an arm or no spread
   */
  public record Day(int number, @Nullable LocalDate date, long units, @Nullable Effect effect) {
    /**
     * The difference on this day.
     *
     * @return empty where there are fewer than two units of an arm or no spread
     */
    public Optional<Effect> findEffect() {
      return Optional.ofNullable(effect);
    }

    /** The date, or the number since exposure. */
    String label() {
      return date == null ? "day " + number : date.toString();
    }
  }

  /** {@inheritDoc} */
  public DayEffects {
    days = List.copyOf(days);
  }
}
