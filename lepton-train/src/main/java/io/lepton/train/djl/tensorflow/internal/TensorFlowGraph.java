package io.lepton.train.djl.tensorflow.internal;

import io.lepton.error.InvalidInputException;
import io.lepton.network.Activation;
import io.lepton.network.AvgPool;
import io.lepton.network.Bias;
import io.lepton.network.Branches;
import io.lepton.network.Conv2d;
import io.lepton.network.Dropout;
import io.lepton.network.Flatten;
import io.lepton.network.GlobalAvgPool;
import io.lepton.network.Layer;
import io.lepton.network.Linear;
import io.lepton.network.MaxPool;
import io.lepton.network.Network;
import io.lepton.network.Scale;
import io.lepton.network.Sequential;
import io.lepton.network.Step;
import io.lepton.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;

/**
 * A network as a TensorFlow graph. Images stay [channels, height, width] outside; TensorFlow's
 * kernels for CPUs want channels last, so convolutions and pools transpose around themselves.
 */
final class TensorFlowGraph {
  private final Ops tf;
  private final Network network;
  private final Map<String, Variable<TFloat32>> variables = new LinkedHashMap<>();
  private final Placeholder<TFloat32> input;
  private final Operand<TFloat32> output;

  TensorFlowGraph(Ops tf, Network network) {
    this.tf = tf;
    this.network = network;
    this.input =
        tf.withName("input")
            .placeholder(TFloat32.class, Placeholder.shape(batch(network.inputShape())));
    network
        .parameters()
        .forEach(
            (name, parameter) ->
                variables.put(name, variable(name, parameter.shape().dimensions())));
    Operand<TFloat32> last = layer(network.root(), "", input, network.inputShape());
    this.output = tf.withName("output").identity(last);
  }

  Variable<TFloat32> variable(String name, long... dimensions) {
    return tf.withName("p." + name)
        .variable(org.tensorflow.ndarray.Shape.of(dimensions), TFloat32.class);
  }

  Placeholder<TFloat32> input() {
    return input;
  }

  Operand<TFloat32> output() {
    return output;
  }

  Map<String, Variable<TFloat32>> variables() {
    return variables;
  }

  static org.tensorflow.ndarray.Shape batch(Shape shape) {
    long[] dimensions = new long[shape.rank() + 1];
    dimensions[0] = -1;
    System.arraycopy(shape.dimensions(), 0, dimensions, 1, shape.rank());
    return org.tensorflow.ndarray.Shape.of(dimensions);
  }

  private Operand<TFloat32> layer(Layer layer, String path, Operand<TFloat32> x, Shape shape) {
    if (layer instanceof Sequential sequential) {
      Operand<TFloat32> value = x;
      Shape at = shape;
      for (Step step : sequential.steps()) {
        value = layer(step.layer(), path + step.name() + ".", value, at);
        at = step.layer().outputShape(at);
      }
      return value;
    } else if (layer instanceof Linear linear && shape.rank() == 1) {
      Operand<TFloat32> product =
          tf.linalg.matMul(x, parameter(path, "weight"), MatMul.transposeB(true));
      return linear.bias() == Bias.PRESENT
          ? tf.nn.biasAdd(product, parameter(path, "bias"))
          : product;
    } else if (layer instanceof Conv2d conv && conv.groups() == 1) {
      return conv(conv, path, x);
    } else if (layer instanceof Activation activation) {
      return activation(activation.function(), x);
    } else if (layer instanceof Flatten) {
      return tf.reshape(x, tf.constant(new long[] {-1, shape.elementCount()}));
    } else if (layer instanceof Scale scale) {
      return tf.math.add(
          tf.math.mul(x, tf.constant((float) scale.factor())), tf.constant((float) scale.offset()));
    } else if (layer instanceof MaxPool pool && pool.padding() == 0) {
      Operand<org.tensorflow.types.TInt32> size =
          tf.constant(new int[] {1, pool.kernel(), pool.kernel(), 1});
      Operand<org.tensorflow.types.TInt32> step =
          tf.constant(new int[] {1, pool.stride(), pool.stride(), 1});
      return channelsFirst(tf.nn.maxPool(channelsLast(x), size, step, "VALID"));
    } else if (layer instanceof AvgPool pool) {
      long k = pool.kernel();
      long s = pool.stride();
      return channelsFirst(
          tf.nn.avgPool(channelsLast(x), List.of(1L, k, k, 1L), List.of(1L, s, s, 1L), "VALID"));
    } else if (layer instanceof GlobalAvgPool) {
      return tf.math.mean(x, tf.constant(new int[] {2, 3}));
    } else if (layer instanceof Branches branches && branches.merge() == Branches.Merge.SUM) {
      return branches.branches().stream()
          .map(b -> layer(b.layer(), path + b.name() + ".", x, shape))
          .reduce(tf.math::add)
          .orElseThrow();
    } else if (layer instanceof Dropout dropout && dropout.rate() == 0) {
      return x;
    }
    throw new InvalidInputException(
        "layer "
            + path
            + " is "
            + layer
            + ", which the TensorFlow engine does not train; it takes linear layers of one axis,"
            + " convolutions without groups, activations, pools without padding, flattening, fixed"
            + " scaling and sums of branches. Train "
            + network
            + " on PyTorch instead");
  }

  private Operand<TFloat32> parameter(String path, String name) {
    return java.util.Objects.requireNonNull(variables.get(path + name));
  }

  private Operand<TFloat32> channelsLast(Operand<TFloat32> x) {
    return tf.linalg.transpose(x, tf.constant(new int[] {0, 2, 3, 1}));
  }

  private Operand<TFloat32> channelsFirst(Operand<TFloat32> x) {
    return tf.linalg.transpose(x, tf.constant(new int[] {0, 3, 1, 2}));
  }

  private Operand<TFloat32> conv(Conv2d conv, String path, Operand<TFloat32> x) {
    int p = conv.padding();
    long s = conv.stride();
    long d = conv.dilation();
    Operand<TFloat32> filter =
        tf.linalg.transpose(parameter(path, "weight"), tf.constant(new int[] {2, 3, 1, 0}));
    // Explicit paddings of the convolution itself are lost in TensorFlow's gradient of it.
    int[][] sides = {{0, 0}, {p, p}, {p, p}, {0, 0}};
    Operand<TFloat32> last = channelsLast(x);
    Operand<TFloat32> padded = p == 0 ? last : tf.pad(last, tf.constant(sides), tf.constant(0f));
    Operand<TFloat32> sum =
        tf.nn.conv2d(
            padded,
            filter,
            List.of(1L, s, s, 1L),
            "VALID",
            org.tensorflow.op.nn.Conv2d.dilations(List.of(1L, d, d, 1L)));
    return channelsFirst(
        conv.bias() == Bias.PRESENT ? tf.nn.biasAdd(sum, parameter(path, "bias")) : sum);
  }

  private Operand<TFloat32> activation(Activation.Function function, Operand<TFloat32> x) {
    return switch (function) {
      case RELU -> tf.nn.relu(x);
      case LEAKY_RELU -> tf.nn.leakyRelu(x, org.tensorflow.op.nn.LeakyRelu.alpha(0.01f));
      case TANH -> tf.math.tanh(x);
      case SIGMOID -> tf.math.sigmoid(x);
      case SOFTMAX -> tf.nn.softmax(x);
      case SILU -> tf.math.mul(x, tf.math.sigmoid(x));
      case GELU ->
          tf.math.mul(
              tf.math.mul(x, tf.constant(0.5f)),
              tf.math.add(
                  tf.constant(1f),
                  tf.math.erf(tf.math.mul(x, tf.constant((float) Math.sqrt(0.5))))));
    };
  }
}
