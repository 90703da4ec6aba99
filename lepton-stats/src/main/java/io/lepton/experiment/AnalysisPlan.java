package io.lepton.experiment;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.multiple.PValueAdjustment;
import io.lepton.stats.sequential.Spending;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * When an experiment may be looked at, and what a look may conclude; agreed before it starts. The
 * methods differ in when they decide, not in what they keep: but for {@link BayesianPlan}, the
 * chance of finding a difference where there is none is at most the design's α over all looks and
 * treatments.
 *
 * <table>
 * <caption>Which plan</caption>
 * <tr><th>plan</th><th>looks</th><th>units needed</th></tr>
 * <tr><td>{@link #fixedHorizon}</td><td>one, at the planned sample</td><td>fewest, if the effect is
 *     as small as planned for</td></tr>
 * <tr><td>{@link #groupSequential}</td><td>a few, agreed before</td><td>a few per cent more at
 *     most, far fewer if the effect is larger</td></tr>
 * <tr><td>{@link #alwaysValid}</td><td>any, after each unit if need be</td><td>nearly twice as
 *     many at most, far fewer if the effect is larger</td></tr>
 * <tr><td>{@link #bayesian}</td><td>any</td><td>as the fixed horizon</td></tr>
 * </table>
 *
 * @param method when a look decides, and by what
 * @param correction for several treatments; one that keeps the chance of any false finding
 * @param minimumRunTime nothing is shipped before, such as one or two whole weeks; whole seconds,
 *     not negative
 */
public record AnalysisPlan(Method method, PValueAdjustment correction, Duration minimumRunTime) {
  private static final Set<PValueAdjustment> FAMILY_WISE =
      EnumSet.of(
          PValueAdjustment.BONFERRONI,
          PValueAdjustment.HOLM,
          PValueAdjustment.HOCHBERG,
          PValueAdjustment.HOMMEL);
  private static final int MOST_LOOKS = 100;

  /** When a look decides, and by what. */
  public sealed interface Method permits FixedHorizon, GroupSequential, AlwaysValid, BayesianPlan {}

  /** One look, when every arm has its planned units; guardrails may stop it earlier. */
  public record FixedHorizon() implements Method {}

  /**
   * Looks at shares of the planned units agreed before (Lan and DeMets 1983). A look is taken by
   * the first {@link Experiment#decide} once its share is there, and recorded; what was there then
   * is what counts, so that looks may come late.
   *
   * @param spending how α is shared out, two-sided
   * @param fractions of the planned units, ascending, the last one 1
   * @param futility how the chance of missing the planned effect is shared out if the experiment is
   *     to stop when it would hardly succeed; null if it is not. The bounds do not bind: going on
   *     in spite of them keeps α
   */
  public record GroupSequential(
      Spending spending, List<Double> fractions, @Nullable Spending futility) implements Method {
    /** {@inheritDoc} */
    public GroupSequential {
      Objects.requireNonNull(spending);
      fractions = List.copyOf(fractions);
      double last = 0;
      for (double fraction : fractions) {
        if (!(fraction > last && fraction <= 1)) {
          throw refused("looks at " + fractions + "; expected ascending shares above 0, up to 1");
        }
        last = fraction;
      }
      if (last != 1 || fractions.size() > MOST_LOOKS) {
        throw refused(
            fractions.size()
                + " looks, the last at "
                + last
                + "; expected 1 to 100, the last at 1");
      }
    }
  }

  /**
   * A look at any time, after every unit if need be: confidence sequences that are narrowest at the
   * planned sample, where the experiment ends at the latest. The metric's kind says which: plain
   * proportions {@link io.lepton.stats.sequential.ProportionDifferenceSequence}, quantiles {@link
   * io.lepton.stats.sequential.QuantileDifferenceSequence}, both exact from the first unit on;
   * means, counts, ratios and what is adjusted {@link io.lepton.stats.sequential.AlwaysValid},
   * which wants arms large enough for a normal interval.
   */
  public record AlwaysValid() implements Method {}

  /** {@inheritDoc} */
  public AnalysisPlan {
    Objects.requireNonNull(method);
    if (!FAMILY_WISE.contains(correction)) {
      throw refused(
          "correction "
              + correction
              + " limits the share of false findings, not the chance of any; expected one of "
              + FAMILY_WISE);
    }
    if (minimumRunTime.isNegative()
        || !minimumRunTime.equals(Duration.ofSeconds(minimumRunTime.toSeconds()))) {
      throw refused("minimum run time " + minimumRunTime + "; expected whole seconds, 0 or more");
    }
  }

  private static InvalidInputException refused(String why) {
    return new InvalidInputException("analysis plan: " + why);
  }

  /**
   * A plan with Holm's correction and no minimum run time.
   *
   * @param method when a look decides
   * @return the plan
   */
  public static AnalysisPlan of(Method method) {
    return new AnalysisPlan(method, PValueAdjustment.HOLM, Duration.ZERO);
  }

  /**
   * One look at the planned sample.
   *
   * @return the plan
   */
  public static AnalysisPlan fixedHorizon() {
    return of(new FixedHorizon());
  }

  /**
   * Evenly spread looks with Lan and DeMets' O'Brien-Fleming spending and no futility bound.
   *
   * @param looks in all, 1 to 100
   * @return the plan
   */
  public static AnalysisPlan groupSequential(int looks) {
    if (looks < 1 || looks > MOST_LOOKS) {
      throw refused(looks + " looks; expected 1 to " + MOST_LOOKS);
    }
    return of(
        new GroupSequential(
            Spending.lanDeMetsOBrienFleming(),
            IntStream.rangeClosed(1, looks).mapToObj(k -> (double) k / looks).toList(),
            null));
  }

  /**
   * Looks at any time.
   *
   * @return the plan
   */
  public static AnalysisPlan alwaysValid() {
    return of(new AlwaysValid());
  }

  /**
   * By the posterior, without prior knowledge, certainty 0.95; complete it and call {@link
   * BayesianPlan#plan}.
   *
   * @return the method
   */
  public static BayesianPlan bayesian() {
    return BayesianPlan.DEFAULT;
  }

  /**
   * Sets the correction for several treatments; Holm unless set.
   *
   * @param adjustment one that keeps the chance of any false finding
   * @return the plan
   */
  public AnalysisPlan correction(PValueAdjustment adjustment) {
    return new AnalysisPlan(method, adjustment, minimumRunTime);
  }

  /**
   * Sets how long the experiment runs at least before anything is shipped; harm may stop it
   * earlier.
   *
   * @param duration such as two weeks, so that each day of the week counts alike
   * @return the plan
   */
  public AnalysisPlan minimumRunTime(Duration duration) {
    return new AnalysisPlan(method, correction, duration);
  }

  /** In words, with the method the metric's kind chooses. */
  String describe(Metric primary) {
    String how;
    if (method instanceof GroupSequential group) {
      how =
          "group sequential, looks at "
              + group.fractions().stream().map(Numbers::of).toList()
              + " of the planned units, "
              + group.spending().family()
              + (group.futility() == null ? "" : ", stopped for futility");
    } else if (method instanceof AlwaysValid) {
      how = "always valid, looks at any time, by the " + AnyTimeJudge.method(primary);
    } else if (method instanceof BayesianPlan bayes) {
      how = bayes.describe(primary);
    } else {
      how = "fixed horizon, one look at the planned sample";
    }
    return how + (minimumRunTime.isZero() ? "" : ", at least " + Numbers.of(minimumRunTime));
  }
}
