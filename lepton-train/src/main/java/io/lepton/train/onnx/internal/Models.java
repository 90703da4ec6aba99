package io.lepton.train.onnx.internal;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.lepton.error.CorruptDataException;

/** What is done to whole ONNX models. */
public final class Models {
  private Models() {}

  public static ModelProto parse(byte[] model) {
    try {
      ModelProto parsed = ModelProto.parseFrom(model);
      if (!parsed.hasGraph() || parsed.getGraph().getNodeCount() == 0) {
        throw new CorruptDataException("the ONNX model has no nodes");
      }
      return parsed;
    } catch (InvalidProtocolBufferException e) {
      throw new CorruptDataException("the ONNX model cannot be read: " + e.getMessage(), e);
    }
  }

  /** The model with one tensor under another name everywhere. */
  public static ModelProto renamed(ModelProto model, String from, String to) {
    GraphProto.Builder graph = model.getGraph().toBuilder();
    for (NodeProto.Builder node : graph.getNodeBuilderList()) {
      for (int i = 0; i < node.getInputCount(); i++) {
        node.setInput(i, node.getInput(i).equals(from) ? to : node.getInput(i));
      }
      for (int i = 0; i < node.getOutputCount(); i++) {
        node.setOutput(i, node.getOutput(i).equals(from) ? to : node.getOutput(i));
      }
    }
    graph
        .getOutputBuilderList()
        .forEach(output -> output.setName(output.getName().equals(from) ? to : output.getName()));
    return model.toBuilder().setGraph(graph).build();
  }

  public static float[] transposed(float[] matrix, int rows, int columns) {
    float[] transposed = new float[matrix.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        transposed[column * rows + row] = matrix[row * columns + column];
      }
    }
    return transposed;
  }
}
