package io.lepton.train.onnx.internal;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.lepton.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects the nodes and constants of one ONNX graph and gives them names. Not thread-safe. */
public final class Graph {
  /** The newest set that ONNX 1.12, the oldest checker still about, knows. */
  public static final int OPSET = 17;

  private static final int IR_VERSION = 8;

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("lepton");
  private final Map<String, Integer> used = new HashMap<>();

  /** A new name that starts with a base. */
  String name(String base) {
    int count = used.merge(base, 1, Integer::sum);
    return count == 1 ? base : base + "_" + count;
  }

  /** Adds a node of one output, and gives the output's name. */
  String node(String operator, List<String> inputs, AttributeProto... attributes) {
    String output = name(operator.toLowerCase(java.util.Locale.ROOT));
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(output)
            .addAllInput(inputs)
            .addOutput(output)
            .addAllAttribute(Arrays.asList(attributes)));
    return output;
  }

  String constant(String base, float[] values, long... dimensions) {
    return constant(floats(name(base), values, dimensions));
  }

  String constant(String base, long[] values, long... dimensions) {
    ByteBuffer bytes = little(values.length, Long.BYTES);
    bytes.asLongBuffer().put(values);
    return constant(tensor(name(base), TensorProto.DataType.INT64, bytes, dimensions));
  }

  private String constant(TensorProto tensor) {
    graph.addInitializer(tensor);
    return tensor.getName();
  }

  public static TensorProto floats(String name, float[] values, long... dimensions) {
    ByteBuffer bytes = little(values.length, Float.BYTES);
    bytes.asFloatBuffer().put(values);
    return tensor(name, TensorProto.DataType.FLOAT, bytes, dimensions);
  }

  public static TensorProto ints(String name, int[] values, long... dimensions) {
    ByteBuffer bytes = little(values.length, Integer.BYTES);
    bytes.asIntBuffer().put(values);
    return tensor(name, TensorProto.DataType.INT32, bytes, dimensions);
  }

  public static TensorProto bytes(
      String name, TensorProto.DataType type, byte[] values, long... dimensions) {
    return tensor(name, type, ByteBuffer.wrap(values), dimensions);
  }

  private static TensorProto tensor(
      String name, TensorProto.DataType type, ByteBuffer bytes, long... dimensions) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(type.getNumber())
        .addAllDims(Arrays.stream(dimensions).boxed().toList())
        .setRawData(ByteString.copyFrom(bytes.rewind()))
        .build();
  }

  private static ByteBuffer little(int count, int width) {
    return ByteBuffer.allocate(Math.multiplyExact(count, width)).order(ByteOrder.LITTLE_ENDIAN);
  }

  public static AttributeProto attribute(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  public static AttributeProto attribute(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  public static AttributeProto attribute(String name, long... values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INTS)
        .addAllInts(Arrays.stream(values).boxed().toList())
        .build();
  }

  /** The model with one input and one output, both with a batch axis of any size in front. */
  ModelProto model(String input, Shape inputShape, String output, Shape outputShape) {
    graph.addInput(port(input, inputShape)).addOutput(port(output, outputShape));
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("lepton")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .addMetadataProps(
            StringStringEntryProto.newBuilder().setKey("lepton.opset").setValue("" + OPSET))
        .setGraph(graph)
        .build();
  }

  public static ValueInfoProto port(String name, Shape shape) {
    TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
    dimensions.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("batch"));
    for (long dimension : shape.dimensions()) {
      dimensions.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(dimension));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT_VALUE)
                        .setShape(dimensions)))
        .build();
  }
}
