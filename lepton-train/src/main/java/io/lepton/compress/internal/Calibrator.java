package io.lepton.compress.internal;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.lepton.error.InvalidInputException;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.train.onnx.OnnxRunner;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Runs a model on calibration rows and watches tensors inside it. */
final class Calibrator {
  private static final int BATCH = 32;

  private Calibrator() {}

  /** The values of each tensor; the rows are gone through twice. */
  static Map<String, Ranges> watch(
      ModelProto model, Set<String> tensors, Function<byte[], OnnxRunner> open, float[] rows) {
    Map<String, Ranges> ranges = new LinkedHashMap<>();
    tensors.forEach(name -> ranges.put(name, new Ranges(name)));
    try (OnnxRunner runner = open.apply(observed(model, tensors).toByteArray())) {
      eachBatch(runner, rows, found -> ranges.forEach((n, r) -> r.bound(values(found, n))));
      eachBatch(runner, rows, found -> ranges.forEach((n, r) -> r.count(values(found, n))));
    }
    return ranges;
  }

  /** Hands on the tensors of each batch of rows, the input's included. */
  static void each(
      ModelProto model,
      Set<String> tensors,
      Function<byte[], OnnxRunner> open,
      float[] rows,
      Consumer<Map<String, Tensor>> use) {
    try (OnnxRunner runner = open.apply(observed(model, tensors).toByteArray())) {
      eachBatch(runner, rows, use);
    }
  }

  private static float[] values(Map<String, Tensor> found, String name) {
    return java.util.Objects.requireNonNull(found.get(name)).toFloats();
  }

  private static ModelProto observed(ModelProto model, Set<String> tensors) {
    GraphProto.Builder graph = model.getGraph().toBuilder();
    for (String name : tensors) {
      boolean known =
          graph.getOutputList().stream().anyMatch(o -> o.getName().equals(name))
              || graph.getInputList().stream().anyMatch(i -> i.getName().equals(name));
      if (!known) {
        graph.addOutput(
            ValueInfoProto.newBuilder()
                .setName(name)
                .setType(
                    TypeProto.newBuilder()
                        .setTensorType(
                            TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT_VALUE))));
      }
    }
    return model.toBuilder().setGraph(graph).build();
  }

  private static void eachBatch(
      OnnxRunner runner, float[] rows, Consumer<Map<String, Tensor>> use) {
    if (runner.inputs().size() != 1) {
      throw new InvalidInputException(
          "the ONNX model has the inputs "
              + runner.inputs().keySet()
              + "; calibrated are models of"
              + " one input");
    }
    Map.Entry<String, Shape> input = runner.inputs().entrySet().iterator().next();
    String name = input.getKey();
    Shape shape = input.getValue();
    long[] dimensions = shape.dimensions();
    int width = 1;
    for (int axis = 1; axis < dimensions.length; axis++) {
      width = Math.toIntExact(width * dimensions[axis]);
    }
    if (width < 1 || rows.length == 0 || rows.length % width != 0) {
      throw new InvalidInputException(
          rows.length + " values for calibration; expected whole rows of " + shape);
    }
    int step = dimensions[0] > 0 ? Math.toIntExact(dimensions[0]) : BATCH;
    int count = rows.length / width;
    for (int from = 0; from < count; from += step) {
      int to = Math.min(count, from + step);
      dimensions[0] = (long) to - from;
      float[] batch = Arrays.copyOfRange(rows, from * width, to * width);
      Tensor tensor = Tensor.ofFloats(Shape.of(dimensions), batch);
      Map<String, Tensor> found = new LinkedHashMap<>(runner.run(Map.of(name, tensor)));
      found.put(name, tensor);
      use.accept(found);
    }
  }
}
