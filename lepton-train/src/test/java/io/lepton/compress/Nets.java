package io.lepton.compress;

import io.lepton.network.Activation;
import io.lepton.network.BatchNorm;
import io.lepton.network.Conv2d;
import io.lepton.network.Flatten;
import io.lepton.network.Linear;
import io.lepton.network.MaxPool;
import io.lepton.network.Network;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.train.onnx.Onnx;
import io.lepton.train.onnx.OnnxRunner;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Small networks with drawn weights, and what they compute. */
final class Nets {
  static final Network MLP =
      Network.sequential(
          Shape.of(20),
          Linear.of(32),
          Activation.relu(),
          Linear.of(24),
          Activation.relu(),
          Linear.of(5));

  static final Network CNN =
      Network.sequential(
          Shape.of(1, 12, 12),
          Conv2d.of(8, 3).with(1, 1),
          BatchNorm.withDefaults(),
          Activation.relu(),
          MaxPool.of(2),
          Conv2d.of(12, 3),
          Activation.relu(),
          MaxPool.of(2),
          new Flatten(),
          Linear.of(16),
          Activation.relu(),
          Linear.of(4));

  private Nets() {}

  /** First weights, with running statistics as after some training. */
  static Weights weights(Network network, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Tensor> tensors = new LinkedHashMap<>(network.initialWeights(seed).asMap());
    tensors.replaceAll(
        (name, tensor) -> {
          float[] values = tensor.toFloats();
          boolean mean = name.endsWith("running_mean");
          for (int i = 0; (mean || name.endsWith("running_var")) && i < values.length; i++) {
            values[i] = (float) (mean ? random.nextGaussian() * 0.1 : 0.5 + random.nextDouble());
          }
          return Tensor.ofFloats(tensor.shape(), values);
        });
    return Weights.of(tensors);
  }

  static float[] rows(Network network, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] rows = new float[network.inputSize() * count];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) random.nextGaussian();
    }
    return rows;
  }

  static float[] run(Network network, Weights weights, float[] rows) {
    return run(Onnx.export(network, weights), rows);
  }

  static float[] run(byte[] onnx, float[] rows) {
    try (OnnxRunner runner = OnnxRunner.open(onnx)) {
      return runner.run(rows);
    }
  }

  /** Root of the mean square of the difference, over that of the expected values. */
  static double relativeError(float[] expected, float[] found) {
    double difference = 0;
    double square = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += Math.pow(expected[i] - (double) found[i], 2);
      square += Math.pow(expected[i], 2);
    }
    return Math.sqrt(difference / square);
  }
}
