package io.lepton.stats.power;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.internal.Checks;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * How many distinct units a run of so many days sees. Not a straight line where units come back:
 * the second day brings fewer new ones than the first. Taken from history, such as the distinct
 * users from some past Monday on; days after the history by a stated {@link Extrapolation}, whose
 * error on days held out is told.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class AccumulationCurve {
  private static final int LEAST_DAYS = 6;
  private static final List<Extrapolation> FITTED =
      List.of(Extrapolation.POWER, Extrapolation.LOGARITHMIC, Extrapolation.LINEAR);

  private final double[] units;
  private final double share;
  private final Extrapolation extrapolation;

  private AccumulationCurve(double[] units, double share, Extrapolation extrapolation) {
    this.units = units;
    this.share = share;
    this.extrapolation = extrapolation;
  }

  /**
   * From history, not extrapolated.
   *
   * @param cumulative distinct units seen up to and with day 1, 2, …; not decreasing, the last
   *     above 0
   * @return the curve
   * @throws InvalidInputException if there is no day, or a value is not finite, negative or less
   *     than the one before
   */
  public static AccumulationCurve observed(double... cumulative) {
    Checks.sample("cumulative units", cumulative, 1);
    double before = 0;
    for (int i = 0; i < cumulative.length; i++) {
      if (cumulative[i] < before) {
        throw new InvalidInputException(
            "cumulative units of day "
                + (i + 1)
                + " are "
                + cumulative[i]
                + "; expected at least the "
                + before
                + " of the day before: distinct units never become fewer");
      }
      before = cumulative[i];
    }
    Checks.positive("cumulative units of the last day", before);
    return new AccumulationCurve(cumulative.clone(), 1, Extrapolation.NONE);
  }

  /**
   * As many new units every day, none of which comes back, such as visitors without an account.
   *
   * @param perDay above 0
   * @return a straight line without end
   */
  public static AccumulationCurve steady(double perDay) {
    return new AccumulationCurve(
        new double[] {Checks.positive("units per day", perDay)}, 1, Extrapolation.LINEAR);
  }

  /**
   * Sets the share of units that take part; whoever does, does so on all days.
   *
   * @param value above 0, at most 1
   * @return a new curve
   */
  public AccumulationCurve withShare(double value) {
    if (!(value > 0 && value <= 1)) {
      throw new InvalidInputException("share is " + value + "; expected above 0, at most 1");
    }
    return new AccumulationCurve(units, value, extrapolation);
  }

  /**
   * Sets how the curve goes on.
   *
   * @param value the model
   * @return a new curve
   * @throws InvalidInputException if fewer than six days, or none with a unit among the earlier
   *     half, are there to fit and check it on
   */
  public AccumulationCurve withExtrapolation(Extrapolation value) {
    Objects.requireNonNull(value);
    if (value != Extrapolation.NONE) {
      requireHistory();
    }
    return new AccumulationCurve(units, share, value);
  }

  private void requireHistory() {
    if (units.length < LEAST_DAYS) {
      throw new InvalidInputException(
          units.length
              + " days of history; an extrapolation needs at least "
              + LEAST_DAYS
              + " to be fitted and checked, better four weeks");
    }
    if (!(units[Math.max(1, heldIn() / 2) - 1] > 0)) {
      throw new InvalidInputException(
          "no unit was seen in the first days; begin the history with the first unit");
    }
  }

  /**
   * Sets the extrapolation that errs least on the last third of the days.
   *
   * @return a new curve
   * @throws InvalidInputException as {@link #withExtrapolation}
   */
  public AccumulationCurve withBestExtrapolation() {
    requireHistory();
    Stream<AccumulationCurve> fitted = FITTED.stream().map(this::withExtrapolation);
    return fitted.min(Comparator.comparingDouble(curve -> Math.abs(curve.heldOut()))).orElseThrow();
  }

  private int heldIn() {
    return units.length - units.length / 3;
  }

  private double heldOut() {
    double last = units[units.length - 1];
    return extrapolation.fit(units, heldIn()).applyAsDouble(units.length) / last - 1;
  }

  /**
   * How far off the model was for the last day when fitted without the last third of the days. It
   * speaks for a horizon of half as many days again as the history has; beyond that expect more.
   *
   * @return relative error, negative if it saw too few units; empty if not extrapolated or {@link
   *     #steady}
   */
  public OptionalDouble heldOutError() {
    return extrapolation == Extrapolation.NONE || units.length < LEAST_DAYS
        ? OptionalDouble.empty()
        : OptionalDouble.of(heldOut());
  }

  /**
   * The model of later days.
   *
   * @return the extrapolation
   */
  public Extrapolation extrapolation() {
    return extrapolation;
  }

  /**
   * The days that were observed.
   *
   * @return at least 1
   */
  public int observedDays() {
    return units.length;
  }

  /**
   * Distinct units that take part up to and with a day.
   *
   * @param day from 1
   * @return above or equal to that of the day before
   * @throws InvalidInputException if the day is below 1, or after the history and the curve is not
   *     extrapolated
   */
  public double units(int day) {
    if (day < 1) {
      throw new InvalidInputException("day " + day + "; days count from 1");
    }
    if (day <= units.length) {
      return share * units[day - 1];
    }
    if (extrapolation == Extrapolation.NONE) {
      throw new InvalidInputException(
          "day "
              + day
              + " is after the "
              + units.length
              + " days of history; set an extrapolation to go on");
    }
    return share * extrapolation.fit(units, units.length).applyAsDouble(day);
  }

  @Override
  public String toString() {
    return Arrays.toString(units) + " × " + share + ", then " + extrapolation;
  }
}
