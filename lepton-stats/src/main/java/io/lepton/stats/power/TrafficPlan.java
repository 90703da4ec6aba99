package io.lepton.stats.power;

import io.lepton.error.InvalidInputException;
import io.lepton.report.LineChart;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How long a planned experiment runs: the day its units are reached, and what could be detected by
 * each day. It takes the metric's variance as the same on all days; a mean per user that grows with
 * the days should be planned with the variance of the whole run.
 *
 * @param plan of the experiment
 * @param traffic units of all arms by day
 */
public record TrafficPlan(PowerPlan plan, AccumulationCurve traffic) {
  private static final int DAYS_OF_A_WEEK = 7;

  /** {@inheritDoc} */
  public TrafficPlan {
    Objects.requireNonNull(plan);
    Objects.requireNonNull(traffic);
  }

  /**
   * The day on which there are enough units.
   *
   * @param day the first such
   * @param needed units of all arms
   * @param units expected by then
   * @param extrapolated whether the day lies after the history
   */
  public record Reached(int day, long needed, double units, boolean extrapolated) {
    /**
     * The day in whole weeks, so that all weekdays count alike.
     *
     * @return a multiple of seven, not before the day
     */
    public int wholeWeeks() {
      return Math.floorDiv(day + DAYS_OF_A_WEEK - 1, DAYS_OF_A_WEEK) * DAYS_OF_A_WEEK;
    }
  }

  /**
   * What can be detected when the experiment ends on a day.
   *
   * @param day from 1
   * @param units of all arms by then
   * @param minimumDetectableEffect absolute
   * @param extrapolated whether the day lies after the history
   */
  public record ByDay(
      int day, double units, double minimumDetectableEffect, boolean extrapolated) {}

  /**
   * The day on which an effect can be detected.
   *
   * @param effect as of {@link PowerPlan#sampleSize}
   * @param power wanted
   * @param lastDay how far to look
   * @return empty if there are not enough units by the last day
   * @throws InvalidInputException if an argument is out of range, or the curve does not say so many
   *     days
   */
  public Optional<Reached> reached(double effect, double power, int lastDay) {
    long needed = plan.sampleSize(effect, power).totalUnits();
    requireDays(lastDay);
    for (int day = 1; day <= lastDay; day++) {
      double units = traffic.units(day);
      if (units >= needed) {
        return Optional.of(new Reached(day, needed, units, after(day)));
      }
    }
    return Optional.empty();
  }

  private void requireDays(int lastDay) {
    traffic.units(lastDay); // says what is wrong with the day
  }

  private boolean after(int day) {
    return traffic.heldOutError().isPresent() && day > traffic.observedDays();
  }

  /**
   * The smallest effect that each day's units detect.
   *
   * @param power wanted
   * @param lastDay how far to look
   * @return by day; days whose units are too few to detect any effect are left out
   * @throws InvalidInputException if an argument is out of range, or no day has enough units
   */
  public List<ByDay> minimumDetectableEffects(double power, int lastDay) {
    requireDays(lastDay);
    double last = plan.minimumDetectableEffect(traffic.units(lastDay), power);
    List<ByDay> days = new ArrayList<>();
    for (int day = 1; day < lastDay; day++) {
      double units = traffic.units(day);
      Optional<Double> effect = smallest(units, power);
      boolean extrapolated = after(day);
      int when = day;
      effect.ifPresent(value -> days.add(new ByDay(when, units, value, extrapolated)));
    }
    days.add(new ByDay(lastDay, traffic.units(lastDay), last, after(lastDay)));
    return days;
  }

  private Optional<Double> smallest(double units, double power) {
    try {
      return Optional.of(plan.minimumDetectableEffect(units, power));
    } catch (InvalidInputException tooFew) { // the last day has shown that power is in range
      return Optional.empty();
    }
  }

  /**
   * Draws the smallest effect by day, what is extrapolated in a colour of its own.
   *
   * @param power wanted
   * @param lastDay how far to look
   * @return an SVG element
   */
  public String svg(double power, int lastDay) {
    List<ByDay> days = minimumDetectableEffects(power, lastDay);
    double first = days.get(0).day();
    double most = days.stream().mapToDouble(ByDay::minimumDetectableEffect).max().orElseThrow();
    LineChart chart =
        LineChart.titled("Minimum detectable effect by day")
            .x("day", Math.min(first, lastDay - 1), lastDay)
            .y("minimum detectable effect at power " + power, 0, most);
    List<ByDay> seen = days.stream().filter(day -> !day.extrapolated()).toList();
    List<ByDay> guessed = days.stream().filter(day -> day.day() >= traffic.observedDays()).toList();
    draw(chart, "by history", seen);
    if (days.stream().anyMatch(ByDay::extrapolated)) {
      draw(chart, "extrapolated", guessed);
    }
    return chart.svg();
  }

  private static void draw(LineChart chart, String label, List<ByDay> days) {
    chart.curve(
        label,
        days.stream().mapToDouble(ByDay::day).toArray(),
        days.stream().mapToDouble(ByDay::minimumDetectableEffect).toArray());
  }
}
