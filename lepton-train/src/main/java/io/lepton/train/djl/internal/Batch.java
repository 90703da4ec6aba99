package io.lepton.train.djl.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.lepton.train.internal.MlpTask;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The arrays of one step, filled in place for every step of their size, so that training allocates
 * nothing for its data.
 */
final class Batch {
  private static final int MASK_BITS = 16;

  private final MlpTask task;
  private final int rows;
  private final NDArray inputs;
  private final NDArray targets;
  private final FloatBuffer inputMemory;
  private final FloatBuffer targetMemory;
  private final List<NDArray> masks = new ArrayList<>();
  private final int dropped; // of 2^16

  Batch(NDManager manager, MlpTask task, int rows) {
    this.task = task;
    this.rows = rows;
    inputs = Mlp.allocate(manager, rows, task.shape().features());
    targets = Mlp.allocate(manager, rows, task.shape().classes());
    inputMemory = Mlp.view(inputs);
    targetMemory = Mlp.view(targets);
    dropped = (int) Math.round(task.settings().dropoutRate() * (1 << MASK_BITS));
    for (int units : task.shape().hidden()) {
      if (dropped > 0) {
        masks.add(Mlp.allocate(manager, rows, units));
      }
    }
  }

  NDArray inputs() {
    return inputs;
  }

  /** One-hot rows, each times its class's weight over the batch's sum of weights. */
  NDArray targets() {
    return targets;
  }

  @Nullable List<NDArray> masks() {
    return masks.isEmpty() ? null : masks;
  }

  /** Takes rows {@code order[start]} and following, and draws masks. */
  double fill(int[] order, int start, SplittableRandom random) {
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      sum += task.classWeights().get(task.train().classOf(order[start + i]));
    }
    int features = task.shape().features();
    int classes = task.shape().classes();
    float[] target = new float[rows * classes];
    for (int i = 0; i < rows; i++) {
      int row = order[start + i];
      inputMemory.put(i * features, task.train().inputs(), row * features, features);
      int label = task.train().classOf(row);
      target[i * classes + label] = (float) (task.classWeights().get(label) / sum);
    }
    targetMemory.put(0, target);
    masks.forEach(mask -> draw(Mlp.view(mask), random));
    return sum;
  }

  /**
   * Inverted dropout: kept units are scaled up, so that nothing changes at prediction. Each random
   * long decides four units.
   */
  private void draw(FloatBuffer mask, SplittableRandom random) {
    float kept = (float) (1.0 / (1 - dropped / (double) (1 << MASK_BITS)));
    float[] values = new float[mask.capacity()];
    for (int start = 0; start < values.length; start += Long.SIZE / MASK_BITS) {
      long bits = random.nextLong();
      int end = Math.min(start + Long.SIZE / MASK_BITS, values.length);
      for (int i = start; i < end; i++) {
        values[i] = (bits & ((1 << MASK_BITS) - 1)) < dropped ? 0 : kept;
        bits >>>= MASK_BITS;
      }
    }
    mask.put(0, values);
  }
}
