package io.lepton.stats.sequential;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.Alternative;
import io.lepton.stats.internal.Checks;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A plan with a few looks that together keep alpha: at look k the difference counts as shown where
 * {@code z ≥ cₖ} (two-sided: {@code |z| ≥ cₖ}), z being the estimate by its standard error.
 * Critical values come from the joint normal distribution of the looks, {@code corr(zⱼ, zₖ) =
 * √(tⱼ/tₖ)}, by the recursion of Armitage, McPherson and Rowe (1969); they agree with rpact to
 * 1e-6.
 *
 * <p>With a {@link SpendingFunction} the looks may come at other times than planned; with O'Brien
 * and Fleming's (1979), Pocock's (1977) or Wang and Tsiatis' (1987) boundaries as such, the plan is
 * made for its fractions, and other times spend what lies between them linearly.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class GroupSequential {
  private static final double NEAREST = 1e-4;
  private static final int MOST_LOOKS = 2000;

  private final double alpha;
  private final Alternative alternative;
  private final @Nullable SpendingFunction spending;
  private final double shape;
  private final double[] fractions;
  private final @Nullable FutilityBounds futility;

  private GroupSequential(
      double alpha,
      Alternative alternative,
      @Nullable SpendingFunction spending,
      double shape,
      double[] fractions,
      @Nullable FutilityBounds futility) {
    this.alpha = alpha;
    this.alternative = alternative;
    this.spending = spending;
    this.shape = shape;
    this.fractions = fractions;
    this.futility = futility;
  }

  /**
   * Two-sided, alpha 0.05, five looks, spent like O'Brien and Fleming, no futility bounds.
   *
   * @return the plan
   */
  public static GroupSequential withDefaults() {
    return new GroupSequential(
        0.05, Alternative.TWO_SIDED, Spending.lanDeMetsOBrienFleming(), 0, even(5), null);
  }

  /**
   * Sets the accepted rate of false alarms of all looks together.
   *
   * @param value between 0 and 1; of both sides together where two-sided
   * @return a new plan
   */
  public GroupSequential withAlpha(double value) {
    return new GroupSequential(
        Checks.inside("alpha", value), alternative, spending, shape, fractions, futility);
  }

  /**
   * Sets the alternative.
   *
   * @param value the alternative
   * @return a new plan
   */
  public GroupSequential with(Alternative value) {
    return new GroupSequential(
        alpha, Objects.requireNonNull(value), spending, shape, fractions, futility);
  }

  /**
   * Spends alpha by a function; a two-sided plan spends half of alpha on either side.
   *
   * @param value the function
   * @return a new plan
   */
  public GroupSequential with(SpendingFunction value) {
    return new GroupSequential(
        alpha, alternative, Objects.requireNonNull(value), 0, fractions, futility);
  }

  /**
   * O'Brien and Fleming's boundaries, {@code cₖ = c/√tₖ}.
   *
   * @return a new plan
   */
  public GroupSequential withOBrienFleming() {
    return withWangTsiatis(0);
  }

  /**
   * Pocock's boundaries, the same critical value at every look.
   *
   * @return a new plan
   */
  public GroupSequential withPocock() {
    return withWangTsiatis(0.5);
  }

  /**
   * Wang and Tsiatis' boundaries, {@code cₖ = c tₖ^(Δ − ½)}.
   *
   * @param delta Δ, from −1 to 1; 0 is O'Brien and Fleming's, ½ Pocock's
   * @return a new plan
   */
  public GroupSequential withWangTsiatis(double delta) {
    if (!(Math.abs(Checks.finite("delta", delta)) <= 1)) {
      throw new InvalidInputException("delta is " + delta + "; expected from -1 to 1");
    }
    return new GroupSequential(alpha, alternative, null, delta, fractions, futility);
  }

  /**
   * Looks after equal shares of the information.
   *
   * @param looks from 1 to 2000; 1 is a fixed sample
   * @return a new plan
   */
  public GroupSequential withLooks(int looks) {
    if (looks < 1 || looks > MOST_LOOKS) {
      throw new InvalidInputException(
          "a plan of " + looks + " looks; expected from 1 to " + MOST_LOOKS);
    }
    return new GroupSequential(alpha, alternative, spending, shape, even(looks), futility);
  }

  /**
   * Looks after given shares of the information, which for most metrics are shares of the cases.
   *
   * @param values increasing, above 0, at most 1, at least 0.0001 apart
   * @return a new plan
   */
  public GroupSequential withFractions(double... values) {
    requireFractions(values, 1);
    return new GroupSequential(alpha, alternative, spending, shape, values.clone(), futility);
  }

  /**
   * Adds futility bounds; for one-sided plans.
   *
   * @param value the bounds
   * @return a new plan
   */
  public GroupSequential with(FutilityBounds value) {
    return new GroupSequential(
        alpha, alternative, spending, shape, fractions, Objects.requireNonNull(value));
  }

  private static double[] even(int looks) {
    double[] fractions = new double[looks];
    for (int k = 0; k < looks; k++) {
      fractions[k] = (k + 1.0) / looks;
    }
    return fractions;
  }

  static void requireFractions(double[] values, double most) {
    if (values.length < 1 || values.length > MOST_LOOKS) {
      throw new InvalidInputException(values.length + " looks; expected from 1 to " + MOST_LOOKS);
    }
    for (int k = 0; k < values.length; k++) {
      double before = k == 0 ? 0 : values[k - 1];
      if (!(values[k] - before >= NEAREST - 1e-12 && values[k] <= most)) {
        throw new InvalidInputException(
            "fraction "
                + values[k]
                + " of look "
                + (k + 1)
                + " after "
                + before
                + "; expected fractions that grow by at least "
                + NEAREST
                + (most == 1 ? " and end at 1 or before" : ""));
      }
    }
  }

  /**
   * The accepted rate of false alarms.
   *
   * @return alpha
   */
  public double alpha() {
    return alpha;
  }

  /**
   * The alternative.
   *
   * @return the alternative
   */
  public Alternative alternative() {
    return alternative;
  }

  /**
   * The planned shares of the information.
   *
   * @return a copy
   */
  public double[] fractions() {
    return fractions.clone();
  }

  /**
   * The spending function.
   *
   * @return empty for Wang and Tsiatis' boundaries
   */
  public Optional<SpendingFunction> spending() {
    return Optional.ofNullable(spending);
  }

  /**
   * The shape of Wang and Tsiatis' boundaries.
   *
   * @return Δ; 0 where a spending function is set
   */
  public double shape() {
    return shape;
  }

  /**
   * The futility bounds.
   *
   * @return empty if there are none
   */
  public Optional<FutilityBounds> futility() {
    return Optional.ofNullable(futility);
  }

  int sides() {
    return alternative == Alternative.TWO_SIDED ? 2 : 1;
  }

  /**
   * Finds the boundaries at the planned fractions.
   *
   * @return the design
   * @throws InvalidInputException if futility bounds are asked for in a two-sided plan, binding
   *     ones without a spending function, or a power that is not above alpha
   */
  public GroupSequentialDesign design() {
    return GroupSequentialDesign.of(this);
  }

  /**
   * What the looks so far say.
   *
   * @param looks in their order; the plan's fractions need not be met. A fraction of 1 or more is
   *     the last look, which spends all alpha that is left
   * @return what the last of them says, or the first that stopped: what was seen after a rejection
   *     plays no part
   * @throws InvalidInputException if there is none, or fractions do not grow, or more looks follow
   *     a fraction of 1 or more
   */
  public Monitoring analyse(List<Look> looks) {
    return new Analyser(this, looks, Boundaries.End.OPEN).monitoring();
  }

  /**
   * What the looks say when no more will follow, though the planned information was not reached:
   * the last look spends all alpha that is left.
   *
   * @param looks in their order
   * @return what the last of them says, or the first that stopped
   * @throws InvalidInputException as for {@link #analyse}
   */
  public Monitoring conclude(List<Look> looks) {
    return new Analyser(this, looks, Boundaries.End.FINAL).monitoring();
  }

  /**
   * The smallest alpha at which the last look would have rejected: valid at any look, stopped or
   * not (Jennison and Turnbull 1984).
   *
   * @param looks as for {@link #analyse}
   * @return from 1e-12 to 1; 1 stands for all above one half
   * @throws InvalidInputException as for {@link #analyse}
   */
  public double repeatedPValue(List<Look> looks) {
    return new Analyser(this, looks, Boundaries.End.OPEN).repeatedPValue();
  }
}
