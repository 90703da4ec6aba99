package io.lepton.federated;

import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.train.Digits;

/** A linear classifier of digits in plain Java, by full-batch gradient descent. */
final class SoftmaxRegression {
  private static final int CLASSES = 10;

  private SoftmaxRegression() {}

  static Weights zeros() {
    return weights(new float[CLASSES * Digits.PIXELS]);
  }

  private static Weights weights(float[] values) {
    return Weights.builder()
        .put("weight", Tensor.ofFloats(Shape.of(CLASSES, Digits.PIXELS), values))
        .build();
  }

  static Client client(Digits.Rows rows, int steps, double rate) {
    return task ->
        new ClientUpdate(descend(task.weights(), rows, steps, rate, task.proximal()), rows.count());
  }

  static Weights descend(Weights start, Digits.Rows rows, int steps, double rate, double proximal) {
    float[] first = start.get("weight").toFloats();
    float[] w = first.clone();
    for (int step = 0; step < steps; step++) {
      double[] gradient = new double[w.length];
      for (int row = 0; row < rows.count(); row++) {
        double[] p = probabilities(w, rows, row);
        p[rows.labels()[row]] -= 1;
        for (int k = 0; k < CLASSES; k++) {
          for (int i = 0; i < Digits.PIXELS; i++) {
            gradient[k * Digits.PIXELS + i] +=
                p[k] * rows.inputs()[row * Digits.PIXELS + i] / rows.count();
          }
        }
      }
      for (int i = 0; i < w.length; i++) {
        w[i] -= (float) (rate * (gradient[i] + proximal * (w[i] - first[i])));
      }
    }
    return weights(w);
  }

  private static double[] probabilities(float[] w, Digits.Rows rows, int row) {
    double[] p = new double[CLASSES];
    double sum = 0;
    for (int k = 0; k < CLASSES; k++) {
      for (int i = 0; i < Digits.PIXELS; i++) {
        p[k] += w[k * Digits.PIXELS + i] * rows.inputs()[row * Digits.PIXELS + i];
      }
      p[k] = Math.exp(p[k]);
      sum += p[k];
    }
    for (int k = 0; k < CLASSES; k++) {
      p[k] /= sum;
    }
    return p;
  }

  static double accuracy(Weights weights, Digits.Rows rows) {
    float[] w = weights.get("weight").toFloats();
    int right = 0;
    for (int row = 0; row < rows.count(); row++) {
      double[] p = probabilities(w, rows, row);
      int best = 0;
      for (int k = 1; k < CLASSES; k++) {
        best = p[k] > p[best] ? k : best;
      }
      right += best == rows.labels()[row] ? 1 : 0;
    }
    return right / (double) rows.count();
  }
}
