package io.lepton.train.djl.internal;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.lepton.network.Activation;
import io.lepton.network.AvgPool;
import io.lepton.network.BatchNorm;
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
import io.lepton.train.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns a network into calls of PyTorch on given arrays of parameters. */
final class Compiler {
  private static final Shape ONES = new Shape(1, 1);
  private static final long[] CHANNELS = {-1, 1, 1};

  private final NDManager manager;
  private final Map<String, PtNDArray> parameters;
  private final @Nullable Bfloat16 mixed;

  private Compiler(NDManager manager, Map<String, PtNDArray> parameters, @Nullable Bfloat16 mixed) {
    this.manager = manager;
    this.parameters = parameters;
    this.mixed = mixed;
  }

  /**
   * Compiles.
   *
   * @param manager of constants the network needs, which live as long as it
   * @param parameters by the network's names
   * @param precision of products of matrices and convolutions
   */
  static Op compile(
      NDManager manager, Network network, Map<String, PtNDArray> parameters, Precision precision) {
    Bfloat16 mixed = precision == Precision.BFLOAT16 ? Bfloat16.on(manager) : null;
    return new Compiler(manager, parameters, mixed).op(network.root(), "");
  }

  private PtNDArray parameter(String prefix, String name) {
    return Objects.requireNonNull(parameters.get(prefix + name), () -> prefix + name);
  }

  /** The prefix is the layer's path and a dot, or nothing for the root. */
  private Op op(Layer layer, String prefix) {
    if (layer instanceof Sequential sequential) {
      return sequence(sequential.steps(), prefix);
    }
    if (layer instanceof Branches branches) {
      return branches(branches, prefix);
    }
    if (layer instanceof Linear) {
      return linear(prefix);
    }
    if (layer instanceof Conv2d conv) {
      return convolution(conv, prefix);
    }
    if (layer instanceof BatchNorm norm) {
      return batchNorm(norm, prefix);
    }
    if (layer instanceof LayerNorm norm) {
      PtNDArray weight = parameter(prefix, "weight");
      PtNDArray bias = parameter(prefix, "bias");
      return (x, pass) -> JniUtils.layerNorm(x, weight.getShape(), weight, bias, norm.epsilon());
    }
    if (layer instanceof EmbedColumns embed) {
      return embedColumns(embed, prefix);
    }
    if (layer instanceof EmbeddingBag) {
      return embeddingBag(parameter(prefix, "weight"));
    }
    return plain(layer, prefix);
  }

  /** Layers without parameters. */
  private Op plain(Layer layer, String prefix) {
    if (layer instanceof Activation activation) {
      return activation(activation.function());
    }
    if (layer instanceof Dropout dropout) {
      return (x, pass) ->
          pass.isTraining() && dropout.rate() > 0
              ? JniUtils.mul(x, pass.mask(prefix, x, dropout.rate()))
              : x;
    }
    if (layer instanceof MaxPool pool) {
      Shape kernel = new Shape(pool.kernel(), pool.kernel());
      Shape stride = new Shape(pool.stride(), pool.stride());
      Shape padding = new Shape(pool.padding(), pool.padding());
      return (x, pass) -> JniUtils.maxPool(x, kernel, stride, padding, false);
    }
    if (layer instanceof AvgPool pool) {
      Shape kernel = new Shape(pool.kernel(), pool.kernel());
      Shape stride = new Shape(pool.stride(), pool.stride());
      return (x, pass) -> JniUtils.avgPool(x, kernel, stride, new Shape(0, 0), false, true);
    }
    if (layer instanceof GlobalAvgPool) {
      return (x, pass) -> JniUtils.flatten(JniUtils.adaptiveAvgPool(x, ONES), 1, -1);
    }
    if (layer instanceof Flatten) {
      return (x, pass) -> JniUtils.reshape(x, new long[] {x.getShape().get(0), -1});
    }
    if (layer instanceof Reshape reshape) {
      return (x, pass) ->
          JniUtils.reshape(x, batched(x.getShape().get(0), reshape.shape().dimensions()));
    }
    if (layer instanceof Columns columns) {
      long from = columns.from();
      return (x, pass) -> JniUtils.slice(x, 1, from, from + columns.count(), 1);
    }
    if (layer instanceof Scale scale) {
      PtNDArray factor = Arrays.scalar(manager, scale.factor());
      PtNDArray offset = Arrays.scalar(manager, scale.offset());
      return (x, pass) -> JniUtils.add(JniUtils.mul(x, factor), offset);
    }
    if (layer instanceof L2Normalise) {
      return (x, pass) -> JniUtils.normalize(x, 2, 1, L2Normalise.EPSILON);
    }
    throw new IllegalStateException("no PyTorch for " + layer);
  }

  static long[] batched(long rows, long... dimensions) {
    long[] all = new long[dimensions.length + 1];
    all[0] = rows;
    System.arraycopy(dimensions, 0, all, 1, dimensions.length);
    return all;
  }

  private record Named(String path, Op op) {
    PtNDArray apply(PtNDArray x, Pass pass) {
      return pass.seen(path, op.apply(x, pass));
    }
  }

  private List<Named> named(List<Step> steps, String prefix) {
    List<Named> ops = new ArrayList<>();
    for (Step step : steps) {
      String path = prefix + step.name();
      ops.add(new Named(path, op(step.layer(), path + ".")));
    }
    return ops;
  }

  private Op sequence(List<Step> steps, String prefix) {
    List<Named> ops = named(steps, prefix);
    return (input, pass) -> {
      PtNDArray x = input;
      for (Named op : ops) {
        x = op.apply(x, pass);
      }
      return x;
    };
  }

  private Op branches(Branches layer, String prefix) {
    List<Named> ops = named(layer.branches(), prefix);
    return (x, pass) -> {
      PtNDArray[] all = new PtNDArray[ops.size()];
      for (int i = 0; i < all.length; i++) {
        all[i] = ops.get(i).apply(x, pass);
      }
      return switch (layer.merge()) {
        case CONCAT -> JniUtils.cat(all, 1);
        case DOT -> JniUtils.sum(JniUtils.mul(all[0], all[1]), new long[] {1}, true);
        case SUM, PRODUCT -> {
          PtNDArray merged = all[0];
          for (int i = 1; i < all.length; i++) {
            merged =
                layer.merge() == Branches.Merge.SUM
                    ? JniUtils.add(merged, all[i])
                    : JniUtils.mul(merged, all[i]);
          }
          yield merged;
        }
      };
    };
  }

  private Op linear(String prefix) {
    PtNDArray weight = parameter(prefix, "weight");
    PtNDArray bias = parameters.get(prefix + "bias");
    Bfloat16 type = mixed;
    if (type == null) {
      return (x, pass) -> JniUtils.linear(x, weight, bias);
    }
    return (x, pass) ->
        type.widen(JniUtils.linear(type.narrow(x), type.narrow(weight), null), bias);
  }

  private Op convolution(Conv2d conv, String prefix) {
    PtNDArray weight = parameter(prefix, "weight");
    PtNDArray bias = parameters.get(prefix + "bias");
    Shape stride = new Shape(conv.stride(), conv.stride());
    Shape padding = new Shape(conv.padding(), conv.padding());
    Shape dilation = new Shape(conv.dilation(), conv.dilation());
    Bfloat16 type = mixed;
    if (type == null) {
      return (x, pass) ->
          JniUtils.convolution(x, weight, bias, stride, padding, dilation, conv.groups());
    }
    return (x, pass) -> {
      PtNDArray kernel = type.narrow(weight);
      PtNDArray sums =
          JniUtils.convolution(
              type.narrow(x), kernel, null, stride, padding, dilation, conv.groups());
      return type.widen(sums, bias == null ? null : JniUtils.reshape(bias, CHANNELS));
    };
  }

  private Op batchNorm(BatchNorm norm, String prefix) {
    PtNDArray weight = parameter(prefix, "weight");
    PtNDArray bias = parameter(prefix, "bias");
    PtNDArray mean = parameter(prefix, "running_mean");
    PtNDArray variance = parameter(prefix, "running_var");
    return (x, pass) ->
        JniUtils.batchNorm(
            x, mean, variance, weight, bias, pass.isTraining(), norm.momentum(), norm.epsilon());
  }

  private Op activation(Activation.Function function) {
    return switch (function) {
      case RELU -> (x, pass) -> JniUtils.relu(x);
      case LEAKY_RELU -> (x, pass) -> JniUtils.leakyRelu(x, 0.01);
      case GELU -> (x, pass) -> JniUtils.gelu(x);
      case SILU -> (x, pass) -> JniUtils.mul(x, JniUtils.sigmoid(x));
      case TANH -> (x, pass) -> JniUtils.tanh(x);
      case SIGMOID -> (x, pass) -> JniUtils.sigmoid(x);
      case SOFTMAX -> (x, pass) -> JniUtils.softmax(x, -1, DataType.FLOAT32);
    };
  }

  private Op embedColumns(EmbedColumns embed, String prefix) {
    List<PtNDArray> tables = new ArrayList<>();
    for (int i = 0; i < embed.tables().size(); i++) {
      tables.add(parameter(prefix, i + ".weight"));
    }
    return (x, pass) -> {
      long plain = x.getShape().get(1) - tables.size();
      List<PtNDArray> parts = new ArrayList<>();
      if (plain > 0) {
        parts.add(JniUtils.slice(x, 1, 0, plain, 1));
      }
      for (int i = 0; i < tables.size(); i++) {
        PtNDArray column = JniUtils.squeeze(JniUtils.slice(x, 1, plain + i, plain + i + 1, 1), 1);
        PtNDArray codes = JniUtils.to(column, DataType.INT64, x.getDevice());
        parts.add(JniUtils.embedding(codes, tables.get(i), false));
      }
      return parts.size() == 1 ? parts.get(0) : JniUtils.cat(parts.toArray(new PtNDArray[0]), 1);
    };
  }

  /** A product of [1, length] shares with [length, size] vectors, for each row. */
  private Op embeddingBag(PtNDArray weight) {
    PtNDArray zero = Arrays.scalar(manager, 0);
    PtNDArray one = Arrays.scalar(manager, 1);
    return (x, pass) -> {
      PtNDArray ids = JniUtils.to(x, DataType.INT64, x.getDevice());
      PtNDArray vectors = JniUtils.embedding(ids, weight, false);
      PtNDArray tokens = JniUtils.to(JniUtils.gt(x, zero), DataType.FLOAT32, x.getDevice());
      PtNDArray count = JniUtils.max(JniUtils.sum(tokens, new long[] {1}, true), one);
      PtNDArray shares = JniUtils.unsqueeze(JniUtils.div(tokens, count), 1);
      return JniUtils.squeeze(JniUtils.bmm(shares, vectors), 1);
    };
  }
}
