package io.lepton.experiment;

import io.lepton.experiment.AnalysisPlan.AlwaysValid;
import io.lepton.experiment.AnalysisPlan.FixedHorizon;
import io.lepton.experiment.AnalysisPlan.GroupSequential;
import io.lepton.experiment.AnalysisPlan.Method;
import io.lepton.stats.bayes.BetaPosterior;
import io.lepton.stats.multiple.PValueAdjustment;
import io.lepton.stats.sequential.Spending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How {@link EntryFormat} keeps a plan. Names are those of the enums, so these must not change. */
final class PlanFormat {
  private PlanFormat() {}

  /** The kinds of method, as written. */
  private enum Kind {
    FIXED_HORIZON,
    GROUP_SEQUENTIAL,
    ALWAYS_VALID,
    BAYESIAN
  }

  /**
   * What a log made before there were plans has none of.
   *
   * @param numbers of a Bayesian method: prior mean and standard deviation, certainty, accepted
   *     loss, equivalence, then alpha and beta of the control's and the treatments' prior if set;
   *     as text, since JSON has no infinity
   */
  record StoredPlan(
      Kind method,
      PValueAdjustment correction,
      long minimumSeconds,
      @Nullable StoredSpending spending,
      @Nullable StoredSpending futility,
      List<Double> fractions,
      List<String> numbers) {}

  record StoredSpending(Spending.Family family, double parameter) {}

  static StoredPlan stored(AnalysisPlan plan) {
    Method method = plan.method();
    Kind kind = Kind.FIXED_HORIZON;
    StoredSpending spending = null;
    StoredSpending futility = null;
    List<Double> fractions = List.of();
    List<String> numbers = List.of();
    if (method instanceof GroupSequential group) {
      kind = Kind.GROUP_SEQUENTIAL;
      spending = stored(group.spending());
      futility = group.futility() == null ? null : stored(group.futility());
      fractions = group.fractions();
    } else if (method instanceof BayesianPlan bayes) {
      kind = Kind.BAYESIAN;
      numbers = numbers(bayes);
    } else if (method instanceof AlwaysValid) {
      kind = Kind.ALWAYS_VALID;
    }
    return new StoredPlan(
        kind,
        plan.correction(),
        plan.minimumRunTime().toSeconds(),
        spending,
        futility,
        fractions,
        numbers);
  }

  private static List<String> numbers(BayesianPlan plan) {
    List<Double> numbers =
        new ArrayList<>(
            List.of(
                plan.priorMean(),
                plan.priorStandardDeviation(),
                plan.certainty(),
                plan.acceptedLoss(),
                plan.equivalence()));
    for (BetaPosterior prior :
        Stream.concat(plan.findControlPrior().stream(), plan.findTreatmentPrior().stream())
            .toList()) {
      numbers.add(prior.alpha());
      numbers.add(prior.beta());
    }
    return numbers.stream().map(String::valueOf).toList();
  }

  /** What format 2 cannot hold. */
  static boolean hasBetaPriors(AnalysisPlan plan) {
    return plan.method() instanceof BayesianPlan bayes && bayes.controlPrior() != null;
  }

  private static StoredSpending stored(Spending spending) {
    return new StoredSpending(spending.family(), spending.parameter());
  }

  /** Reads what {@link #stored} gave; IllegalArgumentException if it is not that. */
  static AnalysisPlan plan(StoredPlan stored) {
    return new AnalysisPlan(
        method(stored), stored.correction, Duration.ofSeconds(stored.minimumSeconds));
  }

  private static Method method(StoredPlan stored) {
    return switch (stored.method) {
      case FIXED_HORIZON -> new FixedHorizon();
      case ALWAYS_VALID -> new AlwaysValid();
      case GROUP_SEQUENTIAL -> {
        if (stored.spending == null) {
          throw new IllegalArgumentException("a group sequential plan without spending");
        }
        yield new GroupSequential(
            spending(stored.spending),
            stored.fractions,
            stored.futility == null ? null : spending(stored.futility));
      }
      case BAYESIAN -> {
        boolean priors = stored.numbers.size() == 9;
        if (stored.numbers.size() != 5 && !priors) {
          throw new IllegalArgumentException(
              String.format(Locale.ROOT, "a Bayesian plan of %d numbers", stored.numbers.size()));
        }
        double[] numbers = stored.numbers.stream().mapToDouble(Double::parseDouble).toArray();
        yield new BayesianPlan(
            numbers[0],
            numbers[1],
            numbers[2],
            numbers[3],
            numbers[4],
            priors ? new BetaPosterior(numbers[5], numbers[6]) : null,
            priors ? new BetaPosterior(numbers[7], numbers[8]) : null);
      }
    };
  }

  private static Spending spending(StoredSpending stored) {
    return new Spending(stored.family, stored.parameter);
  }
}
