package io.lepton.train.djl.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import io.lepton.error.CorruptDataException;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.LeptonException;
import io.lepton.network.Parameter.Role;
import io.lepton.tensor.DType;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** A DJL block with its parameters on a manager, under the block's own names. */
final class LiveBlock {
  private final BlockArchitecture of;
  private final Block block;
  private final ParameterStore store;
  private final Map<String, PtNDArray> arrays = new LinkedHashMap<>();
  private final Map<String, Role> roles = new LinkedHashMap<>();

  /** With first values drawn from a source. */
  LiveBlock(NDManager manager, BlockArchitecture of, SplittableRandom random) {
    this.of = of;
    this.block = of.build();
    this.store = new ParameterStore(manager, false);
    try {
      block.initialize(
          SeededManager.of(manager, random),
          DataType.FLOAT32,
          new Shape(Compiler.batched(1, of.input().dimensions())));
    } catch (RuntimeException e) {
      throw failed("cannot be initialised for inputs of " + of.input(), e);
    }
    for (Pair<String, Parameter> named : block.getParameters()) {
      add(named.getKey(), named.getValue());
    }
    if (arrays.isEmpty()) {
      throw new InvalidInputException(of + " has no parameters");
    }
  }

  /** With given values. */
  LiveBlock(NDManager manager, BlockArchitecture of, Weights weights) {
    this(manager, of, new SplittableRandom(0));
    for (Map.Entry<String, PtNDArray> entry : arrays.entrySet()) {
      Tensor tensor = weights.find(entry.getKey()).orElse(null);
      io.lepton.tensor.Shape shape =
          io.lepton.tensor.Shape.of(entry.getValue().getShape().getShape());
      if (tensor == null || tensor.dtype() != DType.F32 || !tensor.shape().equals(shape)) {
        throw new CorruptDataException(
            "tensor \""
                + entry.getKey()
                + "\" of "
                + of
                + ": expected F32 "
                + shape
                + ", found "
                + (tensor == null ? "none; there are " + weights.names() : tensor));
      }
      Arrays.put(entry.getValue(), tensor.toFloats());
    }
    for (String name : weights.names()) {
      if (!arrays.containsKey(name)) {
        throw new CorruptDataException(
            "tensor \"" + name + "\" is none of those of " + of + ", which are " + arrays.keySet());
      }
    }
  }

  private void add(String name, Parameter parameter) {
    PtNDArray array = (PtNDArray) parameter.getArray();
    if (array.getDataType() != DataType.FLOAT32) {
      throw new InvalidInputException(
          "parameter \""
              + name
              + "\" of "
              + of
              + " is "
              + array.getDataType()
              + "; expected FLOAT32");
    }
    NDScope.unregister(array); // it must outlive a scope the caller may have opened
    if (arrays.put(name, array) != null) {
      throw new InvalidInputException("parameter \"" + name + "\" comes twice in " + of);
    }
    roles.put(name, role(parameter));
    JniUtils.attachGradient(array, false); // what is learnt asks for it
  }

  private static Role role(Parameter parameter) {
    if (!parameter.requiresGradient()) {
      return Role.BUFFER;
    }
    return switch (parameter.getType()) {
      case WEIGHT -> Role.WEIGHT;
      case RUNNING_MEAN, RUNNING_VAR -> Role.BUFFER;
      default -> Role.OFFSET;
    };
  }

  Map<String, PtNDArray> arrays() {
    return arrays;
  }

  Map<String, Role> roles() {
    return roles;
  }

  /** The values it gives for a row, found by giving it one of zeros. */
  int outputSize(NDManager manager) {
    try (NDScope scope = new NDScope()) {
      PtNDArray zeros =
          Arrays.of(
              manager, new float[of.inputSize()], Compiler.batched(1, of.input().dimensions()));
      try (zeros) {
        return Math.toIntExact(forward(zeros, Mode.PREDICTING).size());
      }
    }
  }

  /** What the pass is for. */
  enum Mode {
    TRAINING,
    PREDICTING
  }

  PtNDArray forward(PtNDArray input, Mode mode) {
    NDList outputs;
    try {
      outputs = block.forward(store, new NDList(input), mode == Mode.TRAINING);
    } catch (RuntimeException e) {
      throw failed("failed on inputs of " + input.getShape(), e);
    }
    long rows = input.getShape().get(0);
    NDArray output = outputs.size() == 1 ? outputs.get(0) : null;
    if (!(output instanceof PtNDArray array)
        || array.getDataType() != DataType.FLOAT32
        || array.getShape().dimension() == 0
        || array.getShape().get(0) != rows) {
      throw new EngineException(
          of
              + " gave "
              + outputs.size()
              + " arrays, the first "
              + outputs.get(0)
              + "; expected one FLOAT32 ["
              + rows
              + ", ...]");
    }
    return array;
  }

  private LeptonException failed(String what, RuntimeException e) {
    return e instanceof LeptonException known
        ? known
        : new EngineException(of + " " + what + ": " + ScriptModule.first(e.getMessage()), e);
  }
}
