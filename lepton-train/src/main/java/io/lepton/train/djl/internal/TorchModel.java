package io.lepton.train.djl.internal;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.lepton.error.InvalidInputException;
import io.lepton.network.Branches;
import io.lepton.network.Layer;
import io.lepton.network.Network;
import io.lepton.network.Sequential;
import io.lepton.network.Step;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.train.Precision;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A network's forward pass and its gradients. Thread-safe: parameters are only read. */
public final class TorchModel implements RowModel {
  private static final long BLOCK = 1 << 24; // elements of the widest output, 64 MB

  private final Network network;
  private final NDManager manager;
  private final Op op;
  private final Map<String, Shape> layers = new LinkedHashMap<>();
  private final int block; // rows

  private TorchModel(Network network, NDManager manager, Op op) {
    this.network = network;
    this.manager = manager;
    this.op = op;
    list(network.root(), "", network.inputShape());
    long widest = Math.max(network.inputSize(), network.outputSize());
    for (Shape shape : layers.values()) {
      widest = Math.max(widest, shape.elementCount());
    }
    this.block = (int) Math.max(1, BLOCK / widest);
  }

  public static TorchModel load(Network network, Weights weights) {
    network.requireWeights(weights);
    NDManager manager = PyTorch.newManager();
    try {
      Map<String, PtNDArray> parameters = parameters(manager, network, weights);
      Op op = Compiler.compile(manager, network, parameters, Precision.FLOAT32);
      return new TorchModel(network, manager, op);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /** Copies weights that fit the network. */
  static Map<String, PtNDArray> parameters(NDManager manager, Network network, Weights weights) {
    Map<String, PtNDArray> arrays = new LinkedHashMap<>();
    network
        .parameters()
        .forEach(
            (name, parameter) ->
                arrays.put(
                    name,
                    Arrays.of(
                        manager, weights.get(name).toFloats(), parameter.shape().dimensions())));
    return arrays;
  }

  /** Lists the layers inside one, each after what is inside it. */
  private void list(Layer layer, String prefix, Shape input) {
    Shape shape = input;
    List<Step> steps =
        layer instanceof Sequential sequential
            ? sequential.steps()
            : layer instanceof Branches branches ? branches.branches() : List.of();
    for (Step step : steps) {
      list(step.layer(), prefix + step.name() + ".", shape);
      Shape output = step.layer().outputShape(shape);
      layers.put(prefix + step.name(), output);
      shape = layer instanceof Sequential ? output : input;
    }
  }

  public List<String> layers() {
    return List.copyOf(layers.keySet());
  }

  public float[] run(float[] inputs, int rows) {
    return run(inputs, rows, block);
  }

  /**
   * As {@link #run(float[], int)}, row by row: a matrix product over several rows may round a row
   * otherwise than one over that row alone, and a prediction must not depend on what stands beside
   * it.
   */
  @Override
  public float[] runEachByItself(float[] inputs, int rows) {
    return run(inputs, rows, 1);
  }

  private float[] run(float[] inputs, int rows, int atOnce) {
    float[] outputs = new float[Math.multiplyExact(rows, network.outputSize())];
    inBlocks(
        inputs,
        rows,
        atOnce,
        false,
        (from, x) -> copy(op.apply(x, Pass.INFERENCE), outputs, from * network.outputSize()));
    return outputs;
  }

  private static void copy(PtNDArray array, float[] into, int at) {
    float[] values = array.toFloatArray();
    System.arraycopy(values, 0, into, at, values.length);
  }

  public Map<String, Tensor> outputs(float[] inputs, int rows, List<String> wanted) {
    Map<String, float[]> found = new LinkedHashMap<>();
    for (String path : wanted) {
      found.put(path, new float[Math.multiplyExact(rows, width(path))]);
    }
    inBlocks(
        inputs,
        rows,
        block,
        false,
        (from, x) ->
            op.apply(
                x,
                new Pass() {
                  @Override
                  PtNDArray seen(String path, PtNDArray output) {
                    float[] into = found.get(path);
                    if (into != null) {
                      copy(output, into, from * width(path));
                    }
                    return output;
                  }
                }));
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    found.forEach(
        (path, values) ->
            tensors.put(
                path,
                Tensor.ofFloats(
                    Shape.of(
                        Compiler.batched(
                            rows, Objects.requireNonNull(layers.get(path)).dimensions())),
                    values)));
    return tensors;
  }

  private int width(String path) {
    return path.isEmpty()
        ? network.inputSize()
        : Math.toIntExact(Objects.requireNonNull(layers.get(path)).elementCount());
  }

  /** Outputs, and gradients by the rows' inputs or layer. */
  @SuppressWarnings("ArrayRecordComponent") // fresh arrays, which belong to the caller
  public record Differentiated(float[] outputs, float[] gradient) {}

  public Differentiated gradient(
      String layer, float[] inputs, int rows, UnaryOperator<float[]> byOutput) {
    int width = width(layer);
    float[] outputs = new float[Math.multiplyExact(rows, network.outputSize())];
    float[] gradient = new float[Math.multiplyExact(rows, width)];
    inBlocks(
        inputs,
        rows,
        block,
        true,
        (from, x) -> {
          Leaf leaf = new Leaf(layer);
          PtNDArray y = op.apply(leaf.seen("", x), leaf);
          float[] values = y.toFloatArray();
          System.arraycopy(values, 0, outputs, from * network.outputSize(), values.length);
          float[] derivatives = byOutput.apply(values);
          if (derivatives.length != values.length) {
            throw new InvalidInputException(
                derivatives.length + " derivatives for " + values.length + " outputs");
          }
          copy(leaf.gradient(y, derivatives), gradient, from * width);
        });
    return new Differentiated(outputs, gradient);
  }

  /** Makes one layer's output the variable of the gradient. */
  private static final class Leaf extends Pass {
    private final String path;
    private @Nullable PtNDArray variable;

    Leaf(String path) {
      this.path = path;
    }

    @Override
    PtNDArray seen(String at, PtNDArray output) {
      if (!at.equals(path)) {
        return output;
      }
      PtNDArray leaf = JniUtils.detachGradient(output);
      JniUtils.attachGradient(leaf, true);
      variable = leaf;
      return leaf;
    }

    /**
     * Differentiates. The variable itself joins the outputs with derivatives of zero, so that there
     * is a graph even where the outputs do not depend on it; asking whether they do crashes DJL.
     */
    PtNDArray gradient(PtNDArray output, float[] derivatives) {
      PtNDArray leaf = Objects.requireNonNull(variable, path);
      PtNDArray[] both = {JniUtils.flatten(output, 0, -1), JniUtils.flatten(leaf, 0, -1)};
      float[] seed = java.util.Arrays.copyOf(derivatives, (int) (output.size() + leaf.size()));
      try (PtNDArray seeds = Arrays.of(output.getManager(), seed, seed.length)) {
        JniUtils.backward(JniUtils.cat(both, 0), seeds, false, false);
      }
      return JniUtils.getGradient(leaf);
    }
  }

  private interface Block {
    void run(int from, PtNDArray x);
  }

  private void inBlocks(float[] inputs, int rows, int atOnce, boolean gradients, Block work) {
    int width = network.inputSize();
    boolean before = JniUtils.isGradMode(); // of this thread
    JniUtils.setGradMode(gradients);
    try (NDManager call = manager.newSubManager()) {
      for (int from = 0; from < rows; from += atOnce) {
        int count = Math.min(atOnce, rows - from);
        try (NDScope scope = new NDScope();
            PtNDArray x =
                Arrays.of(
                    call,
                    java.util.Arrays.copyOfRange(inputs, from * width, (from + count) * width),
                    Compiler.batched(count, network.inputShape().dimensions()))) {
          work.run(from, x);
        }
      }
    } finally {
      JniUtils.setGradMode(before);
    }
  }

  /** The number of arrays alive, to be watched for leaks. */
  int arrays() {
    return manager.getManagedArrays().size();
  }

  @Override
  public void close() {
    manager.close();
  }
}
