package io.lepton.train.djl.internal;

import ai.djl.pytorch.engine.PtNDArray;
import io.lepton.network.Parameter;
import java.util.Map;

/**
 * What the loop trains: arrays of parameters and a forward pass over them. A network is one; a DJL
 * block can be another. Whoever makes one closes its arrays.
 */
public interface Trainable {
  /** Every parameter and buffer by name, on the device, in a stable order. */
  Map<String, PtNDArray> arrays();

  /** What changes a parameter. */
  Parameter.Role role(String name);

  /** Dimensions of one input. */
  long[] inputDimensions();

  /** Values of one output. */
  int outputSize();

  /** Refuses inputs that would break the forward pass. */
  void requireInput(float[] values, int rows);

  /** From [rows, ...] to [rows, ...] of 32-bit floats; gradients flow if they are switched on. */
  PtNDArray forward(PtNDArray inputs, Pass pass);

  /** What a checkpoint belongs to. */
  String identity();
}
