package io.lepton.merge;

import io.lepton.error.InvalidInputException;
import org.jspecify.annotations.Nullable;

/** Trim, elect sign, disjoint mean (Yadav et al. 2023, algorithm 1). */
final class Ties extends TaskMethod {
  private final double density;
  private final double lambda;

  Ties(double density, double lambda) {
    this.density = density;
    this.lambda = lambda;
    boolean valid = density > 0 && density <= 1 && Double.isFinite(lambda);
    if (!valid) {
      throw new InvalidInputException(
          description() + "; expected a density from 0 (excluded) to 1 and a finite λ");
    }
  }

  @Override
  void requireTasks(int tasks) {
    // Any number.
  }

  @Override
  MergedChange merge(String name, Deltas deltas) {
    return new Trimmed(deltas, (long) (density * deltas.elements()));
  }

  private final class Trimmed implements MergedChange {
    private final Deltas deltas;
    private final long keep;
    private double @Nullable [] thresholds;

    Trimmed(Deltas deltas, long keep) {
      this.deltas = deltas;
      this.keep = keep;
    }

    /** Found by the first read, since it takes passes over all elements. */
    private synchronized double[] thresholds() {
      double[] found = thresholds;
      if (found == null) {
        found = new double[deltas.tasks()];
        for (int task = 0; task < found.length; task++) {
          found[task] = new LargestMagnitudes(deltas, task).threshold(keep);
        }
        thresholds = found;
      }
      return found;
    }

    @Override
    public double[] read(long first, int count) {
      double[] thresholds = thresholds();
      double[][] trimmed = new double[thresholds.length][];
      double[] sums = new double[count];
      for (int task = 0; task < trimmed.length; task++) {
        double[] delta = deltas.read(task, first, count);
        for (int i = 0; i < count; i++) {
          if (Double.compare(Math.abs(delta[i]), thresholds[task]) < 0) {
            delta[i] = 0;
          }
          sums[i] += delta[i];
        }
        trimmed[task] = delta;
      }
      for (int i = 0; i < count; i++) {
        sums[i] = lambda * disjointMean(trimmed, i, Math.signum(sums[i]));
      }
      return sums;
    }

    /** The mean over the tasks that agree with the elected sign. */
    private static double disjointMean(double[][] trimmed, int at, double sign) {
      if (sign == 0 || Double.isNaN(sign)) {
        return sign;
      }
      double sum = 0;
      int agreeing = 0;
      for (double[] task : trimmed) {
        if (Math.signum(task[at]) == sign) {
          sum += task[at];
          agreeing++;
        }
      }
      return sum / agreeing;
    }
  }

  @Override
  public String description() {
    return "TIES (density " + density + ", λ " + lambda + ")";
  }
}
