package io.lepton.compress.internal;

import static io.lepton.train.onnx.internal.Graph.attribute;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.lepton.compress.Calibration;
import io.lepton.compress.internal.Products.Product;
import io.lepton.train.onnx.OnnxRunner;
import io.lepton.train.onnx.internal.Graph;
import io.lepton.train.onnx.internal.Models;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Quantises and dequantises around products, with ranges found by calibration. */
public final class StaticRewrite {
  private static final int LEVELS = 255;

  /** Operators that hand values on, so that their output has the scale of their input. */
  private static final Set<String> PASSING = Set.of("MaxPool", "Flatten", "Reshape", "Identity");

  private final ModelProto model;
  private final Rewriter out;
  private final int bound;
  private final Calibration calibration;
  private final Map<String, NodeProto> producers = new HashMap<>();
  private final Map<String, List<NodeProto>> consumers = new HashMap<>();
  private final Map<String, Ranges> ranges;
  private final Set<String> convolved = new HashSet<>();
  private final Map<String, String> dequantised = new HashMap<>();
  private final Map<String, Float> scales = new HashMap<>();

  private StaticRewrite(
      ModelProto model,
      Map<Integer, Product> products,
      Calibration calibration,
      int bound,
      Function<byte[], OnnxRunner> open,
      float[] rows) {
    this.model = model;
    this.out = new Rewriter(model);
    this.calibration = calibration;
    this.bound = bound;
    for (NodeProto node : model.getGraph().getNodeList()) {
      node.getOutputList().forEach(output -> producers.put(output, node));
      node.getInputList()
          .forEach(input -> consumers.computeIfAbsent(input, n -> new ArrayList<>()).add(node));
    }
    Map<String, String> watched = new LinkedHashMap<>();
    for (Product product : products.values()) {
      String input = product.node().getInput(0);
      watched.put(source(input), input);
      String output = product.node().getOutput(0);
      if (product.isConv()) {
        watched.put(end(output), output);
        convolved.add(end(output));
      }
    }
    this.ranges = Calibrator.watch(model, watched.keySet(), open, rows);
  }

  /** The quantised model. */
  public static byte[] of(
      byte[] onnx,
      Calibration calibration,
      int bound,
      Set<String> excluded,
      Function<byte[], OnnxRunner> open,
      float[] rows) {
    ModelProto model = Models.parse(onnx);
    Map<Integer, Product> products = Products.of(model, excluded);
    StaticRewrite rewrite = new StaticRewrite(model, products, calibration, bound, open, rows);
    rewrite.rewrite(products);
    return rewrite.out.build().toByteArray();
  }

  /** The tensor that first had these values. */
  private String source(String tensor) {
    NodeProto producer = producers.get(tensor);
    return producer != null && PASSING.contains(producer.getOpType())
        ? source(producer.getInput(0))
        : tensor;
  }

  /** A product's output, after the ReLU that alone uses it, which an unsigned range does anyway. */
  private String end(String output) {
    List<NodeProto> next = consumers.getOrDefault(output, List.of());
    boolean relu = next.size() == 1 && next.get(0).getOpType().equals("Relu") && !isOutput(output);
    return relu ? next.get(0).getOutput(0) : output;
  }

  private boolean isOutput(String tensor) {
    return model.getGraph().getOutputList().stream().anyMatch(o -> o.getName().equals(tensor));
  }

  private void rewrite(Map<Integer, Product> products) {
    for (int i = 0; i < model.getGraph().getNodeCount(); i++) {
      NodeProto node = model.getGraph().getNode(i);
      Product product = products.get(i);
      if (product == null) {
        copy(node);
      } else {
        product(product);
      }
    }
  }

  /**
   * Any other node. One that hands values on gets the dequantised ones, and so do all that follow a
   * convolution, since only a convolution whose output is quantised becomes an integer kernel.
   */
  private void copy(NodeProto node) {
    NodeProto.Builder copy = node.toBuilder();
    for (int i = 0; i < node.getInputCount(); i++) {
      String input = node.getInput(i);
      boolean passed = PASSING.contains(node.getOpType()) && ranges.containsKey(source(input));
      if (passed || convolved.contains(input)) {
        copy.setInput(i, dequantised(input));
      }
    }
    out.copy(copy.build());
  }

  private String dequantised(String tensor) {
    Ranges range = ranges.get(source(tensor));
    if (range == null) {
      return tensor;
    }
    return dequantised.computeIfAbsent(
        tensor,
        same -> {
          float[] ends = range.range(calibration);
          float width = ends[1] - ends[0];
          float scale = width / LEVELS < Float.MIN_NORMAL ? 1 : width / LEVELS;
          int zero = Math.max(0, Math.min(LEVELS, Math.round(-ends[0] / scale)));
          String scaleName =
              out.constant(Graph.floats(out.name(tensor + ".scale"), new float[] {scale}));
          String zeroName =
              out.constant(
                  Graph.bytes(
                      out.name(tensor + ".zero"),
                      TensorProto.DataType.UINT8,
                      new byte[] {(byte) zero}));
          String quantised =
              out.node(
                  "QuantizeLinear", tensor + ".quantized", List.of(tensor, scaleName, zeroName));
          scales.put(tensor, scale);
          return out.node(
              "DequantizeLinear", tensor + ".dequantized", List.of(quantised, scaleName, zeroName));
        });
  }

  private void product(Product product) {
    NodeProto node = product.node();
    String input = dequantised(node.getInput(0));
    float inputScale = scales.getOrDefault(node.getInput(0), 1f);
    ChannelScales weights = product.scales(bound);
    int axis = product.isConv() ? 0 : 1;
    String weight =
        constant(
            product.name(),
            Graph.bytes(
                out.name(product.name() + ".int8"),
                TensorProto.DataType.INT8,
                weights.values(),
                product.dimensions()),
            weights.scales(),
            axis);
    List<String> inputs = new ArrayList<>(List.of(input, weight));
    if (node.getInputCount() > 2) {
      inputs.add(bias(product, node.getInput(2), weights.scales(), inputScale));
    }
    String output = node.getOutput(0);
    out.node(
        node.getOpType(),
        inputs,
        List.of(output),
        node.getAttributeList().stream()
            .filter(a -> !a.getName().equals("transB"))
            .toArray(AttributeProto[]::new));
  }

  /** A constant of integers with a scale for each channel, dequantised in the graph. */
  private String constant(String name, TensorProto integers, float[] scales, int axis) {
    String values = out.constant(integers);
    String scale = out.constant(Graph.floats(out.name(name + ".scale"), scales, scales.length));
    boolean wide = integers.getDataType() == TensorProto.DataType.INT32_VALUE;
    String zero =
        out.constant(
            wide
                ? Graph.ints(out.name(name + ".zero"), new int[scales.length], scales.length)
                : Graph.bytes(
                    out.name(name + ".zero"),
                    TensorProto.DataType.INT8,
                    new byte[scales.length],
                    scales.length));
    return out.node(
        "DequantizeLinear",
        name + ".dequantized",
        List.of(values, scale, zero),
        attribute("axis", axis));
  }

  /** 32-bit integers in units of input scale × weight scale, as the integer kernels add them. */
  private String bias(Product product, String name, float[] weightScales, float inputScale) {
    TensorProto constant = Products.constants(model.getGraph()).get(name);
    if (constant == null || constant.getDimsCount() != 1) {
      return name;
    }
    float[] floats = Products.floats(constant);
    int[] values = new int[floats.length];
    float[] units = new float[floats.length];
    for (int i = 0; i < floats.length; i++) {
      units[i] = weightScales[i] * inputScale;
      double value = units[i] < Float.MIN_NORMAL ? 0 : Math.rint(floats[i] / (double) units[i]);
      units[i] = units[i] < Float.MIN_NORMAL ? 1 : units[i];
      if (Math.abs(value) > Integer.MAX_VALUE) {
        return name; // beside such a bias the product is nothing; it stays a float
      }
      values[i] = (int) value;
    }
    TensorProto integers =
        Graph.ints(out.name(product.name() + ".bias_int32"), values, values.length);
    return constant(product.name() + ".bias", integers, units, 0);
  }
}
