package io.lepton.tune;

import io.lepton.model.Measure.Direction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The order of a TPE's observations, best first: feasible before infeasible, complete before
 * pruned, pruned before failed. Pruned ones that came further come first, then those with the
 * better last report; infeasible ones follow by how far they miss their constraints. Kept sorted by
 * insertion.
 */
final class TpeRanking implements TpeOrder {
  private static final int FAILED = 3;

  private final Direction direction;
  private final List<Rank> ranks = new ArrayList<>();

  TpeRanking(Direction direction) {
    this.direction = direction;
  }

  private record Rank(double violation, int tier, double first, double second, int index) {
    static final Comparator<Rank> ORDER =
        Comparator.comparingDouble(Rank::violation)
            .thenComparingInt(Rank::tier)
            .thenComparingDouble(Rank::first)
            .thenComparingDouble(Rank::second)
            .thenComparingInt(Rank::index);
  }

  @Override
  public void take(List<Trial> observations) {
    for (int i = ranks.size(); i < observations.size(); i++) {
      Rank rank = rank(observations.get(i), i);
      int low = 0;
      int high = ranks.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (Rank.ORDER.compare(ranks.get(middle), rank) < 0) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      ranks.add(low, rank);
    }
  }

  private double loss(double value) {
    return direction == Direction.LOWER_IS_BETTER ? value : -value;
  }

  private Rank rank(Trial trial, int index) {
    double violation = trial.violation();
    return switch (trial.state()) {
      case COMPLETE -> new Rank(violation, 0, loss(trial.value()), 0, index);
      case PRUNED -> {
        if (trial.intermediate().isEmpty()) {
          yield new Rank(violation, 2, 0, 0, index);
        }
        double last = loss(trial.lastReported().orElseThrow());
        double step = trial.intermediate().lastKey();
        yield new Rank(
            violation, 1, -step, Double.isNaN(last) ? Double.POSITIVE_INFINITY : last, index);
      }
      default -> new Rank(Double.POSITIVE_INFINITY, FAILED, 0, 0, index);
    };
  }

  @Override
  public int[] order(int good) {
    int[] order = new int[ranks.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = ranks.get(i).index();
    }
    return order;
  }

  @Override
  public double[] weights(int[] order, int good) {
    double[] weights = new double[good];
    Arrays.fill(weights, 1);
    return weights;
  }

  @Override
  public int usable() {
    int usable = ranks.size();
    while (usable > 0 && ranks.get(usable - 1).tier() == FAILED) {
      usable--;
    }
    return usable;
  }
}
