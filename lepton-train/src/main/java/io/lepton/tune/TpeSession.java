package io.lepton.tune;

import io.lepton.model.Measure.Direction;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A TPE at work. */
final class TpeSession implements Sampler.Session {
  private static final double GOOD = 0.15; // share of the observations
  private static final int MOST_GOOD = 25;
  private static final int LEAST = 3; // observations of a branch, below which it is not modelled
  private static final double SMALLEST = 0.005;
  private static final double PRIOR_VARIANCE = 0.01; // of one more observation
  private static final double OTHERS_WIDTH = 0.2;
  private static final double FINEST_OTHERS = 0.01;

  private final Tpe definition;
  private final SearchSpace space;
  private final List<TpeGroup> groups;
  private final TpeObservations observations;
  private final TpeOrder ranking;
  private final TpeBranches branches;

  TpeSession(Tpe definition, SearchSpace space, List<Direction> directions) {
    this.definition = definition;
    this.space = space;
    this.groups = TpeGroup.of(space);
    this.observations = new TpeObservations(space);
    this.ranking = TpeOrder.of(directions);
    this.branches = new TpeBranches(groups, observations);
  }

  @Override
  public Sampler.Proposal propose(History history, int number, SplittableRandom random) {
    observations.take(history);
    ranking.take(observations.trials());
    int usable = ranking.usable();
    if (usable < definition.startupTrials()) {
      return Sampler.Proposal.of(space.draw(random));
    }
    int[] order = ranking.order(good(usable));
    double[] weights = ranking.weights(order, good(usable));
    int running = observations.append(history);
    double[] place = new double[space.parameters().size()];
    boolean[] counts = new boolean[place.length];
    for (TpeGroup group : groups) {
      if (group.counts(counts, place)) {
        TpeBranches.@Nullable Due due = branches.due(group, running);
        int[] rows = rows(group, due, order, 0, usable, 0);
        int[] others = rows(group, due, order, usable, order.length, running);
        double[] best =
            rows.length < LEAST
                ? uniform(group, due, random)
                : best(
                    group,
                    due,
                    rows,
                    others,
                    group.isRoot() && due == null ? weights : null,
                    random);
        for (int i = 0; i < best.length; i++) {
          place[group.members()[i]] = best[i];
          counts[group.members()[i]] = true;
        }
      }
    }
    return Sampler.Proposal.of(space.decode(place));
  }

  private static int good(int usable) {
    return Math.min((int) Math.ceil(GOOD * usable), MOST_GOOD);
  }

  /** Observations of a part of the order in which a group counts, and running trials. */
  private int[] rows(
      TpeGroup group, TpeBranches.@Nullable Due due, int[] order, int from, int to, int running) {
    double[] column = observations.column(group.first());
    int[] rows = new int[to - from + running];
    int count = 0;
    for (int i = 0; i < rows.length; i++) {
      int row = from + i < to ? order[from + i] : observations.size() + i - (to - from);
      if (!Double.isNaN(column[row]) && (due == null || due.holds(observations, row))) {
        rows[count++] = row;
      }
    }
    return Arrays.copyOf(rows, count);
  }

  private static double[] uniform(
      TpeGroup group, TpeBranches.@Nullable Due due, SplittableRandom random) {
    double[] place = random.doubles(group.members().length).toArray();
    if (due != null) {
      place[due.member()] = due.place();
    }
    return place;
  }

  /**
   * Of places drawn where good trials are, the one where the others are the fewest beside them.
   * What is good is said within the trials in which the group counts: else a branch that began
   * badly would never have a good trial to learn from.
   */
  private double[] best(
      TpeGroup group,
      TpeBranches.@Nullable Due due,
      int[] rows,
      int[] others,
      double @Nullable [] weights,
      SplittableRandom random) {
    int count = good(rows.length);
    int[] below = Arrays.copyOf(rows, count);
    int[] above = Arrays.copyOfRange(rows, count, rows.length + others.length);
    System.arraycopy(others, 0, above, rows.length - count, others.length);
    double[][] goodPlaces = places(group, below);
    TpeMixture good =
        new TpeMixture(
            group.parameters(), goodPlaces, goodWidths(group, goodPlaces, count), weights);
    TpeMixture bad =
        new TpeMixture(
            group.parameters(), places(group, above), otherWidths(group, above.length), null);
    double[] best = new double[group.members().length];
    double most = Double.NaN;
    for (int i = 0; i < definition.candidates(); i++) {
      double[] candidate = new double[best.length];
      good.draw(random, definition.chance(), candidate);
      if (due != null) {
        candidate[due.member()] = due.place();
      }
      double score = good.logDensity(candidate) - bad.logDensity(candidate);
      if (i == 0 || score > most) {
        most = score;
        best = candidate;
      }
    }
    return best;
  }

  private double[][] places(TpeGroup group, int[] rows) {
    double[][] places = new double[group.members().length][rows.length + 1];
    for (int p = 0; p < places.length; p++) {
      double[] column = observations.column(group.members()[p]);
      for (int k = 0; k < rows.length; k++) {
        places[p][k] = column[rows[k]];
      }
      places[p][rows.length] = 0.5;
    }
    return places;
  }

  /**
   * Scott's rule with the spread of each parameter by itself, as if one more observation lay a
   * little off. Kernels may shrink as observations come together, but while there are few of them
   * they stay wide.
   */
  private static double[] goodWidths(TpeGroup group, double[][] places, int count) {
    double scott = StrictMath.pow(Math.max(1, count), -1.0 / (places.length + 4));
    double[] widths = new double[places.length];
    for (int p = 0; p < widths.length; p++) {
      double sum = 0;
      double squares = 0;
      for (int k = 0; k < count; k++) {
        sum += places[p][k];
        squares += places[p][k] * places[p][k];
      }
      double variance = count == 0 ? 0 : Math.max(0, squares / count - sum / count * (sum / count));
      double spread = Math.sqrt((count * variance + PRIOR_VARIANCE) / (count + 1));
      double least = Math.max(SMALLEST, 1.0 / (count + 2));
      widths[p] = width(group.parameters().get(p), Math.max(least, spread * scott));
    }
    return widths;
  }

  private static double[] otherWidths(TpeGroup group, int count) {
    int dimensions = group.members().length;
    double scott = StrictMath.pow(Math.max(1, count), -1.0 / (dimensions + 4));
    double least = Math.max(FINEST_OTHERS, 1.0 / (count + 2));
    double[] widths = new double[dimensions];
    for (int p = 0; p < dimensions; p++) {
      widths[p] = width(group.parameters().get(p), Math.max(least, OTHERS_WIDTH * scott));
    }
    return widths;
  }

  /** At least a cell wide: its middle stands for all of it, and its neighbours stay in reach. */
  private static double width(Parameter parameter, double wanted) {
    double cell = parameter.levels().isPresent() ? 1.0 / parameter.levels().getAsLong() : 0;
    return Math.min(1, Math.max(wanted, cell));
  }
}
