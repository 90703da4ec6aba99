package io.lepton.experiment;

import io.lepton.error.InvalidInputException;
import io.lepton.experiment.DayEffects.Count;
import io.lepton.experiment.DayEffects.Day;
import io.lepton.experiment.Metric.Aggregation;
import io.lepton.stats.aggregate.Effect;
import io.lepton.stats.aggregate.Moments;
import io.lepton.stats.aggregate.MomentsBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From units to the effect of each day. Only days on which something happened to a unit are gone
 * through; the units to which nothing did are merged in as so many zeros.
 */
final class DayGathering {
  private final Metric metric;
  private final int slot;
  private final int arms;
  private final Collection<ObservedUnit> units;
  private final Instant latest;

  DayGathering(Metric metric, int slot, int arms, Collection<ObservedUnit> units, Instant latest) {
    this.metric = metric;
    this.slot = slot;
    this.arms = arms;
    this.units = units;
    this.latest = latest;
  }

  /** Whether a unit has a number of each day. */
  static boolean suits(Metric metric) {
    return metric.aggregation() != Aggregation.MEAN
        && metric.kind() != Metric.Kind.RATIO
        && metric.options().window() == null
        && !metric.options().capping().limits();
  }

  List<DayEffects> effects(List<Variant> treatments) {
    if (units.isEmpty()) {
      return List.of();
    }
    List<DayEffects> all = new ArrayList<>();
    for (Count count : Count.values()) {
      Grid grid = count == Count.CALENDAR ? calendar() : sinceExposure();
      for (int arm = 1; arm < arms; arm++) {
        List<Day> days = grid.days(arm);
        if (!days.isEmpty()) {
          all.add(new DayEffects(treatments.get(arm - 1), count, days));
        }
      }
    }
    return all;
  }

  private Grid sinceExposure() {
    Grid grid = new Grid(DayEffects.MOST_DAYS, null);
    for (ObservedUnit unit : units) {
      int watched =
          (int) Math.min(DayEffects.MOST_DAYS, Duration.between(unit.exposed, latest).toDays());
      grid.present(unit.arm, 0, watched);
      for (int day = 0; day < watched; day++) {
        grid.add(unit.arm, day, unit.onDay(slot, day, metric.aggregation()));
      }
    }
    return grid;
  }

  private Grid calendar() {
    LocalDate last = date(latest);
    LocalDate first = last;
    for (ObservedUnit unit : units) {
      LocalDate exposed = date(unit.exposed);
      first = exposed.isBefore(first) ? exposed : first;
    }
    LocalDate earliest = last.minusDays(DayEffects.MOST_DAYS - 1L);
    LocalDate from = first.isBefore(earliest) ? earliest : first;
    int length = (int) (last.toEpochDay() - from.toEpochDay()) + 1;
    Grid grid = new Grid(length, from);
    for (ObservedUnit unit : units) {
      int start = (int) (date(unit.exposed).toEpochDay() - from.toEpochDay());
      int end = Math.min(length, start + DayEffects.MOST_DAYS);
      grid.present(unit.arm, Math.max(0, start), end);
      for (int day = Math.max(0, start); day < end; day++) {
        grid.add(unit.arm, day, unit.onDate(slot, day - start, metric.aggregation()));
      }
    }
    return grid;
  }

  private static LocalDate date(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  /** Numbers of units by arm and day. */
  private final class Grid {
    private final @Nullable LocalDate from;
    private final long[][] change; // of the number of units, by arm and day
    private final MomentsBuilder[][] active;

    Grid(int length, @Nullable LocalDate from) {
      this.from = from;
      change = new long[arms][length + 1];
      active = new MomentsBuilder[arms][length];
      for (MomentsBuilder[] each : active) {
        Arrays.setAll(each, day -> new MomentsBuilder(1));
      }
    }

    void present(int arm, int first, int end) {
      if (first < end) {
        change[arm][first]++;
        change[arm][end]--;
      }
    }

    void add(int arm, int day, double value) {
      if (value != 0) {
        active[arm][day].add(value);
      }
    }

    /** Up to the last day of which there are units. */
    List<Day> days(int treatment) {
      List<Day> days = new ArrayList<>();
      long treated = 0;
      long controls = 0;
      for (int day = 0; day < active[0].length; day++) {
        treated += change[treatment][day];
        controls += change[0][day];
        if (treated + controls == 0) {
          break;
        }
        Effect effect =
            effect(moments(active[treatment][day], treated), moments(active[0][day], controls));
        days.add(
            new Day(day, from == null ? null : from.plusDays(day), treated + controls, effect));
      }
      return days;
    }

    private Moments moments(MomentsBuilder of, long n) {
      Moments some = of.build();
      double[] zero = new double[1];
      return some.plus(Moments.aboutPivots(n - some.n(), zero, zero, zero));
    }

    private @Nullable Effect effect(Moments treatment, Moments control) {
      try {
        return Effect.ofMeans(treatment.summary(0), control.summary(0));
      } catch (InvalidInputException e) {
        return null; // values were checked when recorded: too few units, or no spread
      }
    }
  }
}
