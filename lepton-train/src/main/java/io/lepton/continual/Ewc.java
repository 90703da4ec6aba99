package io.lepton.continual;

import io.lepton.error.InvalidInputException;
import io.lepton.network.Network;
import io.lepton.tensor.Weights;
import io.lepton.train.Anchor;
import io.lepton.train.djl.internal.FisherDiagonal;
import io.lepton.train.internal.WeightVector;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Elastic weight consolidation (Kirkpatrick et al. 2017), as one penalty for all tasks (Schwarz et
 * al. 2018, "online EWC"): Σ λ/2 F (w − w₀)², where w₀ are the weights after the last task, and F
 * the sum of the diagonal Fisher information of all tasks so far. Immutable.
 */
public final class Ewc {
  private final double lambda;
  private final int rows;
  private final @Nullable Weights information;
  private final @Nullable Weights weights;

  private Ewc(double lambda, int rows, @Nullable Weights information, @Nullable Weights weights) {
    this.lambda = lambda;
    this.rows = rows;
    this.information = information;
    this.weights = weights;
    if (!(lambda >= 0 && lambda < 1e12)) {
      throw new InvalidInputException("lambda is " + lambda + "; expected 0 or more");
    }
    if (rows < 1) {
      throw new InvalidInputException(rows + " rows for the information; expected 1 or more");
    }
  }

  /**
   * λ 100, the information from at most 200 rows of a task.
   *
   * @return before the first task
   */
  public static Ewc withDefaults() {
    return new Ewc(100, 200, null, null);
  }

  /**
   * Another strength.
   *
   * @param value 0 or more
   * @return a new definition
   */
  public Ewc withLambda(double value) {
    return new Ewc(value, rows, information, weights);
  }

  /**
   * Another number of rows the information is computed from. Each costs a backward pass for every
   * class.
   *
   * @param most at least 1; the first rows of a task are taken, so they should be in random order
   * @return a new definition
   */
  public Ewc withRows(int most) {
    return new Ewc(lambda, most, information, weights);
  }

  /**
   * Adds a task that was learnt.
   *
   * @param network a classifier whose outputs are logits
   * @param learnt weights after the task
   * @param task its examples
   * @return with the task's information added
   */
  public Ewc after(Network network, Weights learnt, Labelled task) {
    int count = Math.min(rows, task.rows());
    float[] inputs = java.util.Arrays.copyOf(task.inputs(), count * task.width());
    Weights found = FisherDiagonal.of(network, learnt, inputs, count);
    Weights sum =
        information == null ? found : WeightVector.of(information).add(1, found).toWeights();
    return new Ewc(lambda, rows, sum, learnt);
  }

  /**
   * The Fisher information so far.
   *
   * @return for each parameter that is learnt, of its shape; empty before the first task
   */
  public Optional<Weights> information() {
    return Optional.ofNullable(information);
  }

  /**
   * The penalty for the next task.
   *
   * @return for {@link io.lepton.train.Trainer#anchor}; empty before the first task
   */
  public Optional<Anchor> anchor() {
    if (information == null || weights == null) {
      return Optional.empty();
    }
    Weights.Builder at = Weights.builder();
    for (String name : information.names()) {
      at.put(name, weights.get(name));
    }
    Weights factors = WeightVector.of(information).scale(lambda / 2).toWeights();
    return Optional.of(new Anchor(at.build(), factors));
  }
}
