package io.lepton.compress.internal;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A new graph from an old one: nodes in order, constants, names nobody has. Not thread-safe. */
final class Rewriter {
  private final ModelProto model;
  private final GraphProto.Builder graph;
  private final Set<String> names = new HashSet<>();

  Rewriter(ModelProto model) {
    this.model = model;
    this.graph = model.getGraph().toBuilder().clearNode();
    for (NodeProto node : model.getGraph().getNodeList()) {
      names.addAll(node.getOutputList());
      names.addAll(node.getInputList());
      names.add(node.getName());
    }
  }

  String name(String base) {
    String name = base;
    for (int i = 2; !names.add(name); i++) {
      name = base + "_" + i;
    }
    return name;
  }

  void copy(NodeProto node) {
    graph.addNode(node);
  }

  String node(String operator, String base, List<String> inputs, AttributeProto... attributes) {
    String output = name(base);
    node(operator, inputs, List.of(output), attributes);
    return output;
  }

  void node(
      String operator, List<String> inputs, List<String> outputs, AttributeProto... attributes) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(name(outputs.get(0) + "." + operator))
            .addAllInput(inputs)
            .addAllOutput(outputs)
            .addAllAttribute(Arrays.asList(attributes)));
  }

  /** Adds a constant, whose name comes from {@link #name}. */
  String constant(TensorProto tensor) {
    graph.addInitializer(tensor);
    return tensor.getName();
  }

  /** The new model, without the constants that no node uses any more. */
  ModelProto build() {
    Set<String> needed = new HashSet<>();
    graph.getNodeList().forEach(node -> needed.addAll(node.getInputList()));
    List<TensorProto> kept =
        graph.getInitializerList().stream().filter(t -> needed.contains(t.getName())).toList();
    graph.clearInitializer().addAllInitializer(kept).clearValueInfo();
    return model.toBuilder().setGraph(graph).build();
  }
}
