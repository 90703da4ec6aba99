package io.lepton.explain;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Shapley values as the weighted least squares fit of an additive game to the worths, constrained
 * to add up (Lundberg and Lee 2017): the last player's value is what the others leave, so that
 * additivity holds but for rounding. Standard errors are the sandwich of the drawn pairs; what was
 * counted has none.
 */
final class KernelRegression {
  private final int players;
  private final Coalitions plan;
  private final List<BitSet> coalitions = new ArrayList<>();
  private final double[] weights;
  private final LeastSquares equations;

  KernelRegression(int players, Coalitions plan) {
    this.players = players;
    this.plan = plan;
    plan.counted().forEach(each -> coalitions.add(each.members()));
    plan.drawn().forEach(pair -> coalitions.addAll(List.of(pair)));
    weights = new double[coalitions.size()];
    for (int i = 0; i < weights.length; i++) {
      int counted = plan.counted().size();
      weights[i] =
          i < counted
              ? plan.counted().get(i).weight()
              : plan.weightOfDraw() * plan.times().get((i - counted) / 2);
    }
    double[][] matrix = new double[players - 1][players - 1];
    double[] x = new double[players - 1];
    for (int i = 0; i < weights.length; i++) {
      row(coalitions.get(i), x);
      for (int a = 0; a < x.length; a++) {
        for (int b = 0; x[a] != 0 && b <= a; b++) {
          matrix[a][b] += weights[i] * x[a] * x[b];
        }
      }
    }
    equations = new LeastSquares(matrix);
  }

  List<BitSet> coalitions() {
    return coalitions;
  }

  private void row(BitSet members, double[] x) {
    int last = members.get(players - 1) ? 1 : 0;
    for (int a = 0; a < x.length; a++) {
      x[a] = (members.get(a) ? 1 : 0) - last;
    }
  }

  /** Value and standard error by player, of one output. */
  double[][] fit(double[] worth, double empty, double full) {
    double total = full - empty;
    double[] x = new double[players - 1];
    double[] right = new double[players - 1];
    double[] y = new double[weights.length];
    for (int i = 0; i < weights.length; i++) {
      y[i] = worth[i] - empty - (coalitions.get(i).get(players - 1) ? total : 0);
      row(coalitions.get(i), x);
      for (int a = 0; a < x.length; a++) {
        right[a] += weights[i] * x[a] * y[i];
      }
    }
    double[] solved = equations.solve(right);
    double[] values = java.util.Arrays.copyOf(solved, players);
    values[players - 1] = total;
    for (double value : solved) {
      values[players - 1] -= value;
    }
    return new double[][] {values, errors(solved, y)};
  }

  private double[] errors(double[] solved, double[] y) {
    double[] errors = new double[players];
    long draws = plan.times().stream().mapToLong(Integer::longValue).sum();
    if (draws < 2) {
      return errors;
    }
    double[][] scores = new double[plan.drawn().size()][];
    double[] mean = new double[players];
    double[] x = new double[players - 1];
    for (int pair = 0; pair < scores.length; pair++) {
      double[] score = new double[players - 1];
      for (int side = 0; side < 2; side++) {
        int i = plan.counted().size() + 2 * pair + side;
        row(coalitions.get(i), x);
        double residual = y[i];
        for (int a = 0; a < x.length; a++) {
          residual -= x[a] * solved[a];
        }
        for (int a = 0; a < x.length; a++) {
          score[a] += plan.weightOfDraw() * draws * x[a] * residual;
        }
      }
      scores[pair] = influence(score);
      for (int player = 0; player < players; player++) {
        mean[player] += scores[pair][player] * plan.times().get(pair) / draws;
      }
    }
    for (int pair = 0; pair < scores.length; pair++) {
      for (int player = 0; player < players; player++) {
        double off = scores[pair][player] - mean[player];
        errors[player] += off * off * plan.times().get(pair) / (draws * (draws - 1.0));
      }
    }
    for (int player = 0; player < players; player++) {
      errors[player] = Math.sqrt(errors[player]);
    }
    return errors;
  }

  private double[] influence(double[] score) {
    double[] all = java.util.Arrays.copyOf(equations.solve(score), players);
    for (int player = 0; player < players - 1; player++) {
      all[players - 1] -= all[player];
    }
    return all;
  }
}
