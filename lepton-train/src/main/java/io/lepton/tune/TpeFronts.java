package io.lepton.tune;

import io.lepton.model.Measure.Direction;
import io.lepton.tune.internal.pareto.Fronts;
import io.lepton.tune.internal.pareto.Selection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The order of a TPE's observations for several directions (Ozaki, Tanigaki, Watanabe and Onishi
 * 2020): by fronts; of the front that is cut, those are good that dominate the most together. Good
 * ones weigh by what they alone dominate. Infeasible ones follow by how far they miss their
 * constraints, then pruned ones, then failed ones.
 */
final class TpeFronts implements TpeOrder {
  private static final double LEAST_WEIGHT = 1e-3;

  private final List<Direction> directions;
  private final List<double[]> losses = new ArrayList<>(); // of each observation
  private final List<Integer> compared = new ArrayList<>(); // feasible and complete
  private final List<Trial> rest = new ArrayList<>();
  private final List<Integer> restIndexes = new ArrayList<>();
  private int failed;

  TpeFronts(List<Direction> directions) {
    this.directions = directions;
  }

  @Override
  public void take(List<Trial> observations) {
    for (int i = losses.size(); i < observations.size(); i++) {
      Trial trial = observations.get(i);
      boolean complete = trial.state() == TrialState.COMPLETE;
      losses.add(complete ? losses(trial) : new double[0]);
      if (complete && trial.isFeasible()) {
        compared.add(i);
      } else {
        rest.add(trial);
        restIndexes.add(i);
        failed += trial.state() == TrialState.FAILED ? 1 : 0;
      }
    }
  }

  private double[] losses(Trial trial) {
    double[] all = new double[directions.size()];
    Arrays.setAll(
        all,
        m ->
            directions.get(m) == Direction.LOWER_IS_BETTER
                ? trial.values().get(m)
                : -trial.values().get(m));
    return all;
  }

  @Override
  public int usable() {
    return losses.size() - failed;
  }

  @Override
  public int[] order(int good) {
    List<Integer> order = new ArrayList<>();
    double[][] all = compared.stream().map(losses::get).toArray(double[][]::new);
    for (int[] front : Fronts.sort(all, new double[all.length])) {
      int wanted = good - order.size();
      int[] sorted = front;
      if (wanted > 0 && wanted < front.length) {
        double[][] cut = Arrays.stream(front).mapToObj(i -> all[i]).toArray(double[][]::new);
        sorted = Arrays.stream(Selection.of(cut, wanted)).map(i -> front[i]).toArray();
      }
      for (int i : sorted) {
        order.add(compared.get(i));
      }
    }
    Integer[] others = new Integer[rest.size()];
    Arrays.setAll(others, i -> i);
    Arrays.sort(
        others,
        Comparator.comparingInt((Integer i) -> tier(rest.get(i)))
            .thenComparingDouble(i -> rest.get(i).violation()));
    for (int i : others) {
      order.add(restIndexes.get(i));
    }
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int tier(Trial trial) {
    return switch (trial.state()) {
      case COMPLETE -> 0;
      case PRUNED -> 1;
      default -> 2;
    };
  }

  @Override
  public double[] weights(int[] order, int good) {
    double[] weights = new double[good];
    Arrays.fill(weights, LEAST_WEIGHT);
    int known = Math.min(good, compared.size());
    double[][] points =
        Arrays.stream(order, 0, known).mapToObj(losses::get).toArray(double[][]::new);
    double[] alone = Selection.contributions(points);
    double most = Arrays.stream(alone).max().orElse(0);
    for (int i = 0; i < known; i++) {
      weights[i] = most > 0 ? Math.max(alone[i] / most, LEAST_WEIGHT) : 1;
    }
    return weights;
  }
}
