package io.lepton.stats.sequential;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.Normal;
import io.lepton.stats.internal.Tails;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * The boundaries of a {@link GroupSequential} plan and what they bring. Effects are given as drift,
 * the expected z at the full planned information: {@code effect × √(information)}, that is effect
 * by the standard error planned for the end; positive in the direction of the alternative.
 *
 * <p>Power counts rejections in the direction of the effect only. Immutable and safe for use by
 * many threads.
 */
public final class GroupSequentialDesign {
  private final GroupSequential plan;
  private final Boundaries boundaries;
  private final double[] alphaSpent;
  private final double drift;

  private GroupSequentialDesign(
      GroupSequential plan, Boundaries boundaries, double[] alphaSpent, double drift) {
    this.plan = plan;
    this.boundaries = boundaries;
    this.alphaSpent = alphaSpent;
    this.drift = drift;
  }

  static GroupSequentialDesign of(GroupSequential plan) {
    if (!(plan.alpha() < 0.5 * plan.sides())) {
      throw new InvalidInputException(
          "alpha "
              + plan.alpha()
              + "; expected a sequential plan to spend less than one half on a side");
    }
    double[] times = plan.fractions();
    FutilityBounds futility = plan.futility().orElse(null);
    SpendingFunction spending = plan.spending().orElse(null);
    if (futility != null) {
      requireFutility(plan, futility);
    }
    Boundaries efficacy =
        spending == null
            ? wangTsiatis(plan, times)
            : Boundaries.efficacy(times, spend(plan, spending, times), plan.sides());
    double[] spent =
        spending == null
            ? cumulative(efficacy.exits(0), plan.sides())
            : spend(plan, spending, times);
    if (futility == null) {
      return new GroupSequentialDesign(plan, efficacy, spent, Double.NaN);
    }
    double[] beta = betaSpent(futility, times);
    Boundaries.End end = Boundaries.End.FINAL;
    DoubleFunction<Boundaries> at =
        futility.rule() == FutilityBounds.Rule.BINDING
            ? drift -> Boundaries.binding(times, spent, beta, drift, end)
            : drift -> Boundaries.nonBinding(times, efficacy.upper(), beta, drift, end);
    double drift =
        Tails.falling(
            candidate -> at.apply(candidate).exits(candidate).allBelow() - (1 - futility.power()),
            0,
            1.2 * fixedDrift(plan, futility.power()));
    return new GroupSequentialDesign(plan, at.apply(drift), spent, drift);
  }

  private static void requireFutility(GroupSequential plan, FutilityBounds futility) {
    if (plan.sides() == 2) {
      throw new InvalidInputException(
          "futility bounds in a two-sided plan; expected a one-sided alternative");
    }
    if (futility.rule() == FutilityBounds.Rule.BINDING && plan.spending().isEmpty()) {
      throw new InvalidInputException(
          "binding futility bounds need a spending function for alpha; set one, or make them"
              + " non-binding");
    }
    if (!(futility.power() > plan.alpha())) {
      throw new InvalidInputException(
          "power "
              + futility.power()
              + " is not above alpha "
              + plan.alpha()
              + "; a plan reaches that with no data at all");
    }
  }

  static double[] spend(GroupSequential plan, SpendingFunction spending, double[] times) {
    double[] spent = new double[times.length];
    double side = plan.alpha() / plan.sides();
    for (int k = 0; k < times.length; k++) {
      spent[k] = plan.sides() * requireSpent(spending.spent(side, times[k]), side, times[k]);
      requireGrowth(spent, k);
    }
    return spent;
  }

  static double[] betaSpent(FutilityBounds futility, double[] times) {
    double total = 1 - futility.power();
    double[] spent = new double[times.length];
    for (int k = 0; k < times.length; k++) {
      double time = Math.min(1, times[k]);
      spent[k] = requireSpent(futility.spending().spent(total, time), total, time);
      requireGrowth(spent, k);
    }
    return spent;
  }

  private static double requireSpent(double spent, double total, double fraction) {
    if (!(spent >= 0 && spent <= total * (1 + 1e-12))) {
      throw new InvalidInputException(
          "the spending function gives "
              + spent
              + " at fraction "
              + fraction
              + "; expected from 0 to the total, "
              + total);
    }
    return spent;
  }

  private static void requireGrowth(double[] spent, int look) {
    if (look > 0 && spent[look] < spent[look - 1]) {
      throw new InvalidInputException(
          "the spending function falls from "
              + spent[look - 1]
              + " to "
              + spent[look]
              + "; expected it to grow with the fraction");
    }
  }

  private static Boundaries wangTsiatis(GroupSequential plan, double[] times) {
    double last = times[times.length - 1];
    double least = Normal.upperQuantile(plan.alpha() / plan.sides());
    if (times.length == 1) {
      return shaped(plan, times, last, least);
    }
    double constant =
        Tails.falling(
            c -> {
              double[] spent = cumulative(shaped(plan, times, last, c).exits(0), plan.sides());
              return spent[times.length - 1] - plan.alpha();
            },
            least * (1 - 1e-9),
            1.3 * least);
    return shaped(plan, times, last, constant);
  }

  private static Boundaries shaped(
      GroupSequential plan, double[] times, double last, double constant) {
    double[] upper = new double[times.length];
    double[] lower = new double[times.length];
    for (int k = 0; k < times.length; k++) {
      upper[k] = constant * Math.pow(times[k] / last, plan.shape() - 0.5);
      lower[k] = Double.NEGATIVE_INFINITY;
    }
    return new Boundaries(times, upper, lower, plan.sides());
  }

  private static double[] cumulative(Boundaries.Exits exits, int sides) {
    double[] spent = new double[exits.above().length];
    double sum = 0;
    for (int k = 0; k < spent.length; k++) {
      sum += sides * exits.above()[k];
      spent[k] = sum;
    }
    return spent;
  }

  /**
   * The plan.
   *
   * @return as it was set
   */
  public GroupSequential plan() {
    return plan;
  }

  /**
   * What the statistic must reach at each look.
   *
   * @return a copy
   */
  public double[] criticalValues() {
    return boundaries.upper().clone();
  }

  /**
   * Below what there is no prospect at each look but the last.
   *
   * @return a copy, one shorter than the looks; −∞ where there is no bound
   */
  public double[] futilityBounds() {
    return Arrays.copyOf(boundaries.lower(), boundaries.lower().length - 1);
  }

  /**
   * Alpha spent by each look and those before, of all sides together.
   *
   * @return a copy
   */
  public double[] alphaSpent() {
    return alphaSpent.clone();
  }

  /**
   * The one-sided p-value of each critical value.
   *
   * @return {@code 1 − Φ(cₖ)}
   */
  public double[] stageLevels() {
    return Arrays.stream(boundaries.upper()).map(Normal::upperTail).toArray();
  }

  /**
   * What happens under a drift, futility bounds being obeyed.
   *
   * @param trueDrift expected z at the full planned information, finite
   * @return chances
   */
  public OperatingCharacteristics under(double trueDrift) {
    Checks.finite("drift", trueDrift);
    Boundaries.Exits exits = boundaries.exits(trueDrift);
    double[] times = boundaries.times();
    int last = times.length - 1;
    double[] reject = plan.sides() == 2 && trueDrift < 0 ? exits.below() : exits.above();
    double expected = times[last];
    double power = reject[last];
    for (int k = 0; k < last; k++) {
      expected -= (exits.above()[k] + exits.below()[k]) * (times[last] - times[k]);
      power += reject[k];
    }
    double[] futile = plan.sides() == 2 ? new double[last] : Arrays.copyOf(exits.below(), last);
    return new OperatingCharacteristics(power, list(reject), list(futile), expected);
  }

  private static List<Double> list(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  /**
   * The drift at which the plan has a power.
   *
   * @param power above alpha (two-sided: half of it), below 1
   * @return above 0
   * @throws InvalidInputException if power is out of range
   */
  public double driftFor(double power) {
    Checks.inside("power", power);
    if (!(power > alphaSpent[alphaSpent.length - 1] / plan.sides())) {
      throw new InvalidInputException(
          "power " + power + " is not above alpha; a plan reaches that with no data at all");
    }
    return Tails.falling(
        candidate -> power - boundaries.exits(candidate).allAbove(), 0, fixedDrift(plan, power));
  }

  /**
   * By how much the full information exceeds that of a fixed sample of the same power.
   *
   * @param power above alpha, below 1
   * @return at least 1
   * @throws InvalidInputException if power is out of range
   */
  public double inflation(double power) {
    double ratio = driftFor(power) / fixedDrift(plan, power);
    return ratio * ratio;
  }

  /**
   * The drift that the futility bounds were made for.
   *
   * @return the drift
   * @throws IllegalStateException if there are no futility bounds
   */
  public double plannedDrift() {
    if (Double.isNaN(drift)) {
      throw new IllegalStateException("a plan without futility bounds has no planned drift");
    }
    return drift;
  }

  private static double fixedDrift(GroupSequential plan, double power) {
    return Normal.upperQuantile(plan.alpha() / plan.sides()) + Normal.upperQuantile(1 - power);
  }
}
