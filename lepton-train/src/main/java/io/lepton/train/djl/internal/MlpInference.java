package io.lepton.train.djl.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import io.lepton.tensor.Weights;
import io.lepton.train.internal.MlpShape;
import java.nio.FloatBuffer;

/**
 * A network's forward pass without gradients. Thread-safe: parameters are only read, and each call
 * has arrays of its own.
 */
public final class MlpInference implements AutoCloseable {
  private final MlpShape shape;
  private final NDManager manager;
  private final Mlp mlp;

  /** Copies weights that have the shape's names, types and dimensions. */
  public MlpInference(MlpShape shape, Weights weights) {
    this.shape = shape;
    this.manager = PyTorch.newManager();
    try {
      this.mlp = Mlp.of(manager, shape, weights);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /**
   * Computes row by row: a matrix product over several rows may round a row otherwise than one over
   * that row alone, and a prediction must not depend on what stands beside it.
   *
   * @param inputs rows one after the other
   * @return the logits of each row
   */
  public float[][] logits(float[] inputs) {
    int features = shape.features();
    float[][] logits = new float[inputs.length / features][];
    try (NDManager call = manager.newSubManager()) {
      NDArray row = Mlp.allocate(call, 1, features);
      FloatBuffer memory = Mlp.view(row);
      for (int i = 0; i < logits.length; i++) {
        memory.put(0, inputs, i * features, features);
        try (NDScope scope = new NDScope()) {
          logits[i] = mlp.forward(row, null).toFloatArray();
        }
      }
    }
    return logits;
  }

  /** The number of arrays alive, to be watched for leaks. */
  int arrays() {
    return manager.getManagedArrays().size();
  }

  @Override
  public void close() {
    manager.close();
  }
}
