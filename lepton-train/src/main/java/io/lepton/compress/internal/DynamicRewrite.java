package io.lepton.compress.internal;

import static io.lepton.train.onnx.internal.Graph.attribute;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.lepton.compress.internal.Products.Product;
import io.lepton.train.onnx.internal.Graph;
import io.lepton.train.onnx.internal.Models;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Products on integers whose inputs are quantised while the model runs. */
public final class DynamicRewrite {
  private static final int MIDDLE = 128;

  private final Rewriter out;
  private final int bound;
  private final Map<String, List<String>> quantised = new HashMap<>();

  private DynamicRewrite(ModelProto model, int bound) {
    this.out = new Rewriter(model);
    this.bound = bound;
  }

  /** The quantised model. */
  public static byte[] of(byte[] onnx, int bound, Set<String> excluded) {
    ModelProto model = Models.parse(onnx);
    Map<Integer, Product> products = Products.of(model, excluded);
    DynamicRewrite rewrite = new DynamicRewrite(model, bound);
    for (int i = 0; i < model.getGraph().getNodeCount(); i++) {
      Product product = products.get(i);
      if (product == null) {
        rewrite.out.copy(model.getGraph().getNode(i));
      } else if (product.isConv()) {
        rewrite.conv(product);
      } else {
        rewrite.matrix(product);
      }
    }
    return rewrite.out.build().toByteArray();
  }

  /** Names of the integers, the scale and the zero point of a tensor. */
  private List<String> quantised(String x) {
    return quantised.computeIfAbsent(
        x,
        same -> {
          List<String> names =
              List.of(out.name(x + ".quantized"), out.name(x + ".scale"), out.name(x + ".zero"));
          out.node("DynamicQuantizeLinear", List.of(x), names);
          return names;
        });
  }

  /** In the shape ONNX Runtime fuses to one kernel; the scale must be [outputs]. */
  private void matrix(Product product) {
    List<String> x = quantised(product.node().getInput(0));
    ChannelScales scales = product.scales(bound);
    String weight =
        out.constant(
            Graph.bytes(
                out.name(product.name() + ".int8"),
                TensorProto.DataType.INT8,
                scales.values(),
                product.dimensions()));
    String sum =
        out.node("MatMulInteger", product.name() + ".sum", List.of(x.get(0), weight, x.get(2)));
    String scale =
        out.constant(
            Graph.floats(out.name(product.name() + ".scale"), scales.scales(), product.channels()));
    finish(product, sum, x.get(1), scale, bias(product));
  }

  /** Weights from 64 or 1 to 192 or 255 around 128: ConvInteger is only there for unsigned ones. */
  private void conv(Product product) {
    List<String> x = quantised(product.node().getInput(0));
    ChannelScales scales = product.scales(bound);
    byte[] unsigned = scales.values();
    for (int i = 0; i < unsigned.length; i++) {
      unsigned[i] = (byte) (unsigned[i] + MIDDLE);
    }
    TensorProto.DataType type = TensorProto.DataType.UINT8;
    String weight =
        out.constant(
            Graph.bytes(out.name(product.name() + ".uint8"), type, unsigned, product.dimensions()));
    String zero =
        out.constant(
            Graph.bytes(out.name(product.name() + ".zero"), type, new byte[] {(byte) MIDDLE}));
    String sum = out.name(product.name() + ".sum");
    out.node(
        "ConvInteger",
        List.of(x.get(0), weight, x.get(2), zero),
        List.of(sum),
        product.node().getAttributeList().toArray(new ai.onnx.proto.OnnxMl.AttributeProto[0]));
    long[] broadcast = new long[product.dimensions().length - 1];
    java.util.Arrays.fill(broadcast, 1);
    broadcast[0] = product.channels();
    String scale =
        out.constant(Graph.floats(out.name(product.name() + ".scale"), scales.scales(), broadcast));
    String bias = bias(product);
    if (!bias.isEmpty()) {
      String shape = out.name(product.name() + ".bias_shape");
      java.nio.ByteBuffer bytes =
          java.nio.ByteBuffer.allocate(broadcast.length * Long.BYTES)
              .order(java.nio.ByteOrder.LITTLE_ENDIAN);
      bytes.asLongBuffer().put(broadcast);
      out.constant(Graph.bytes(shape, TensorProto.DataType.INT64, bytes.array(), broadcast.length));
      bias = out.node("Reshape", product.name() + ".bias", List.of(bias, shape));
    }
    finish(product, sum, x.get(1), scale, bias);
  }

  private static String bias(Product product) {
    return product.node().getInputCount() > 2 ? product.node().getInput(2) : "";
  }

  private void finish(Product product, String sum, String inputScale, String scale, String bias) {
    String floats =
        out.node(
            "Cast",
            product.name() + ".float",
            List.of(sum),
            attribute("to", TensorProto.DataType.FLOAT_VALUE));
    String both = out.node("Mul", product.name() + ".scales", List.of(inputScale, scale));
    String output = product.node().getOutput(0);
    if (bias.isEmpty()) {
      out.node("Mul", List.of(floats, both), List.of(output));
    } else {
      String scaled = out.node("Mul", product.name() + ".scaled", List.of(floats, both));
      out.node("Add", List.of(scaled, bias), List.of(output));
    }
  }
}
