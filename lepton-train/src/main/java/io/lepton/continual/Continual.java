package io.lepton.continual;

import io.lepton.error.InvalidInputException;
import io.lepton.network.Network;
import io.lepton.tensor.Weights;
import io.lepton.train.Trainer;
import io.lepton.train.djl.TorchNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Trains one classifier on one task after the other, and measures it on all tasks after each.
 * Without more it forgets; {@link #withReplay} and {@link #withEwc} work against that, also
 * together. Immutable.
 *
 * <p>EWC helps where tasks share their classes. Where each task brings classes of its own to one
 * head, it cannot: nothing tells it where the other classes lie. Replay can.
 */
public final class Continual {
  private final Trainer trainer;
  private final int capacity; // 0 without replay
  private final @Nullable Ewc ewc;
  private final long seed;

  private Continual(Trainer trainer, int capacity, @Nullable Ewc ewc, long seed) {
    this.trainer = trainer;
    this.capacity = capacity;
    this.ewc = ewc;
    this.seed = seed;
  }

  /**
   * What came out.
   *
   * @param weights after the last task
   * @param report of what was learnt and forgotten
   */
  public record Result(Weights weights, ForgettingReport report) {
    /** {@inheritDoc} */
    public Result {
      Objects.requireNonNull(weights);
      Objects.requireNonNull(report);
    }
  }

  /**
   * Plain training on task after task.
   *
   * @param trainer of each task; with EWC it must have no anchor of its own
   * @return the definition
   */
  public static Continual of(Trainer trainer) {
    return new Continual(trainer, 0, null, 0);
  }

  /**
   * Adds old examples, from a bounded memory, to those of each task.
   *
   * @param examples most that are kept of all tasks together, at least 1
   * @return a new definition
   */
  public Continual withReplay(int examples) {
    if (examples < 1) {
      throw new InvalidInputException("a memory of " + examples + "; expected 1 or more examples");
    }
    return new Continual(trainer, examples, ewc, seed);
  }

  /**
   * Holds weights that mattered for old tasks.
   *
   * @param start before the first task, or after tasks learnt before
   * @return a new definition
   */
  public Continual withEwc(Ewc start) {
    return new Continual(trainer, capacity, start, seed);
  }

  /**
   * Another seed of what is kept.
   *
   * @param value any number
   * @return a new definition
   */
  public Continual withSeed(long value) {
    return new Continual(trainer, capacity, ewc, value);
  }

  /**
   * Learns the tasks.
   *
   * @param network a classifier whose outputs are logits, one for each class of any task
   * @param first weights to start from
   * @param tasks in order, at least one
   * @return weights and report
   * @throws InvalidInputException if there are no tasks, or data do not fit the network
   */
  public Result run(Network network, Weights first, List<Task> tasks) {
    if (tasks.isEmpty()) {
      throw new InvalidInputException("no tasks to learn; expected at least one");
    }
    ReplayBuffer memory = new ReplayBuffer(Math.max(1, capacity), seed);
    Ewc penalty = ewc;
    Weights weights = first;
    List<List<Double>> accuracy = new ArrayList<>();
    for (Task task : tasks) {
      Trainer next =
          penalty == null ? trainer : penalty.anchor().map(trainer::anchor).orElse(trainer);
      Labelled examples = capacity == 0 ? task.train() : memory.after(task.train());
      weights = next.train(network, weights, examples.examples()).weights();
      if (capacity > 0) {
        memory.add(task.train());
      }
      if (penalty != null) {
        penalty = penalty.after(network, weights, task.train());
      }
      accuracy.add(measure(network, weights, tasks));
    }
    return new Result(
        weights, new ForgettingReport(tasks.stream().map(Task::name).toList(), accuracy));
  }

  private static List<Double> measure(Network network, Weights weights, List<Task> tasks) {
    try (TorchNetwork model = TorchNetwork.load(network, weights)) {
      return tasks.stream().map(task -> accuracy(model, task.test())).toList();
    }
  }

  private static double accuracy(TorchNetwork model, Labelled test) {
    float[] outputs = model.run(test.inputs(), test.rows());
    int right = 0;
    for (int row = 0; row < test.rows(); row++) {
      right +=
          Decisions.best(outputs, row, model.network().outputSize()) == test.labels()[row] ? 1 : 0;
    }
    return right / (double) test.rows();
  }
}
