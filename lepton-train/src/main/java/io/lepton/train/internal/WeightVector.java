package io.lepton.train.internal;

import io.lepton.error.InvalidInputException;
import io.lepton.tensor.DType;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.util.Map;

/** F32 weights as one vector of doubles, in the order of the tensors. Not thread-safe. */
public final class WeightVector {
  private final Weights layout;
  private final double[] values;

  private WeightVector(Weights layout, double[] values) {
    this.layout = layout;
    this.values = values;
  }

  /** A copy. */
  public static WeightVector of(Weights weights) {
    WeightVector vector = zeros(weights);
    int at = 0;
    for (Tensor tensor : weights.asMap().values()) {
      for (float value : tensor.toFloats()) {
        vector.values[at++] = value;
      }
    }
    return vector;
  }

  /** Zeros for weights of the same names and shapes. */
  public static WeightVector zeros(Weights weights) {
    long size = 0;
    for (Map.Entry<String, Tensor> entry : weights.asMap().entrySet()) {
      if (entry.getValue().dtype() != DType.F32) {
        throw new InvalidInputException(
            "tensor \"" + entry.getKey() + "\" is " + entry.getValue() + "; expected F32");
      }
      size += entry.getValue().shape().elementCount();
    }
    if (size > Integer.MAX_VALUE - 8) {
      throw new InvalidInputException(size + " weights; expected fewer than 2^31");
    }
    return new WeightVector(weights, new double[(int) size]);
  }

  /** Checks that other weights have the same tensors, types and shapes, in the same order. */
  public static void requireSameLayout(Weights expected, Weights found, String whose) {
    if (!expected.names().stream().toList().equals(found.names().stream().toList())) {
      throw new InvalidInputException(
          whose + " has the tensors " + found.names() + "; expected " + expected.names());
    }
    expected
        .asMap()
        .forEach(
            (name, tensor) -> {
              Tensor other = found.get(name);
              if (other.dtype() != tensor.dtype() || !other.shape().equals(tensor.shape())) {
                throw new InvalidInputException(
                    whose + " has tensor \"" + name + "\" " + other + "; expected " + tensor);
              }
            });
  }

  /** Adds a multiple of weights of the same layout. */
  public WeightVector add(double factor, Weights weights) {
    int at = 0;
    for (Tensor tensor : weights.asMap().values()) {
      for (float value : tensor.toFloats()) {
        values[at++] += factor * value;
      }
    }
    return this;
  }

  /** Adds a multiple of another vector of the same layout. */
  public WeightVector add(double factor, WeightVector other) {
    for (int i = 0; i < values.length; i++) {
      values[i] += factor * other.values[i];
    }
    return this;
  }

  public WeightVector scale(double factor) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    return this;
  }

  /** The Euclidean norm; NaN or infinite if a value is. */
  public double norm() {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }

  /** The values themselves. */
  public double[] values() {
    return values;
  }

  /** Rounded to floats. */
  public Weights toWeights() {
    Weights.Builder weights = Weights.builder();
    int at = 0;
    for (Map.Entry<String, Tensor> entry : layout.asMap().entrySet()) {
      float[] floats = new float[Math.toIntExact(entry.getValue().shape().elementCount())];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) values[at++];
      }
      weights.put(entry.getKey(), Tensor.ofFloats(entry.getValue().shape(), floats));
    }
    return weights.build();
  }
}
