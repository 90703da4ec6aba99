package io.lepton.merge;

import io.lepton.error.InvalidInputException;
import java.util.Arrays;

/** Σ λᵢ·Δᵢ (Ilharco et al. 2023). */
final class TaskArithmetic extends TaskMethod {
  private final double[] lambdas;

  TaskArithmetic(double... lambdas) {
    this.lambdas = lambdas.clone();
    if (lambdas.length == 0 || !Arrays.stream(lambdas).allMatch(Double::isFinite)) {
      throw new InvalidInputException(
          "task arithmetic with λ = "
              + Arrays.toString(lambdas)
              + "; expected one finite number, or one for each task");
    }
  }

  @Override
  void requireTasks(int tasks) {
    if (lambdas.length != 1 && lambdas.length != tasks) {
      throw new InvalidInputException(
          description() + " has " + lambdas.length + " factors for " + tasks + " tasks");
    }
  }

  @Override
  MergedChange merge(String name, Deltas deltas) {
    return (first, count) -> {
      double[] sum = new double[count];
      for (int task = 0; task < deltas.tasks(); task++) {
        double lambda = lambdas[lambdas.length == 1 ? 0 : task];
        double[] delta = deltas.read(task, first, count);
        for (int i = 0; i < count; i++) {
          sum[i] += lambda * delta[i];
        }
      }
      return sum;
    };
  }

  @Override
  public String description() {
    return "task arithmetic " + Arrays.toString(lambdas);
  }
}
