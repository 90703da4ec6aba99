package io.lepton.explain;

import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * One search: a beam over sets of changes, starts from the data, and polishing of what is found.
 */
final class CounterfactualSearch<C> {
  private static final int BEAM = 6;
  private static final int FINE = 32;
  private static final int COARSE = 10;
  private static final int STARTS = 10;
  private static final int POLISHED = 24;
  private static final int SECTIONS = 16;

  private final ModelFunction<C> model;
  private final CaseType<C> type;
  private final Target target;
  private final Bounds bounds;
  private final C one;
  private final int mostChanges;
  private final ProgressListener listener;
  private final List<FeatureRange> ranges = new ArrayList<>();
  private final int output;
  private final double gap;
  private long asked;

  /** A changed case, what the output lacks, and how far away it is. */
  private record Try<C>(C example, double gap, double distance) {}

  private final List<Try<C>> reached = new ArrayList<>();

  CounterfactualSearch(
      ModelFunction<C> model,
      List<C> data,
      Target target,
      Bounds bounds,
      C one,
      int mostChanges,
      ProgressListener listener) {
    this.model = model;
    this.type = model.type();
    this.target = target;
    this.bounds = bounds;
    this.one = one;
    this.mostChanges = mostChanges;
    this.listener = listener;
    this.output = model.outputs(one).indexOf(target.output());
    for (int feature = 0; feature < type.features().size(); feature++) {
      ranges.add(
          bounds.isImmutable(feature)
              ? new FeatureRange(new double[0], List.of(), 1, 0)
              : FeatureRange.of(type, data, feature));
    }
    this.gap = ask(List.of(one)).get(0).gap;
    if (gap <= 0) {
      throw new InvalidInputException(
          "the case is answered as wanted already: "
              + target
              + " where the model says "
              + Shown.number(value(gap)));
    }
    beam();
    starts(data);
  }

  private double value(double lacking) {
    return target.side() == Target.Side.AT_LEAST
        ? target.bound() - lacking
        : target.bound() + lacking;
  }

  private List<Try<C>> ask(List<C> cases) {
    double[][] answers = model.apply(cases);
    List<Try<C>> tries = new ArrayList<>();
    for (int i = 0; i < answers.length; i++) {
      C example = cases.get(i);
      tries.add(new Try<>(example, target.gap(answers[i][output]), distance(example)));
    }
    asked += cases.size();
    listener.progressed(asked, asked);
    return tries;
  }

  private double distance(C example) {
    double sum = 0;
    for (int feature = 0; feature < ranges.size(); feature++) {
      sum += ranges.get(feature).distance(type.value(one, feature), type.value(example, feature));
    }
    return sum;
  }

  private int[] changed(C example) {
    return java.util.stream.IntStream.range(0, ranges.size())
        .filter(feature -> !type.same(one, example, feature))
        .toArray();
  }

  /** Grows sets of changes; a set that reaches the target is not grown further. */
  private void beam() {
    List<C> states = List.of(one);
    for (int level = 1; level <= mostChanges && !states.isEmpty(); level++) {
      List<C> cases = new ArrayList<>();
      for (C state : states) {
        for (int feature = 0; feature < ranges.size(); feature++) {
          Object now = type.value(one, feature);
          if (!type.same(one, state, feature)) {
            continue;
          }
          for (Object value : ranges.get(feature).others(now, level == 1 ? FINE : COARSE)) {
            if (bounds.allows(feature, now, value)) {
              cases.add(type.with(state, feature, value));
            }
          }
        }
      }
      List<Try<C>> tries = ask(cases);
      tries.stream().filter(each -> each.gap <= 0).forEach(reached::add);
      states = best(tries);
    }
  }

  /** Half by what is left to the target, half by what each unit of distance brought. */
  private List<C> best(List<Try<C>> tries) {
    List<Try<C>> open = tries.stream().filter(each -> each.gap > 0 && each.gap < gap).toList();
    List<C> chosen = new ArrayList<>();
    List<Comparator<Try<C>>> orders =
        List.of(
            Comparator.comparingDouble(Try::gap),
            Comparator.comparingDouble(each -> (each.gap - gap) / each.distance));
    for (Comparator<Try<C>> order : orders) {
      List<String> sets = new ArrayList<>();
      for (Try<C> each : open.stream().sorted(order).toList()) {
        String set = java.util.Arrays.toString(changed(each.example));
        if (sets.size() < BEAM && !sets.contains(set)) {
          sets.add(set);
          chosen.add(each.example);
        }
      }
    }
    return chosen;
  }

  /** Cases of the data that are answered as wanted, as far as the bounds let the case follow. */
  private void starts(List<C> data) {
    List<C> mixed = new ArrayList<>();
    for (C other : data) {
      int[] free =
          java.util.stream.IntStream.range(0, ranges.size())
              .filter(f -> bounds.allows(f, type.value(one, f), type.value(other, f)))
              .toArray();
      mixed.add(type.mix(one, other, free));
    }
    ask(mixed).stream()
        .filter(each -> each.gap <= 0)
        .sorted(Comparator.comparingDouble(Try::distance))
        .limit(STARTS)
        .forEach(reached::add);
  }

  /** All that was reached, polished, the nearest first, none twice. */
  List<Counterfactual<C>> found() {
    List<Try<C>> polished = new ArrayList<>();
    List<String> sets = new ArrayList<>();
    for (Try<C> each :
        reached.stream().sorted(Comparator.comparingDouble(Try::distance)).toList()) {
      String set = java.util.Arrays.toString(changed(each.example));
      if (sets.size() < POLISHED && !sets.contains(set)) {
        sets.add(set);
        polished.add(polish(each));
      }
    }
    return polished.stream()
        .filter(each -> changed(each.example).length <= mostChanges)
        .sorted(Comparator.comparingDouble(Try::distance))
        .map(this::result)
        .toList();
  }

  private Counterfactual<C> result(Try<C> each) {
    List<Counterfactual.Change> changes = new ArrayList<>();
    for (int feature : changed(each.example)) {
      changes.add(
          new Counterfactual.Change(
              type.features().get(feature),
              type.value(one, feature),
              type.value(each.example, feature)));
    }
    return new Counterfactual<>(each.example, changes, each.distance, value(each.gap));
  }

  /** Takes changes back, wholly or in part, as long as that saves distance and the answer stays. */
  private Try<C> polish(Try<C> start) {
    Try<C> best = start;
    for (int round = 0; round < 100; round++) {
      Try<C> nearer = nearest(ask(lessened(best.example)), best);
      if (nearer.distance >= best.distance) {
        return best;
      }
      best = nearer;
    }
    return best;
  }

  private Try<C> nearest(List<Try<C>> tries, Try<C> best) {
    return tries.stream()
        .filter(each -> each.gap <= 0 && each.distance < best.distance)
        .min(Comparator.comparingDouble(Try::distance))
        .orElse(best);
  }

  /** The case with one change undone, or one number part of the way back. */
  private List<C> lessened(C example) {
    List<C> cases = new ArrayList<>();
    for (int feature : changed(example)) {
      Object from = type.value(one, feature);
      Object to = type.value(example, feature);
      cases.add(type.with(example, feature, from));
      if (from instanceof Double a && to instanceof Double b) {
        for (double back : steps(ranges.get(feature), a, b)) {
          Object value = ranges.get(feature).rounded(b + back * (a - b));
          if (!Objects.equals(value, to) && bounds.allows(feature, from, value)) {
            cases.add(type.with(example, feature, value));
          }
        }
      }
    }
    return cases;
  }

  /** Shares of the way back: even ones, then ever smaller ones, the last a step of the data. */
  private static double[] steps(FeatureRange range, double from, double to) {
    double[] shares = new double[2 * SECTIONS];
    for (int k = 1; k < SECTIONS; k++) {
      shares[k] = (double) k / SECTIONS;
      shares[SECTIONS + k] = Math.pow(0.25, k) / SECTIONS;
    }
    shares[SECTIONS] = range.step() / Math.abs(to - from);
    return shares;
  }
}
