package io.lepton.train.djl.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import io.lepton.train.internal.MlpTask;
import org.jspecify.annotations.Nullable;

/** The validation rows, and how well a network does on them. */
final class Validation {
  private final MlpTask task;
  private final @Nullable NDArray inputs;

  Validation(NDManager manager, MlpTask task) {
    this.task = task;
    if (task.validation().count() == 0) {
      inputs = null;
    } else {
      inputs = Mlp.allocate(manager, task.validation().count(), task.shape().features());
      Mlp.view(inputs).put(task.validation().inputs());
    }
  }

  /**
   * What was measured.
   *
   * @param loss weighted mean cross-entropy in nats, NaN without rows
   * @param accuracy share of rows whose class has the highest logit, NaN without rows
   */
  record Score(double loss, double accuracy) {}

  boolean isEmpty() {
    return inputs == null;
  }

  Score score(Mlp mlp) {
    if (inputs == null) {
      return new Score(Double.NaN, Double.NaN);
    }
    float[] logProbabilities;
    try (NDScope scope = new NDScope()) {
      logProbabilities = mlp.forward(inputs, null).logSoftmax(-1).toFloatArray();
    }
    int classes = task.shape().classes();
    double loss = 0;
    double weight = 0;
    int right = 0;
    for (int row = 0; row < task.validation().count(); row++) {
      int label = task.validation().classOf(row);
      double rowWeight = task.classWeights().get(label);
      loss -= rowWeight * logProbabilities[row * classes + label];
      weight += rowWeight;
      right += argmax(logProbabilities, row * classes, classes) == label ? 1 : 0;
    }
    return new Score(loss / weight, right / (double) task.validation().count());
  }

  private static int argmax(float[] values, int start, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      best = values[start + i] > values[start + best] ? i : best;
    }
    return best;
  }
}
