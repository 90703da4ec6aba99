package io.lepton.stats.aggregate;

import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an effect develops over days of which every unit has one number each: a fading effect is a
 * sign of novelty, a growing one of learning.
 *
 * <p>The slope is the least squares line through the days' effects. As it is a linear combination
 * of each unit's own numbers, it is compared between the arms as any mean, by Welch's t, and a
 * unit's days may depend on each other in any way.
 *
 * @param days the effect of each day, empty where the day has no spread in either arm
 * @param slope change of the effect by day; null if there is no spread at all
 */
public record EffectTrend(List<Optional<Effect>> days, @Nullable Effect slope) {
  /** {@inheritDoc} */
  public EffectTrend {
    days = List.copyOf(days);
  }

  /**
   * Estimates the trend.
   *
   * @param treatment moments of the units' numbers, one variable a day, in order; at least 2 days
   * @param control the same
   * @return the trend
   * @throws InvalidInputException if there are fewer than two days, or than two units in an arm
   */
  public static EffectTrend of(Moments treatment, Moments control) {
    int count = treatment.variables();
    if (count < 2 || control.variables() != count) {
      throw new InvalidInputException(
          count + " and " + control.variables() + " days; expected the same, at least 2");
    }
    List<Optional<Effect>> days = new ArrayList<>();
    double[] weights = new double[count];
    double squares = 0;
    for (int day = 0; day < count; day++) {
      days.add(Optional.ofNullable(difference(treatment, control, unitRow(count, day))));
      weights[day] = day - (count - 1) / 2.0;
      squares += weights[day] * weights[day];
    }
    for (int day = 0; day < count; day++) {
      weights[day] /= squares;
    }
    return new EffectTrend(days, difference(treatment, control, weights));
  }

  private static double[] unitRow(int count, int day) {
    double[] row = new double[count];
    row[day] = 1;
    return row;
  }

  private static @Nullable Effect difference(Moments treatment, Moments control, double[] row) {
    Moments of = treatment.combined(new double[][] {row}, 0);
    Moments against = control.combined(new double[][] {row}, 0);
    boolean spread = of.coMoment(0, 0) > 0 || against.coMoment(0, 0) > 0;
    if (of.n() >= 2 && against.n() >= 2 && !spread) {
      return null;
    }
    return Effect.ofMeans(of.summary(0), against.summary(0));
  }

  /**
   * The change of the effect by day.
   *
   * @return empty if there is no spread at all
   */
  public Optional<Effect> findSlope() {
    return Optional.ofNullable(slope);
  }
}
