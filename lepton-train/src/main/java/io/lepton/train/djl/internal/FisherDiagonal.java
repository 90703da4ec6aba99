package io.lepton.train.djl.internal;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.lepton.error.EngineException;
import io.lepton.network.Network;
import io.lepton.network.Parameter;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The diagonal of the Fisher information of a classifier's weights: the mean, over rows and over
 * the classes as the model itself expects them, of the squared derivative of the log-probability.
 * Each row is differentiated alone: the square of a batch's gradient is another thing.
 */
public final class FisherDiagonal {
  private FisherDiagonal() {}

  /** For parameters that are learnt, of their names and shapes. */
  public static Weights of(Network network, Weights weights, float[] inputs, int rows) {
    network.requireInput(inputs, rows);
    PyTorch.engine();
    boolean before = JniUtils.isGradMode(); // of this thread
    JniUtils.setGradMode(false);
    try (NDManager manager = PyTorch.newManager()) {
      TrainableNetwork model = new TrainableNetwork(manager, network, weights);
      Map<String, double[]> sums = new LinkedHashMap<>();
      model
          .arrays()
          .forEach(
              (name, array) -> {
                if (model.role(name) != Parameter.Role.BUFFER) {
                  JniUtils.attachGradient(array, true);
                  sums.put(name, new double[Math.toIntExact(array.size())]);
                }
              });
      JniUtils.setGradMode(true);
      int width = network.inputSize();
      for (int row = 0; row < rows; row++) {
        float[] one = java.util.Arrays.copyOfRange(inputs, row * width, (row + 1) * width);
        add(manager, model, one, sums);
      }
      return mean(model, sums, rows);
    } catch (ai.djl.engine.EngineException e) {
      throw new EngineException("PyTorch failed: " + e.getMessage(), e);
    } finally {
      JniUtils.setGradMode(before);
    }
  }

  private static void add(
      NDManager manager, TrainableNetwork model, float[] input, Map<String, double[]> sums) {
    try (NDScope scope = new NDScope();
        PtNDArray x = Arrays.of(manager, input, Compiler.batched(1, model.inputDimensions()))) {
      PtNDArray output = model.forward(x, Pass.INFERENCE);
      double[] shares = softmax(output.toFloatArray());
      for (int k = 0; k < shares.length; k++) {
        float[] derivatives = new float[shares.length];
        for (int j = 0; j < derivatives.length; j++) {
          derivatives[j] = (float) ((j == k ? 1 : 0) - shares[j]);
        }
        try (PtNDArray seed = Arrays.of(manager, derivatives, output.getShape().getShape())) {
          JniUtils.backward(output, seed, true, false);
        }
        square(model, shares[k], sums);
      }
    }
  }

  private static double[] softmax(float[] logits) {
    double max = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      max = Math.max(max, logit);
    }
    double[] shares = new double[logits.length];
    double sum = 0;
    for (int k = 0; k < shares.length; k++) {
      shares[k] = StrictMath.exp(logits[k] - max);
      sum += shares[k];
    }
    for (int k = 0; k < shares.length; k++) {
      shares[k] /= sum;
    }
    return shares;
  }

  private static void square(TrainableNetwork model, double weight, Map<String, double[]> sums) {
    sums.forEach(
        (name, sum) -> {
          PtNDArray array = java.util.Objects.requireNonNull(model.arrays().get(name));
          PtNDArray gradient = JniUtils.getGradient(array);
          if (gradient == null) {
            return; // the outputs do not depend on it
          }
          float[] values = gradient.toFloatArray();
          for (int i = 0; i < values.length; i++) {
            sum[i] += weight * values[i] * values[i];
          }
          JniUtils.zeroGrad(array);
        });
  }

  private static Weights mean(TrainableNetwork model, Map<String, double[]> sums, int rows) {
    Weights.Builder means = Weights.builder();
    sums.forEach(
        (name, sum) -> {
          float[] values = new float[sum.length];
          for (int i = 0; i < values.length; i++) {
            values[i] = (float) (sum[i] / rows);
          }
          PtNDArray array = java.util.Objects.requireNonNull(model.arrays().get(name));
          means.put(name, Tensor.ofFloats(Shape.of(array.getShape().getShape()), values));
        });
    return means.build();
  }
}
