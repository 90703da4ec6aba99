package io.lepton.compress.internal;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.lepton.error.InvalidInputException;
import io.lepton.train.onnx.internal.Models;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What of an ONNX model can be computed with integers: products with constant float weights. */
final class Products {
  private static final int OLDEST_OPSET = 13; // DequantizeLinear by channel

  /**
   * A node that multiplies with a constant.
   *
   * @param weight matrices are [inputs, outputs], whatever the node said
   * @param dimensions of the weight
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  record Product(NodeProto node, String name, float[] weight, long[] dimensions) {
    boolean isConv() {
      return node.getOpType().equals("Conv");
    }

    int channels() {
      return Math.toIntExact(dimensions[isConv() ? 0 : 1]);
    }

    ChannelScales scales(int bound) {
      return isConv()
          ? ChannelScales.of(name, weight, 1, channels(), weight.length / channels(), bound)
          : ChannelScales.of(name, weight, weight.length / channels(), channels(), 1, bound);
    }
  }

  private Products() {}

  /** The products of a model, by their node's place. */
  static Map<Integer, Product> of(ModelProto model, Set<String> excluded) {
    for (OperatorSetIdProto opset : model.getOpsetImportList()) {
      if (opset.getDomain().isEmpty() && opset.getVersion() < OLDEST_OPSET) {
        throw new InvalidInputException(
            "the ONNX model uses operator set "
                + opset.getVersion()
                + "; quantisation needs "
                + OLDEST_OPSET
                + " or newer");
      }
    }
    GraphProto graph = model.getGraph();
    Map<String, TensorProto> constants = constants(graph);
    Set<String> unknown = new TreeSet<>(excluded);
    unknown.removeAll(constants.keySet());
    if (!unknown.isEmpty()) {
      throw new InvalidInputException(
          "excluded weights " + unknown + " are none of " + constants.keySet());
    }
    Map<Integer, Product> products = new LinkedHashMap<>();
    for (int i = 0; i < graph.getNodeCount(); i++) {
      NodeProto node = graph.getNode(i);
      TensorProto weight = node.getInputCount() < 2 ? null : constants.get(node.getInput(1));
      if (weight != null && suits(node, weight) && !excluded.contains(weight.getName())) {
        products.put(i, product(node, weight));
      }
    }
    if (products.isEmpty()) {
      throw new InvalidInputException(
          "the ONNX model has no product with a constant float weight that could be quantised;"
              + " its operators are "
              + new TreeSet<>(graph.getNodeList().stream().map(NodeProto::getOpType).toList()));
    }
    return products;
  }

  static Map<String, TensorProto> constants(GraphProto graph) {
    Map<String, TensorProto> constants = new LinkedHashMap<>();
    graph.getInitializerList().forEach(tensor -> constants.put(tensor.getName(), tensor));
    return constants;
  }

  private static boolean suits(NodeProto node, TensorProto weight) {
    if (weight.getDataType() != TensorProto.DataType.FLOAT_VALUE) {
      return false;
    }
    return switch (node.getOpType()) {
      case "MatMul" -> weight.getDimsCount() == 2;
      case "Gemm" ->
          integer(node, "transA", 0) == 0
              && number(node, "alpha") == 1
              && number(node, "beta") == 1;
      case "Conv" -> true;
      default -> false;
    };
  }

  private static Product product(NodeProto node, TensorProto weight) {
    float[] values = floats(weight);
    long[] dimensions = weight.getDimsList().stream().mapToLong(d -> d).toArray();
    if (node.getOpType().equals("Gemm") && integer(node, "transB", 0) == 1) {
      int rows = Math.toIntExact(dimensions[0]);
      int columns = Math.toIntExact(dimensions[1]);
      values = Models.transposed(values, rows, columns);
      dimensions = new long[] {columns, rows};
    }
    return new Product(node, weight.getName(), values, dimensions);
  }

  static long integer(NodeProto node, String name, long otherwise) {
    return attribute(node, name).map(AttributeProto::getI).orElse(otherwise);
  }

  private static float number(NodeProto node, String name) {
    return attribute(node, name).map(AttributeProto::getF).orElse(1f);
  }

  private static java.util.Optional<AttributeProto> attribute(NodeProto node, String name) {
    return node.getAttributeList().stream().filter(a -> a.getName().equals(name)).findFirst();
  }

  static float[] floats(TensorProto tensor) {
    if (tensor.getRawData().isEmpty()) {
      List<Float> list = tensor.getFloatDataList();
      float[] floats = new float[list.size()];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = list.get(i);
      }
      return floats;
    }
    float[] floats = new float[tensor.getRawData().size() / Float.BYTES];
    tensor
        .getRawData()
        .asReadOnlyByteBuffer()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(floats);
    return floats;
  }
}
