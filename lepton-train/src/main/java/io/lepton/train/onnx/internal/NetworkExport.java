package io.lepton.train.onnx.internal;

import static io.lepton.train.onnx.internal.Graph.attribute;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.lepton.network.Activation;
import io.lepton.network.AvgPool;
import io.lepton.network.BatchNorm;
import io.lepton.network.Bias;
import io.lepton.network.Branches;
import io.lepton.network.Columns;
import io.lepton.network.Conv2d;
import io.lepton.network.Dropout;
import io.lepton.network.EmbedColumns;
import io.lepton.network.EmbeddingBag;
import io.lepton.network.Flatten;
import io.lepton.network.GlobalAvgPool;
import io.lepton.network.L2Normalise;
import io.lepton.network.Layer;
import io.lepton.network.LayerNorm;
import io.lepton.network.Linear;
import io.lepton.network.MaxPool;
import io.lepton.network.Network;
import io.lepton.network.Reshape;
import io.lepton.network.Scale;
import io.lepton.network.Sequential;
import io.lepton.network.Step;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Weights;
import java.util.ArrayList;
import java.util.List;

/** Writes a network as an ONNX graph, layer by layer. */
public final class NetworkExport {
  /** Names of the graph's input and output. */
  public static final String INPUT = "input";

  public static final String OUTPUT = "output";

  private final Graph graph = new Graph();
  private final Weights weights;

  private NetworkExport(Weights weights) {
    this.weights = weights;
  }

  /** The model's bytes, the same for the same network and weights. */
  public static byte[] export(Network network, Weights weights) {
    NetworkExport export = new NetworkExport(weights);
    export.graph.name(INPUT);
    export.graph.name(OUTPUT);
    String last = export.layer(network.root(), "", new Value(INPUT, network.inputShape())).name();
    ModelProto model =
        export.graph.model(
            INPUT,
            network.inputShape(),
            last.equals(INPUT) ? export.graph.node("Identity", List.of(INPUT)) : last,
            network.outputShape());
    return Models.renamed(model, model.getGraph().getOutput(0).getName(), OUTPUT).toByteArray();
  }

  /** A tensor on its way; the shape leaves the batch axis out. */
  private record Value(String name, Shape shape) {}

  private Value layer(Layer layer, String path, Value x) {
    if (layer instanceof Sequential sequential) {
      Value value = x;
      for (Step step : sequential.steps()) {
        value = layer(step.layer(), path + step.name() + ".", value);
      }
      return value;
    }
    return new Value(leaf(layer, path, x), layer.outputShape(x.shape()));
  }

  private String leaf(Layer layer, String path, Value x) {
    if (layer instanceof Linear linear) {
      return linear(linear, path, x);
    } else if (layer instanceof Conv2d conv) {
      return conv(conv, path, x);
    } else if (layer instanceof Activation activation) {
      return activation(activation.function(), x.name());
    } else if (layer instanceof Branches branches) {
      return branches(branches, path, x);
    } else if (layer instanceof Dropout) {
      return x.name();
    } else if (layer instanceof Flatten) {
      return graph.node("Flatten", List.of(x.name()), attribute("axis", 1));
    } else if (layer instanceof Reshape reshape) {
      return reshaped(x.name(), reshape.shape());
    } else if (layer instanceof Scale scale) {
      String product = binary("Mul", x.name(), number("factor", scale.factor()));
      return binary("Add", product, number("offset", scale.offset()));
    } else if (layer instanceof Columns columns) {
      return slice(x.name(), columns.from(), columns.from() + columns.count());
    } else if (layer instanceof EmbedColumns embed) {
      return embed(embed, path, x);
    } else if (layer instanceof EmbeddingBag) {
      return bag(path, x.name());
    } else if (layer instanceof L2Normalise) {
      String length =
          graph.node("ReduceL2", List.of(x.name()), attribute("axes", new long[] {1}), keep());
      return binary("Div", x.name(), binary("Max", length, number("tiny", L2Normalise.EPSILON)));
    }
    return normalOrPool(layer, path, x.name());
  }

  private String normalOrPool(Layer layer, String path, String x) {
    if (layer instanceof BatchNorm norm) {
      List<String> inputs = new ArrayList<>(List.of(x));
      for (String name : List.of("weight", "bias", "running_mean", "running_var")) {
        inputs.add(parameter(path + name));
      }
      return graph.node("BatchNormalization", inputs, attribute("epsilon", (float) norm.epsilon()));
    } else if (layer instanceof LayerNorm norm) {
      return graph.node(
          "LayerNormalization",
          List.of(x, parameter(path + "weight"), parameter(path + "bias")),
          attribute("axis", -1),
          attribute("epsilon", (float) norm.epsilon()));
    } else if (layer instanceof MaxPool pool) {
      return pool("MaxPool", x, pool.kernel(), pool.stride(), pool.padding());
    } else if (layer instanceof AvgPool pool) {
      return pool("AveragePool", x, pool.kernel(), pool.stride(), 0);
    } else if (layer instanceof GlobalAvgPool) {
      String mean = graph.node("GlobalAveragePool", List.of(x));
      return graph.node("Flatten", List.of(mean), attribute("axis", 1));
    }
    throw new IllegalStateException("no ONNX for a layer " + layer);
  }

  /** Weights are stored as [inputs, outputs], which both operators take without a transposition. */
  private String linear(Linear linear, String path, Value x) {
    Shape shape = weights.get(path + "weight").shape();
    int outputs = Math.toIntExact(shape.dimension(0));
    int inputs = Math.toIntExact(shape.dimension(1));
    float[] transposed =
        Models.transposed(weights.get(path + "weight").toFloats(), outputs, inputs);
    String weight = graph.constant(path + "weight.transposed", transposed, inputs, outputs);
    boolean biased = linear.bias() == Bias.PRESENT;
    if (x.shape().rank() == 1) {
      return graph.node(
          "Gemm",
          biased ? List.of(x.name(), weight, parameter(path + "bias")) : List.of(x.name(), weight));
    }
    String product = binary("MatMul", x.name(), weight);
    return biased ? binary("Add", product, parameter(path + "bias")) : product;
  }

  private String conv(Conv2d conv, String path, Value x) {
    List<String> inputs = new ArrayList<>(List.of(x.name(), parameter(path + "weight")));
    if (conv.bias() == Bias.PRESENT) {
      inputs.add(parameter(path + "bias"));
    }
    return graph.node(
        "Conv",
        inputs,
        attribute("kernel_shape", conv.kernel(), conv.kernel()),
        attribute("strides", conv.stride(), conv.stride()),
        attribute("pads", conv.padding(), conv.padding(), conv.padding(), conv.padding()),
        attribute("dilations", conv.dilation(), conv.dilation()),
        attribute("group", conv.groups()));
  }

  private String pool(String operator, String x, int kernel, int stride, int padding) {
    return graph.node(
        operator,
        List.of(x),
        attribute("kernel_shape", kernel, kernel),
        attribute("strides", stride, stride),
        attribute("pads", padding, padding, padding, padding));
  }

  private String activation(Activation.Function function, String x) {
    return switch (function) {
      case RELU -> graph.node("Relu", List.of(x));
      case LEAKY_RELU -> graph.node("LeakyRelu", List.of(x), attribute("alpha", 0.01f));
      case TANH -> graph.node("Tanh", List.of(x));
      case SIGMOID -> graph.node("Sigmoid", List.of(x));
      case SOFTMAX -> graph.node("Softmax", List.of(x), attribute("axis", -1));
      case SILU -> binary("Mul", x, graph.node("Sigmoid", List.of(x)));
      case GELU -> {
        // x Φ(x) = x / 2 (1 + erf(x / √2)), in the order ONNX Runtime recognises and fuses.
        String erf = graph.node("Erf", List.of(binary("Div", x, number("sqrt2", Math.sqrt(2)))));
        String product = binary("Mul", x, binary("Add", erf, number("one", 1)));
        yield binary("Mul", product, number("half", 0.5));
      }
    };
  }

  private String branches(Branches branches, String path, Value x) {
    List<String> ends = new ArrayList<>();
    for (Step branch : branches.branches()) {
      ends.add(layer(branch.layer(), path + branch.name() + ".", x).name());
    }
    return switch (branches.merge()) {
      case SUM -> chain("Add", ends);
      case PRODUCT -> chain("Mul", ends);
      case CONCAT -> graph.node("Concat", ends, attribute("axis", 1));
      case DOT -> {
        String axis = graph.constant("axis", new long[] {1}, 1);
        yield graph.node("ReduceSum", List.of(chain("Mul", ends), axis), keep());
      }
    };
  }

  private String chain(String operator, List<String> ends) {
    String value = ends.get(0);
    for (String end : ends.subList(1, ends.size())) {
      value = binary(operator, value, end);
    }
    return value;
  }

  private String embed(EmbedColumns embed, String path, Value x) {
    int plain = Math.toIntExact(x.shape().dimension(0)) - embed.tables().size();
    List<String> parts = new ArrayList<>();
    if (plain > 0) {
      parts.add(slice(x.name(), 0, plain));
    }
    for (int i = 0; i < embed.tables().size(); i++) {
      String place = graph.constant("column", new long[] {(long) plain + i});
      String column = graph.node("Gather", List.of(x.name(), place), attribute("axis", 1));
      String table = parameter(path + i + ".weight");
      parts.add(graph.node("Gather", List.of(table, whole(column)), attribute("axis", 0)));
    }
    return parts.size() == 1 ? parts.get(0) : graph.node("Concat", parts, attribute("axis", 1));
  }

  /** The padding's row is zeros, so that the sum needs no mask; only the count of tokens does. */
  private String bag(String path, String x) {
    String vectors =
        graph.node("Gather", List.of(parameter(path + "weight"), whole(x)), attribute("axis", 0));
    String axis = graph.constant("axis", new long[] {1}, 1);
    String sum = graph.node("ReduceSum", List.of(vectors, axis), attribute("keepdims", 0));
    String present = graph.node("Sign", List.of(x));
    String count = graph.node("ReduceSum", List.of(present, axis), keep());
    return binary("Div", sum, binary("Max", count, number("one", 1)));
  }

  private String whole(String x) {
    return graph.node("Cast", List.of(x), attribute("to", TensorProto.DataType.INT64_VALUE));
  }

  private String slice(String x, long from, long to) {
    return graph.node(
        "Slice",
        List.of(
            x,
            graph.constant("from", new long[] {from}, 1),
            graph.constant("to", new long[] {to}, 1),
            graph.constant("axis", new long[] {1}, 1)));
  }

  private String reshaped(String x, Shape shape) {
    long[] dimensions = new long[shape.rank() + 1];
    dimensions[0] = -1;
    System.arraycopy(shape.dimensions(), 0, dimensions, 1, shape.rank());
    return graph.node(
        "Reshape", List.of(x, graph.constant("shape", dimensions, dimensions.length)));
  }

  private static ai.onnx.proto.OnnxMl.AttributeProto keep() {
    return attribute("keepdims", 1);
  }

  private String binary(String operator, String left, String right) {
    return graph.node(operator, List.of(left, right));
  }

  private String number(String base, double value) {
    return graph.constant(base, new float[] {(float) value});
  }

  private String parameter(String name) {
    return graph.constant(
        name, weights.get(name).toFloats(), weights.get(name).shape().dimensions());
  }
}
