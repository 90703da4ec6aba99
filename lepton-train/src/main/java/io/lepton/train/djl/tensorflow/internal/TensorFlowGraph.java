package io.lepton.train.djl.tensorflow.internal;

import io.lepton.error.InvalidInputException;
import io.lepton.network.Activation;
import io.lepton.network.AvgPool;
import io.lepton.network.BatchNorm;
import io.lepton.network.Bias;
import io.lepton.network.Branches;
import io.lepton.network.Conv2d;
import io.lepton.network.Dropout;
import io.lepton.network.EmbedColumns;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A network as a TensorFlow graph. Images stay [channels, height, width] outside; TensorFlow's
 * kernels for CPUs want channels last, so convolutions and pools transpose around themselves.
 */
final class TensorFlowGraph {
  private final Ops tf;
  private final Network network;
  private final Map<String, Variable<TFloat32>> variables = new LinkedHashMap<>();
  private final Map<String, Mask> masks = new LinkedHashMap<>();
  private final List<Op> statistics = new ArrayList<>();
  private final Placeholder<TFloat32> input;
  private final Operand<TFloat32> output;
  private final Operand<TFloat32> learnt;
  private boolean comparesRows;

  /** Which of the two outputs is built. */
  private enum Pass {
    TRAINING,
    PREDICTION
  }

  /** What a dropout layer multiplies with in a step: to be fed. */
  record Mask(Placeholder<TFloat32> placeholder, Shape shape, double rate) {}

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
    Operand<TFloat32> last =
        layer(network.root(), "", input, network.inputShape(), Pass.PREDICTION);
    this.output = tf.withName("output").identity(last);
    this.learnt = layer(network.root(), "", input, network.inputShape(), Pass.TRAINING);
  }

  /** The outputs with dropout and the batch's own statistics. */
  Operand<TFloat32> learnt() {
    return learnt;
  }

  /** By the layer's path. */
  Map<String, Mask> masks() {
    return masks;
  }

  /** What moves running statistics towards the batch's; to be run with each step. */
  List<Op> statistics() {
    return statistics;
  }

  /** Whether a channel may have a single value in a batch of one row, and so no variance. */
  boolean comparesRows() {
    return comparesRows;
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

  private Operand<TFloat32> layer(
      Layer layer, String path, Operand<TFloat32> x, Shape shape, Pass pass) {
    if (layer instanceof Sequential sequential) {
      Operand<TFloat32> value = x;
      Shape at = shape;
      for (Step step : sequential.steps()) {
        value = layer(step.layer(), path + step.name() + ".", value, at, pass);
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
      Operand<TInt32> size = tf.constant(new int[] {1, pool.kernel(), pool.kernel(), 1});
      Operand<TInt32> step = tf.constant(new int[] {1, pool.stride(), pool.stride(), 1});
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
          .map(b -> layer(b.layer(), path + b.name() + ".", x, shape, pass))
          .reduce(tf.math::add)
          .orElseThrow();
    } else if (layer instanceof Dropout dropout) {
      return dropout.rate() > 0 && pass == Pass.TRAINING ? dropped(dropout, path, x, shape) : x;
    } else if (layer instanceof BatchNorm norm) {
      return pass == Pass.TRAINING
          ? normalisedByBatch(norm, path, x, shape)
          : scaled(
              norm,
              path,
              x,
              shape,
              perChannel("running_mean", path, shape),
              perChannel("running_var", path, shape));
    } else if (layer instanceof EmbedColumns embed) {
      return embedded(embed, path, x, shape);
    }
    throw new InvalidInputException(
        "layer "
            + path
            + " is "
            + layer
            + ", which the TensorFlow engine does not train; it takes linear layers of one axis,"
            + " convolutions without groups, embeddings of columns, batch normalisation, dropout,"
            + " activations, pools without padding, flattening, fixed scaling and sums of branches."
            + " Train "
            + network
            + " on PyTorch instead");
  }

  private Operand<TFloat32> parameter(String path, String name) {
    return java.util.Objects.requireNonNull(variables.get(path + name));
  }

  private Operand<TFloat32> dropped(
      Dropout dropout, String path, Operand<TFloat32> x, Shape shape) {
    Placeholder<TFloat32> mask = tf.placeholder(TFloat32.class, Placeholder.shape(batch(shape)));
    masks.put(path, new Mask(mask, shape, dropout.rate()));
    return tf.math.mul(x, mask);
  }

  /** By mean and variance of the batch, which running statistics move towards. */
  private Operand<TFloat32> normalisedByBatch(
      BatchNorm norm, String path, Operand<TFloat32> x, Shape shape) {
    comparesRows |= shape.elementCount() == shape.dimension(0);
    Operand<TInt32> axes = tf.constant(shape.rank() == 1 ? new int[] {0} : new int[] {0, 2, 3});
    Operand<TFloat32> mean = tf.math.mean(x, axes, Mean.keepDims(true));
    Operand<TFloat32> variance =
        tf.math.mean(tf.math.square(tf.math.sub(x, mean)), axes, Mean.keepDims(true));
    Operand<TFloat32> count =
        tf.math.div(
            tf.dtypes.cast(tf.size(x), TFloat32.class), tf.constant((float) shape.dimension(0)));
    Operand<TFloat32> unbiased =
        tf.math.mul(variance, tf.math.div(count, tf.math.sub(count, tf.constant(1f))));
    statistics.add(moved(norm, path + "running_mean", mean));
    statistics.add(moved(norm, path + "running_var", unbiased));
    return scaled(norm, path, x, shape, mean, variance);
  }

  private Op moved(BatchNorm norm, String name, Operand<TFloat32> towards) {
    Variable<TFloat32> variable = java.util.Objects.requireNonNull(variables.get(name));
    Operand<TFloat32> flat = tf.reshape(towards, tf.constant(new int[] {-1}));
    return tf.assign(
        variable,
        tf.math.add(
            tf.math.mul(variable, tf.constant((float) (1 - norm.momentum()))),
            tf.math.mul(flat, tf.constant((float) norm.momentum()))));
  }

  private Operand<TFloat32> scaled(
      BatchNorm norm,
      String path,
      Operand<TFloat32> x,
      Shape shape,
      Operand<TFloat32> mean,
      Operand<TFloat32> variance) {
    Operand<TFloat32> inverse =
        tf.math.rsqrt(tf.math.add(variance, tf.constant((float) norm.epsilon())));
    return tf.math.add(
        tf.math.mul(tf.math.mul(tf.math.sub(x, mean), inverse), perChannel("weight", path, shape)),
        perChannel("bias", path, shape));
  }

  private Operand<TFloat32> perChannel(String name, String path, Shape shape) {
    int channels = (int) shape.dimension(0);
    return tf.reshape(
        parameter(path, name),
        tf.constant(shape.rank() == 1 ? new int[] {1, channels} : new int[] {1, channels, 1, 1}));
  }

  /**
   * Each part times a matrix of zeros and ones that puts it where it belongs: TensorFlow's native
   * gradients know products, but neither gathering nor joining.
   */
  private Operand<TFloat32> embedded(
      EmbedColumns embed, String path, Operand<TFloat32> x, Shape shape) {
    int inputs = (int) shape.dimension(0);
    int outputs = (int) embed.outputShape(shape).dimension(0);
    int plain = inputs - embed.tables().size();
    Operand<TFloat32> sum = tf.linalg.matMul(x, placing(inputs, outputs, 0, 0, plain));
    int at = plain;
    for (int i = 0; i < embed.tables().size(); i++) {
      EmbedColumns.Table table = embed.tables().get(i);
      Operand<TFloat32> column = tf.linalg.matMul(x, placing(inputs, 1, plain + i, 0, 1));
      Operand<TInt32> codes =
          tf.dtypes.cast(tf.reshape(column, tf.constant(new int[] {-1})), TInt32.class);
      Operand<TFloat32> chosen =
          tf.oneHot(codes, tf.constant(table.count()), tf.constant(1f), tf.constant(0f));
      Operand<TFloat32> vectors = tf.linalg.matMul(chosen, parameter(path, i + ".weight"));
      sum =
          tf.math.add(
              sum, tf.linalg.matMul(vectors, placing(table.size(), outputs, 0, at, table.size())));
      at += table.size();
    }
    return sum;
  }

  /** [rows, columns] with ones from [row, column] on along the diagonal. */
  private Operand<TFloat32> placing(int rows, int columns, int row, int column, int count) {
    float[][] matrix = new float[rows][columns];
    for (int i = 0; i < count; i++) {
      matrix[row + i][column + i] = 1;
    }
    return tf.constant(matrix);
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
