package io.lepton.stats.sequential;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.Alternative;
import io.lepton.stats.internal.Tails;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A plan met by looks at the times they came. */
final class Analyser {
  private static final double LEAST_P = 1e-12;

  private final GroupSequential plan;
  private final List<Look> looks;
  private final double[] times;
  private final double[] statistics;
  private final Boundaries.End end;

  Analyser(GroupSequential plan, List<Look> looks, Boundaries.End end) {
    this.plan = plan;
    this.looks = List.copyOf(looks);
    this.times = looks.stream().mapToDouble(Look::fraction).toArray();
    GroupSequential.requireFractions(times, Double.POSITIVE_INFINITY);
    double sign = plan.alternative() == Alternative.LESS ? -1 : 1;
    this.statistics = looks.stream().mapToDouble(look -> sign * look.statistic()).toArray();
    double whole = plan.spending().isPresent() ? 1 : lastPlanned();
    for (int k = 0; k < times.length - 1; k++) {
      if (times[k] >= whole) {
        throw new InvalidInputException(
            "look "
                + (k + 2)
                + " after fraction "
                + times[k]
                + " of look "
                + (k + 1)
                + ", which spent all of alpha; expected no look after the planned information");
      }
    }
    this.end = times[times.length - 1] >= whole ? Boundaries.End.FINAL : end;
  }

  private double lastPlanned() {
    double[] planned = plan.fractions();
    return planned[planned.length - 1];
  }

  /** Alpha spent by each look, by the plan at some alpha. */
  private double[] alpha(GroupSequential at) {
    double[] clamped = Arrays.stream(times).map(time -> Math.min(1, time)).toArray();
    double[] spent =
        at.spending()
            .map(spending -> GroupSequentialDesign.spend(at, spending, clamped))
            .orElseGet(() -> between(at.fractions(), at.design().alphaSpent()));
    if (end == Boundaries.End.FINAL) {
      spent[spent.length - 1] = at.alpha();
    }
    return spent;
  }

  /** Linear between what is spent at the planned fractions. */
  private double[] between(double[] fractions, double[] spent) {
    double[] values = new double[times.length];
    int next = 0;
    for (int k = 0; k < times.length; k++) {
      while (next < fractions.length - 1 && fractions[next] < times[k]) {
        next++;
      }
      double before = next == 0 ? 0 : fractions[next - 1];
      double sofar = next == 0 ? 0 : spent[next - 1];
      double share = Math.min(1, (times[k] - before) / (fractions[next] - before));
      values[k] = sofar + share * (spent[next] - sofar);
    }
    return values;
  }

  private Boundaries boundaries(double[] alpha) {
    if (plan.futility().isEmpty()) {
      return Boundaries.efficacy(times, alpha, plan.sides());
    }
    FutilityBounds futility = plan.futility().get();
    double drift = plan.design().plannedDrift();
    double[] beta = GroupSequentialDesign.betaSpent(futility, times);
    return futility.rule() == FutilityBounds.Rule.BINDING
        ? Boundaries.binding(times, alpha, beta, drift, end)
        : Boundaries.nonBinding(
            times, Boundaries.efficacy(times, alpha, 1).upper(), beta, drift, end);
  }

  Monitoring monitoring() {
    double[] alpha = alpha(plan);
    Boundaries boundaries = boundaries(alpha);
    int last = times.length - 1;
    boolean binding =
        plan.futility().map(f -> f.rule() == FutilityBounds.Rule.BINDING).orElse(false);
    for (int k = 0; k < last; k++) {
      if (rejects(boundaries, k)) {
        return at(k, SequentialDecision.REJECT, boundaries, alpha[k]);
      }
      if (binding && statistics[k] < boundaries.lower()[k]) {
        return at(k, SequentialDecision.STOP_FOR_FUTILITY, boundaries, alpha[k]);
      }
    }
    SequentialDecision decision = SequentialDecision.CONTINUE;
    if (rejects(boundaries, last)) {
      decision = SequentialDecision.REJECT;
    } else if (end == Boundaries.End.FINAL) {
      decision = SequentialDecision.DO_NOT_REJECT;
    } else if (statistics[last] < boundaries.lower()[last]) {
      decision = SequentialDecision.STOP_FOR_FUTILITY;
    }
    return at(last, decision, boundaries, alpha[last]);
  }

  private boolean rejects(Boundaries boundaries, int k) {
    double z = plan.sides() == 2 ? Math.abs(statistics[k]) : statistics[k];
    return z >= boundaries.upper()[k];
  }

  private Monitoring at(
      int k, SequentialDecision decision, Boundaries boundaries, double alphaSpent) {
    Look look = looks.get(k);
    boolean closed = end == Boundaries.End.FINAL && k == times.length - 1;
    return new Monitoring(
        k + 1,
        decision,
        look.statistic(),
        boundaries.upper()[k],
        closed ? Double.NEGATIVE_INFINITY : boundaries.lower()[k],
        alphaSpent,
        interval(
            look,
            -boundaries.upper()[k] * look.standardError(),
            boundaries.upper()[k] * look.standardError(),
            "repeated"),
        decision == SequentialDecision.CONTINUE
            ? Optional.empty()
            : Optional.of(adjusted(k, boundaries)));
  }

  /** From estimate + low to estimate + high, cut on the side that the alternative leaves open. */
  private Interval interval(Look look, double low, double high, String method) {
    return interval(look.estimate() + low, look.estimate() + high, method);
  }

  private Interval interval(double low, double high, String method) {
    return new Interval(
        plan.alternative() == Alternative.LESS ? Double.NEGATIVE_INFINITY : low,
        plan.alternative() == Alternative.GREATER ? Double.POSITIVE_INFINITY : high,
        1 - plan.alpha(),
        method);
  }

  private AdjustedEstimate adjusted(int k, Boundaries boundaries) {
    double side = plan.alpha() / plan.sides();
    Stopped stopped = Stopped.at(boundaries, k, statistics[k], obeyed(boundaries), side);
    Look look = looks.get(k);
    // z of this look is expected to be drift times the root of its fraction
    double unit = Math.sqrt(times[k]) * look.standardError();
    boolean less = plan.alternative() == Alternative.LESS;
    double low = unit * stopped.drift(side);
    double median = unit * stopped.drift(0.5);
    Interval interval =
        plan.sides() == 2
            ? interval(low, unit * stopped.drift(1 - side), "stagewise")
            : interval(low, -low, "stagewise");
    double upward = stopped.upward(0);
    double p = plan.sides() == 2 ? 2 * Math.min(upward, stopped.downward(0)) : upward;
    return new AdjustedEstimate(Math.min(1, p), less ? -median : median, interval, look.estimate());
  }

  /** Lower bounds at which there was no going on. */
  private double[] obeyed(Boundaries boundaries) {
    if (plan.sides() == 2) {
      return Arrays.stream(boundaries.upper()).map(upper -> -upper).toArray();
    }
    boolean binding =
        plan.futility().map(f -> f.rule() == FutilityBounds.Rule.BINDING).orElse(false);
    double[] none = new double[times.length];
    Arrays.fill(none, Double.NEGATIVE_INFINITY);
    return binding ? boundaries.lower() : none;
  }

  double repeatedPValue() {
    double most = 0.5 * plan.sides() * (1 - 1e-9);
    if (excess(most) > 0) {
      return 1;
    }
    if (excess(LEAST_P) < 0) {
      return LEAST_P;
    }
    return Math.exp(Tails.solve(log -> excess(Math.exp(log)), Math.log(LEAST_P), Math.log(most)));
  }

  /** By how much the last statistic misses its critical value at some alpha. */
  private double excess(double alpha) {
    int last = times.length - 1;
    double z = plan.sides() == 2 ? Math.abs(statistics[last]) : statistics[last];
    GroupSequential at = plan.withAlpha(alpha);
    double critical = Boundaries.efficacy(times, alpha(at), at.sides()).upper()[last];
    return Math.min(critical, 40) - z;
  }
}
