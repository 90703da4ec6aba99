package io.lepton.explain.gradient;

import io.lepton.tensor.Shape;

/** Two hidden layers whose gradient is written out by hand. */
final class SmallNetwork implements DifferentiableModel {
  /** What follows the second layer. */
  enum Last {
    TANH,
    RELU
  }

  private final double[][] weights;
  private final double[][] biases;
  private final Last last;

  /** Weights row by row, one row for each output of the layer. */
  SmallNetwork(double[][] weights, double[][] biases, Last last) {
    this.weights = weights;
    this.biases = biases;
    this.last = last;
  }

  @Override
  public Shape inputShape() {
    return Shape.of(weights[0].length / biases[0].length);
  }

  private double[] layer(int layer, double[] x) {
    double[] y = biases[layer].clone();
    for (int i = 0; i < y.length; i++) {
      for (int j = 0; j < x.length; j++) {
        y[i] += weights[layer][i * x.length + j] * x[j];
      }
    }
    return y;
  }

  private double[] back(int layer, double[] slope) {
    int width = weights[layer].length / slope.length;
    double[] result = new double[width];
    for (int i = 0; i < slope.length; i++) {
      for (int j = 0; j < width; j++) {
        result[j] += weights[layer][i * width + j] * slope[i];
      }
    }
    return result;
  }

  private double act(int layer, double value) {
    return layer == 0 || last == Last.TANH ? Math.tanh(value) : Math.max(0, value);
  }

  private double slope(int layer, double value) {
    if (layer == 0 || last == Last.TANH) {
      return 1 - Math.tanh(value) * Math.tanh(value);
    }
    return value > 0 ? 1 : 0;
  }

  private double[][] sums(float[] input) {
    double[] x = new double[input.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = input[i];
    }
    double[][] sums = new double[3][];
    for (int layer = 0; layer < 3; layer++) {
      sums[layer] = layer(layer, x);
      int at = layer;
      x = java.util.Arrays.stream(sums[layer]).map(v -> act(at, v)).toArray();
    }
    return sums;
  }

  @Override
  public float[][] outputs(float[][] inputs) {
    float[][] outputs = new float[inputs.length][];
    for (int i = 0; i < inputs.length; i++) {
      outputs[i] = floats(sums(inputs[i])[2]);
    }
    return outputs;
  }

  @Override
  public float[][] inputGradients(float[][] inputs, int output) {
    float[][] gradients = new float[inputs.length][];
    for (int i = 0; i < inputs.length; i++) {
      double[][] sums = sums(inputs[i]);
      double[] slope = new double[sums[2].length];
      slope[output] = 1;
      slope = back(2, slope);
      for (int layer = 1; layer >= 0; layer--) {
        for (int j = 0; j < slope.length; j++) {
          slope[j] *= slope(layer, sums[layer][j]);
        }
        slope = back(layer, slope);
      }
      gradients[i] = floats(slope);
    }
    return gradients;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
