package io.lepton.train.djl.internal;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.lepton.error.InvalidInputException;
import io.lepton.network.Parameter;
import io.lepton.tensor.Weights;
import java.util.Map;
import java.util.Objects;

/** A DJL block to be trained. */
public final class TrainableBlock implements Trainable {
  // PyTorch has one generator, which dropout draws from; a step sets it and uses it alone.
  private static final Object GENERATOR = new Object();

  private final BlockArchitecture architecture;
  private final LiveBlock block;
  private final int outputs;

  public TrainableBlock(NDManager manager, BlockArchitecture architecture, Weights weights) {
    this.architecture = architecture;
    this.block = new LiveBlock(manager, architecture, weights);
    this.outputs = block.outputSize(manager);
  }

  @Override
  public Map<String, PtNDArray> arrays() {
    return block.arrays();
  }

  @Override
  public Parameter.Role role(String name) {
    return Objects.requireNonNull(block.roles().get(name), name);
  }

  @Override
  public long[] inputDimensions() {
    return architecture.input().dimensions();
  }

  @Override
  public int outputSize() {
    return outputs;
  }

  @Override
  public void requireInput(float[] values, int rows) {
    if (values.length != (long) rows * architecture.inputSize()) {
      throw new InvalidInputException(
          values.length
              + " values for "
              + rows
              + " rows; the block takes "
              + architecture.inputSize()
              + " a row");
    }
  }

  @Override
  public PtNDArray forward(PtNDArray inputs, Pass pass) {
    if (!pass.isTraining()) {
      return block.forward(inputs, LiveBlock.Mode.PREDICTING);
    }
    long seed = pass.seed();
    synchronized (GENERATOR) {
      JniUtils.setSeed(seed);
      return block.forward(inputs, LiveBlock.Mode.TRAINING);
    }
  }

  @Override
  public String identity() {
    return architecture.identity();
  }
}
