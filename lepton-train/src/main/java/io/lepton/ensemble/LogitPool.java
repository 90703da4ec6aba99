package io.lepton.ensemble;

import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/** Newton's method for the weights of a pool of logits; the loss is convex. */
final class LogitPool {
  private static final int STEPS = 100;
  private static final double ENOUGH = 1e-10;

  private final double[][][] logits; // [row][member][class]
  private final int[] labels;
  private final double ridge;

  private LogitPool(double[][][] logits, int[] labels, double ridge) {
    this.logits = logits;
    this.labels = labels;
    this.ridge = ridge;
  }

  static List<Double> fit(double[][][] probabilities, int[] labels, double ridge) {
    int members = probabilities.length;
    if (members < 1 || labels.length < 1) {
      throw new InvalidInputException(
          members + " members and " + labels.length + " rows; expected at least one of both");
    }
    double[][][] logits = new double[labels.length][members][];
    for (int member = 0; member < members; member++) {
      if (probabilities[member].length != labels.length) {
        throw new InvalidInputException(
            "member "
                + member
                + " has predictions of "
                + probabilities[member].length
                + " rows; there are "
                + labels.length
                + " labels");
      }
      for (int row = 0; row < labels.length; row++) {
        logits[row][member] = logits(probabilities[member][row], labels[row], row);
      }
    }
    return new LogitPool(logits, labels, ridge).fit(members);
  }

  private static double[] logits(double[] probabilities, int label, int row) {
    double[] logs = new double[probabilities.length];
    for (int k = 0; k < logs.length; k++) {
      if (!(probabilities[k] >= 0 && probabilities[k] <= 1)) {
        throw new InvalidInputException(
            "row " + row + " has the probability " + probabilities[k] + "; expected from 0 to 1");
      }
      logs[k] = Combination.log(probabilities[k]);
    }
    if (label < 0 || label >= logs.length) {
      throw new InvalidInputException(
          "row " + row + " has the label " + label + " of " + logs.length + " classes");
    }
    return logs;
  }

  private List<Double> fit(int members) {
    double[] weights = new double[members];
    java.util.Arrays.fill(weights, 1.0 / members);
    double loss = loss(weights);
    for (int step = 0; step < STEPS; step++) {
      double[] gradient = new double[members];
      double[][] hessian = new double[members][members];
      derivatives(weights, gradient, hessian);
      double[] direction = solve(hessian, gradient);
      double size = 1;
      double[] next = moved(weights, direction, size);
      while (!(loss(next) <= loss) && size > ENOUGH) {
        size /= 2;
        next = moved(weights, direction, size);
      }
      double gain = loss - loss(next);
      if (!(gain > ENOUGH)) {
        break;
      }
      weights = next;
      loss -= gain;
    }
    List<Double> list = new ArrayList<>();
    for (double weight : weights) {
      list.add(weight);
    }
    return list;
  }

  private static double[] moved(double[] from, double[] direction, double size) {
    double[] to = from.clone();
    for (int i = 0; i < to.length; i++) {
      to[i] -= size * direction[i];
    }
    return to;
  }

  private double[] shares(double[] weights, int row) {
    double[] sum = new double[logits[row][0].length];
    for (int m = 0; m < weights.length; m++) {
      for (int k = 0; k < sum.length; k++) {
        sum[k] += weights[m] * logits[row][m][k];
      }
    }
    return Combination.softmax(sum);
  }

  private double loss(double[] weights) {
    double loss = 0;
    for (int row = 0; row < labels.length; row++) {
      loss -= Math.log(shares(weights, row)[labels[row]]);
    }
    for (double weight : weights) {
      double off = weight - 1.0 / weights.length;
      loss += ridge / 2 * off * off;
    }
    return loss;
  }

  private void derivatives(double[] weights, double[] gradient, double[][] hessian) {
    int members = weights.length;
    for (int row = 0; row < labels.length; row++) {
      double[] p = shares(weights, row);
      double[] mean = new double[members];
      for (int m = 0; m < members; m++) {
        for (int k = 0; k < p.length; k++) {
          mean[m] += p[k] * logits[row][m][k];
        }
        gradient[m] += mean[m] - logits[row][m][labels[row]];
      }
      for (int a = 0; a < members; a++) {
        for (int b = 0; b < members; b++) {
          for (int k = 0; k < p.length; k++) {
            hessian[a][b] += p[k] * (logits[row][a][k] - mean[a]) * (logits[row][b][k] - mean[b]);
          }
        }
      }
    }
    for (int m = 0; m < members; m++) {
      gradient[m] += ridge * (weights[m] - 1.0 / members);
      hessian[m][m] += ridge;
    }
  }

  /** Gaussian elimination; the matrix is positive definite, so it needs no pivots. */
  private static double[] solve(double[][] matrix, double[] right) {
    double[] x = right.clone();
    for (int i = 0; i < x.length; i++) {
      for (int j = i + 1; j < x.length; j++) {
        double factor = matrix[j][i] / matrix[i][i];
        for (int k = i; k < x.length; k++) {
          matrix[j][k] -= factor * matrix[i][k];
        }
        x[j] -= factor * x[i];
      }
    }
    for (int i = x.length - 1; i >= 0; i--) {
      for (int k = i + 1; k < x.length; k++) {
        x[i] -= matrix[i][k] * x[k];
      }
      x[i] /= matrix[i][i];
    }
    return x;
  }
}
