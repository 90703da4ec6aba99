package io.lepton.train.djl.internal;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbers as arrays of rank 0 in PyTorch's own memory. DJL's methods that take a Number make an
 * array over a Java buffer in each call.
 */
final class Scalars {
  private final NDManager manager;
  private final Map<Object, PtNDArray> known = new HashMap<>();

  Scalars(NDManager manager) {
    this.manager = manager;
  }

  /** A number that is asked for again and again; it must not be changed. */
  PtNDArray of(double value) {
    return known.computeIfAbsent(value, key -> Arrays.scalar(manager, value));
  }

  /** A variable of a name, which keeps its value until it is set again. */
  PtNDArray set(String name, double value) {
    PtNDArray variable = known.computeIfAbsent(name, key -> Arrays.scalar(manager, value));
    Arrays.put(variable, new float[] {(float) value});
    return variable;
  }
}
