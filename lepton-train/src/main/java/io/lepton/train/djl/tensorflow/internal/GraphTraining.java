package io.lepton.train.djl.tensorflow.internal;

import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.network.Network;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/** A classifier's training in one graph and session. */
public final class GraphTraining implements AutoCloseable {
  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;
  private static final float EPSILON = 1e-8f;

  private final Network network;
  private final Graph graph = new Graph();
  private final Session session;
  private final TensorFlowGraph model;
  private final Placeholder<TFloat32> targets;
  private final Placeholder<TFloat32> rate;
  private final Placeholder<TFloat32> power1;
  private final Placeholder<TFloat32> power2;
  private final Operand<TFloat32> loss;
  private final List<Op> updates = new ArrayList<>();
  private final List<Op> initial = new ArrayList<>();

  public GraphTraining(Network network, Weights first) {
    this.network = network;
    this.session = new Session(graph, Bundle.config(1));
    try {
      Ops tf = Ops.create(graph);
      this.model = new TensorFlowGraph(tf, network);
      this.targets =
          tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, network.outputSize())));
      this.rate = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
      this.power1 = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
      this.power2 = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
      this.loss = loss(tf);
      optimise(tf, first);
      initial.forEach(session::run);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** log Σ exp(z − max) − z of the class, the mean over the rows. */
  private Operand<TFloat32> loss(Ops tf) {
    Operand<TFloat32> shifted =
        tf.math.sub(
            model.learnt(),
            tf.stopGradient(
                tf.max(
                    model.learnt(),
                    tf.constant(new int[] {1}),
                    org.tensorflow.op.core.Max.keepDims(true))));
    Operand<TFloat32> logSum =
        tf.math.log(tf.sum(tf.math.exp(shifted), tf.constant(new int[] {1})));
    Operand<TFloat32> chosen = tf.sum(tf.math.mul(shifted, targets), tf.constant(new int[] {1}));
    return tf.math.mean(tf.math.sub(logSum, chosen), tf.constant(0));
  }

  /**
   * Adam on every variable once all gradients are there: without these control dependencies one
   * variable may change while another's gradient is still computed from it.
   */
  private void optimise(Ops tf, Weights first) {
    network
        .parameters()
        .forEach(
            (name, parameter) -> {
              if (!parameter.trainable()) {
                initial.add(assigned(tf, name, first));
              }
            });
    List<Map.Entry<String, Variable<TFloat32>>> variables =
        model.variables().entrySet().stream()
            .filter(
                entry ->
                    Objects.requireNonNull(network.parameters().get(entry.getKey())).trainable())
            .toList();
    Output<?>[] of = variables.stream().map(v -> v.getValue().asOutput()).toArray(Output<?>[]::new);
    Output<?>[] gradients = graph.addGradients(loss.asOutput(), of);
    List<Op> all = new ArrayList<>();
    List<Operand<TFloat32>> held = new ArrayList<>();
    for (Output<?> gradient : gradients) {
      @SuppressWarnings("unchecked")
      Operand<TFloat32> floats = (Operand<TFloat32>) (Operand<?>) gradient;
      Operand<TFloat32> kept = tf.identity(floats);
      held.add(kept);
      all.add((Op) kept);
    }
    Ops after = tf.withControlDependencies(all);
    for (int i = 0; i < variables.size(); i++) {
      String name = variables.get(i).getKey();
      Variable<TFloat32> variable = variables.get(i).getValue();
      Tensor value = first.get(name);
      initial.add(assigned(tf, name, first));
      float[] zeros = new float[(int) value.shape().elementCount()];
      Variable<TFloat32> m = model.variable("adam.m." + name, value.shape().dimensions());
      Variable<TFloat32> v = model.variable("adam.v." + name, value.shape().dimensions());
      initial.add(tf.assign(m, constant(tf, value.shape().dimensions(), zeros)));
      initial.add(tf.assign(v, constant(tf, value.shape().dimensions(), zeros)));
      updates.add(
          after.train.applyAdam(
              variable,
              m,
              v,
              power1,
              power2,
              rate,
              tf.constant(BETA1),
              tf.constant(BETA2),
              tf.constant(EPSILON),
              held.get(i)));
    }
    updates.addAll(model.statistics());
  }

  private Op assigned(Ops tf, String name, Weights first) {
    Tensor value = first.get(name);
    return tf.assign(
        Objects.requireNonNull(model.variables().get(name)),
        constant(tf, value.shape().dimensions(), value.toFloats()));
  }

  private static Operand<TFloat32> constant(Ops tf, long[] dimensions, float[] values) {
    return tf.constant(Shape.of(dimensions), DataBuffers.of(values, true, false));
  }

  /**
   * Trains.
   *
   * @param inputs rows one after the other
   * @param classes of the rows
   * @param done told the number of each epoch when it ends
   */
  public void train(
      float[] inputs,
      int[] classes,
      int epochs,
      int batchSize,
      double learningRate,
      long seed,
      IntConsumer done) {
    int width = network.inputSize();
    int outputs = network.outputSize();
    SplittableRandom random = new SplittableRandom(seed);
    int[] order = java.util.stream.IntStream.range(0, classes.length).toArray();
    if (model.comparesRows() && (batchSize == 1 || classes.length % batchSize == 1)) {
      throw new InvalidInputException(
          classes.length
              + " rows in batches of "
              + batchSize
              + " leave a batch of one row, and batch normalisation needs two; choose another"
              + " size");
    }
    SplittableRandom dropping = new SplittableRandom(~seed);
    long step = 0;
    for (int epoch = 0; epoch < epochs; epoch++) {
      for (int i = order.length - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int other = order[i];
        order[i] = order[j];
        order[j] = other;
      }
      for (int from = 0; from < order.length; from += batchSize) {
        int rows = Math.min(batchSize, order.length - from);
        float[] batch = new float[rows * width];
        float[] wanted = new float[rows * outputs];
        for (int i = 0; i < rows; i++) {
          System.arraycopy(inputs, order[from + i] * width, batch, i * width, width);
          wanted[i * outputs + classes[order[from + i]]] = 1;
        }
        step(batch, wanted, rows, learningRate, ++step, dropping);
      }
      done.accept(epoch + 1);
    }
  }

  private void step(
      float[] batch,
      float[] wanted,
      int rows,
      double learningRate,
      long step,
      SplittableRandom dropping) {
    long[] dimensions = TensorFlowGraph.batch(network.inputShape()).asArray();
    dimensions[0] = rows;
    try (TFloat32 x = tensor(batch, dimensions);
        TFloat32 y = tensor(wanted, rows, network.outputSize());
        TFloat32 r = tensor(new float[] {(float) learningRate});
        TFloat32 p1 = tensor(new float[] {(float) Math.pow(BETA1, (double) step)});
        TFloat32 p2 = tensor(new float[] {(float) Math.pow(BETA2, (double) step)});
        Masks masks = Masks.draw(model.masks().values(), rows, dropping)) {
      Session.Runner runner =
          session
              .runner()
              .feed(model.input(), x)
              .feed(targets, y)
              .feed(rate, r)
              .feed(power1, p1)
              .feed(power2, p2)
              .fetch(loss);
      updates.forEach(runner::addTarget);
      masks.feed(runner);
      try (Result result = runner.run()) {
        float found = ((TFloat32) result.get(0)).getFloat();
        if (!Float.isFinite(found)) {
          throw new EngineException(
              "step " + step + ": the loss is " + found + "; try a smaller learning rate");
        }
      }
    } catch (TensorFlowException e) {
      throw new EngineException("TensorFlow failed in training: " + e.getMessage(), e);
    }
  }

  private static TFloat32 tensor(float[] values, long... dimensions) {
    return TFloat32.tensorOf(Shape.of(dimensions), DataBuffers.of(values, true, false));
  }

  /** The weights as they are now. */
  public Weights weights() {
    Weights.Builder weights = Weights.builder();
    model
        .variables()
        .forEach(
            (name, variable) -> {
              try (Result result = session.runner().fetch(variable).run()) {
                TFloat32 value = (TFloat32) result.get(0);
                float[] floats = new float[(int) value.size()];
                value.copyTo(DataBuffers.of(floats, false, false));
                weights.put(
                    name,
                    Tensor.ofFloats(
                        java.util.Objects.requireNonNull(network.parameters().get(name)).shape(),
                        floats));
              }
            });
    return weights.build();
  }

  /** Writes the model with the signature serving_default. */
  public void export(Path folder) throws java.io.IOException {
    Signature signature =
        Signature.builder()
            .key(Signature.DEFAULT_KEY)
            .input("input", model.input())
            .output("output", model.output())
            .build();
    SavedModelBundle.exporter(folder.toString())
        .withSession(session)
        .withSignature(signature)
        .export();
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
