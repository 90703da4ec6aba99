package io.lepton.train.djl.internal;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.lepton.train.Examples;
import io.lepton.train.Loss;
import java.util.HashMap;
import java.util.Map;

/**
 * Lets batches through a model, into arrays that are made once for each number of rows, so that
 * training allocates nothing for its data.
 */
final class Feed {
  private final NDManager manager;
  private final Trainable model;
  private final Loss loss;
  private final Map<Integer, PtNDArray> inputs = new HashMap<>();
  private final Map<Integer, PtNDArray> seeds = new HashMap<>();

  /** A batch's loss as a sum over rows, what it is to be divided by, and rows that are right. */
  record Score(double sum, double scale, double right) {}

  Feed(NDManager manager, Trainable model, Loss loss) {
    this.manager = manager;
    this.model = model;
    this.loss = loss;
  }

  private PtNDArray input(Examples.Batch batch) {
    model.requireInput(batch.inputs(), batch.rows());
    loss.requireTargets(batch.targets(), batch.targets().length / batch.rows(), model.outputSize());
    PtNDArray array = inputs.get(batch.rows());
    if (array == null) {
      array =
          Arrays.of(
              manager, batch.inputs(), Compiler.batched(batch.rows(), model.inputDimensions()));
      inputs.put(batch.rows(), array);
    } else {
      Arrays.put(array, batch.inputs());
    }
    return array;
  }

  /** Without gradients. */
  Score measure(Examples.Batch batch) {
    try (NDScope scope = new NDScope()) {
      Loss.Batch answered = answered(batch, model.forward(input(batch), Pass.INFERENCE));
      double sum = loss.sum(answered, new double[answered.outputs().length]);
      return new Score(sum, loss.scale(answered), loss.right(answered));
    }
  }

  /** Adds the gradients of the batch's mean loss to the parameters'. */
  Score learn(Examples.Batch batch, Pass pass) {
    try (NDScope scope = new NDScope()) {
      PtNDArray input = input(batch);
      JniUtils.setGradMode(true);
      PtNDArray output = model.forward(input, pass);
      Loss.Batch answered = answered(batch, output);
      double[] derivatives = new double[answered.outputs().length];
      double sum = loss.sum(answered, derivatives);
      double scale = loss.scale(answered);
      float[] scaled = new float[derivatives.length];
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] = scale == 0 ? 0 : (float) (derivatives[i] / scale);
      }
      if (Double.isFinite(sum)) { // else the caller ends the training
        JniUtils.backward(output, seed(output, scaled), false, false);
      }
      return new Score(sum, scale, Double.NaN);
    } finally {
      JniUtils.setGradMode(false);
    }
  }

  private PtNDArray seed(PtNDArray output, float[] values) {
    PtNDArray array =
        seeds.computeIfAbsent(
            values.length,
            length -> Arrays.of(manager, new float[length], output.getShape().getShape()));
    Arrays.put(array, values);
    return array;
  }

  private static Loss.Batch answered(Examples.Batch batch, PtNDArray output) {
    float[] values = Arrays.read(output);
    return new Loss.Batch(values, values.length / batch.rows(), batch.targets(), batch.weights());
  }
}
