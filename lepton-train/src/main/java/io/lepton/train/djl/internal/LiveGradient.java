package io.lepton.train.djl.internal;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.lepton.data.augment.InputGradient;
import io.lepton.data.augment.LabelledBatch;
import io.lepton.train.Loss;

/**
 * The gradient of the loss by the inputs of a model that is being trained, between its steps. The
 * parameters ask for none meanwhile, so that gradients gathered for the next step stay as they are.
 */
final class LiveGradient implements InputGradient {
  private final NDManager manager;
  private final Trainable model;
  private final Updates updates;
  private final Loss loss;

  LiveGradient(NDManager manager, Trainable model, Updates updates, Loss loss) {
    this.manager = manager;
    this.model = model;
    this.updates = updates;
    this.loss = loss;
  }

  @Override
  public float[] of(LabelledBatch batch) {
    int rows = batch.rows();
    model.requireInput(batch.inputs(), rows);
    loss.requireTargets(batch.targets(), batch.targetWidth(), model.outputSize());
    long[] dimensions = Compiler.batched(rows, model.inputDimensions());
    updates.gradients(false);
    JniUtils.setGradMode(true);
    try (NDScope scope = new NDScope();
        PtNDArray inputs = Arrays.of(manager, batch.inputs(), dimensions)) {
      JniUtils.attachGradient(inputs, true);
      PtNDArray outputs = model.forward(inputs, Pass.INFERENCE);
      float[] values = Arrays.read(outputs);
      return differentiate(inputs, outputs, derivatives(batch, values));
    } finally {
      JniUtils.setGradMode(false);
      updates.gradients(true);
    }
  }

  /** By the outputs, each row by its own loss. */
  private double[] derivatives(LabelledBatch batch, float[] outputs) {
    float[] weights = new float[batch.rows()];
    java.util.Arrays.fill(weights, 1);
    double[] derivatives = new double[outputs.length];
    loss.sum(
        new Loss.Batch(outputs, outputs.length / batch.rows(), batch.targets(), weights),
        derivatives);
    return derivatives;
  }

  /**
   * The inputs themselves join the outputs with derivatives of zero, so that there is a graph even
   * where the outputs do not depend on them.
   */
  private float[] differentiate(PtNDArray inputs, PtNDArray outputs, double[] derivatives) {
    float[] seed = new float[Math.toIntExact(outputs.size() + inputs.size())];
    for (int i = 0; i < derivatives.length; i++) {
      seed[i] = (float) derivatives[i];
    }
    PtNDArray[] both = {JniUtils.flatten(outputs, 0, -1), JniUtils.flatten(inputs, 0, -1)};
    try (PtNDArray seeds = Arrays.of(manager, seed, seed.length)) {
      JniUtils.backward(JniUtils.cat(both, 0), seeds, false, false);
    }
    return Arrays.read(JniUtils.getGradient(inputs));
  }
}
