package io.lepton.train.djl.internal;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import io.lepton.error.EngineException;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.train.internal.MlpShape;
import io.lepton.train.internal.MlpTask;
import io.lepton.train.internal.MlpTask.Next;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * Trains one network. All randomness comes from the task's seed through Java's SplittableRandom,
 * none from PyTorch's global generator, so neither other trainings nor other users of PyTorch in
 * the JVM change a bit.
 */
public final class MlpTrainer {
  // DJL allows one open gradient collector in a JVM; trainings in other threads take turns by step.
  private static final ReentrantLock COLLECTING = new ReentrantLock();

  private final MlpTask task;
  private final MlpTask.Progress progress;
  private final NDArray l1;
  private final NDArray l2;
  private final SplittableRandom initialRandom;
  private final SplittableRandom orderRandom;
  private final SplittableRandom dropoutRandom;

  private MlpTrainer(NDManager manager, MlpTask task, MlpTask.Progress progress) {
    this.task = task;
    this.progress = progress;
    // Not mul(Number) in the graph: DJL makes the number an array over a Java buffer, which the
    // garbage collector may free before the backward pass reads it.
    l1 = Mlp.scalar(manager, task.settings().l1());
    l2 = Mlp.scalar(manager, task.settings().l2());
    SplittableRandom root = new SplittableRandom(task.seed());
    initialRandom = root.split();
    orderRandom = root.split();
    dropoutRandom = root.split();
  }

  /**
   * What came out.
   *
   * @param weights of the best epoch by validation loss, or of the last without validation
   * @param epoch they are of, from 1
   */
  public record Result(Weights weights, int epoch) {}

  /**
   * Trains.
   *
   * @throws EngineException if the loss is no longer a number, the thread is interrupted, or
   *     PyTorch fails
   */
  public static Result train(MlpTask task, MlpTask.Progress progress) {
    Engine engine = PyTorch.engine();
    boolean gradients = JniUtils.isGradMode(); // of this thread
    JniUtils.setGradMode(false);
    try (NDManager manager = PyTorch.newManager()) {
      return new MlpTrainer(manager, task, progress).run(engine, manager);
    } catch (ai.djl.engine.EngineException e) {
      throw new EngineException("PyTorch failed while training: " + e.getMessage(), e);
    } finally {
      JniUtils.setGradMode(gradients);
    }
  }

  private Result run(Engine engine, NDManager manager) {
    Mlp mlp = Mlp.of(manager, task.shape(), initialWeights());
    List<NDArray> parameters = List.copyOf(mlp.parameters().values());
    parameters.forEach(parameter -> parameter.setRequiresGradient(true));
    Steps steps = new Steps(manager, task.settings(), parameters);
    Map<Integer, Batch> batches = new HashMap<>();
    Validation validation = new Validation(manager, task);
    int[] order = IntStream.range(0, task.train().count()).toArray();
    Result best = new Result(mlp.toWeights(), 0);
    double bestLoss = Double.POSITIVE_INFINITY;
    for (int epoch = 1; epoch <= task.settings().epochs(); epoch++) {
      double trainingLoss = epoch(engine, manager, mlp, steps, batches, order);
      requireNumber(trainingLoss, "training", epoch);
      Validation.Score score = validation.score(mlp);
      if (!validation.isEmpty()) {
        requireNumber(score.loss(), "validation", epoch);
      }
      if (validation.isEmpty() || score.loss() < bestLoss) {
        bestLoss = score.loss();
        best = new Result(mlp.toWeights(), epoch);
      }
      Next next = progress.epochDone(epoch, trainingLoss, score.loss(), score.accuracy());
      int patience = task.settings().patience();
      boolean stale = patience > 0 && !validation.isEmpty() && epoch - best.epoch() >= patience;
      if (next == Next.STOP || stale) {
        break;
      }
    }
    return best;
  }

  private double epoch(
      Engine engine,
      NDManager manager,
      Mlp mlp,
      Steps steps,
      Map<Integer, Batch> batches,
      int[] order) {
    shuffle(order);
    int batchSize = task.settings().batchSize() == 0 ? order.length : task.settings().batchSize();
    double loss = 0;
    double weight = 0;
    for (int start = 0; start < order.length; start += batchSize) {
      if (Thread.currentThread().isInterrupted()) {
        throw new EngineException("training was interrupted; nothing of it was kept");
      }
      int rows = Math.min(batchSize, order.length - start);
      Batch batch = batches.computeIfAbsent(rows, n -> new Batch(manager, task, n));
      double batchWeight = batch.fill(order, start, dropoutRandom);
      loss += batchWeight * step(engine, mlp, steps, batch);
      weight += batchWeight;
    }
    return loss / weight;
  }

  /** One step; the loss before it, without penalties. */
  private double step(Engine engine, Mlp mlp, Steps steps, Batch batch) {
    COLLECTING.lock();
    try (NDScope scope = new NDScope();
        GradientCollector collector = newCollector(engine)) {
      NDArray logits = mlp.forward(batch.inputs(), batch.masks());
      NDArray loss = logits.logSoftmax(-1).mul(batch.targets()).sum().neg();
      collector.backward(penalised(loss, mlp));
      steps.step();
      return loss.getFloat();
    } finally {
      COLLECTING.unlock();
    }
  }

  private static GradientCollector newCollector(Engine engine) {
    try {
      return engine.newGradientCollector();
    } catch (IllegalStateException e) {
      JniUtils.setGradMode(false); // the constructor switched it on before it failed
      throw new EngineException(
          "another GradientCollector of DJL is open in this JVM, which allows only one; close it"
              + " before training",
          e);
    }
  }

  private NDArray penalised(NDArray loss, Mlp mlp) {
    NDArray sum = loss;
    for (NDArray matrix : mlp.matrices()) {
      if (task.settings().l1() > 0) {
        sum = sum.add(matrix.abs().sum().mul(l1));
      }
      if (task.settings().l2() > 0) {
        sum = sum.add(matrix.square().sum().mul(l2));
      }
    }
    return sum;
  }

  private static void requireNumber(double loss, String what, int epoch) {
    if (!Double.isFinite(loss)) {
      throw new EngineException(
          "training diverged: the "
              + what
              + " loss of epoch "
              + epoch
              + " is "
              + loss
              + "; lower the learning rate");
    }
  }

  /** Fisher and Yates. */
  private void shuffle(int[] order) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = orderRandom.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
  }

  /** Uniform within ±1/√(inputs), as torch.nn.Linear; the linear path begins at zero. */
  private Weights initialWeights() {
    Weights.Builder weights = Weights.builder();
    double bound = 0;
    for (Map.Entry<String, Shape> entry : task.shape().tensors().entrySet()) {
      Shape shape = entry.getValue();
      float[] values = new float[Math.toIntExact(shape.elementCount())];
      if (!entry.getKey().equals(MlpShape.linear())) {
        // A bias follows its matrix and shares the bound.
        bound = shape.rank() == 2 ? 1 / Math.sqrt((double) shape.dimension(1)) : bound;
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (bound * (2 * initialRandom.nextDouble() - 1));
        }
      }
      weights.put(entry.getKey(), Tensor.ofFloats(shape, values));
    }
    return weights.build();
  }
}
