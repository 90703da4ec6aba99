package io.lepton.train.djl.internal;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.train.internal.Seeds;
import java.util.Arrays;

/** A DJL block that predicts, on the CPU. Thread-safe, but for closing. */
public final class BlockRunner implements RowModel {
  private final BlockArchitecture architecture;
  private final NDManager manager;
  private final LiveBlock block;
  private final int outputs;

  private BlockRunner(BlockArchitecture architecture, NDManager manager, LiveBlock block) {
    this.architecture = architecture;
    this.manager = manager;
    this.block = block;
    this.outputs = block.outputSize(manager);
  }

  /** Copies the weights, which must be the block's. */
  public static BlockRunner load(BlockArchitecture architecture, Weights weights) {
    NDManager manager = PyTorch.newManager();
    boolean before = JniUtils.isGradMode(); // of this thread
    JniUtils.setGradMode(false);
    try {
      return new BlockRunner(architecture, manager, new LiveBlock(manager, architecture, weights));
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    } finally {
      JniUtils.setGradMode(before);
    }
  }

  /** The first weights of a seed. */
  public static Weights initialWeights(BlockArchitecture architecture, long seed) {
    try (NDManager manager = PyTorch.newManager()) {
      Weights.Builder weights = Weights.builder();
      new LiveBlock(manager, architecture, Seeds.of(seed, 0))
          .arrays()
          .forEach(
              (name, array) ->
                  weights.put(
                      name,
                      Tensor.ofFloats(
                          Shape.of(array.getShape().getShape()),
                          io.lepton.train.djl.internal.Arrays.read(array))));
      return weights.build();
    }
  }

  /** The values it gives for a row. */
  public int outputSize() {
    return outputs;
  }

  @Override
  public float[] runEachByItself(float[] inputs, int rows) {
    int width = architecture.inputSize();
    float[] results = new float[Math.multiplyExact(rows, outputs)];
    boolean before = JniUtils.isGradMode(); // of this thread
    JniUtils.setGradMode(false);
    try (NDManager call = manager.newSubManager()) {
      for (int row = 0; row < rows; row++) {
        float[] one = Arrays.copyOfRange(inputs, row * width, (row + 1) * width);
        try (NDScope scope = new NDScope();
            PtNDArray x =
                io.lepton.train.djl.internal.Arrays.of(
                    call, one, Compiler.batched(1, architecture.input().dimensions()))) {
          float[] result = block.forward(x, LiveBlock.Mode.PREDICTING).toFloatArray();
          System.arraycopy(result, 0, results, row * outputs, outputs);
        }
      }
    } finally {
      JniUtils.setGradMode(before);
    }
    return results;
  }

  @Override
  public void close() {
    manager.close();
  }
}
