package io.lepton.tune;

import io.lepton.error.InvalidInputException;
import java.util.Arrays;

/**
 * Gives up a trial whose best report so far is worse than a percentile of what complete trials
 * reported at the same step (Golovin et al. 2017, "Google Vizier", for the median). Decides as
 * Optuna's pruner of the same name does.
 *
 * @param percentile of trials to keep, above 0 and at most 100
 * @param startupTrials no trial is given up before so many are complete
 * @param warmupSteps no trial is given up before this step
 * @param interval a trial is looked at once in so many steps from {@code warmupSteps} on, at least
 *     1
 * @param leastTrials how many complete trials must have reported at the step, at least 1
 */
public record PercentilePruner(
    double percentile, int startupTrials, long warmupSteps, long interval, int leastTrials)
    implements Pruner {
  /** {@inheritDoc} */
  public PercentilePruner {
    if (!(percentile > 0 && percentile <= 100)) {
      throw new InvalidInputException(
          "percentile " + percentile + "; expected above 0 and at most 100");
    }
    if (startupTrials < 0 || warmupSteps < 0 || interval < 1 || leastTrials < 1) {
      throw new InvalidInputException(
          "start-up trials "
              + startupTrials
              + ", warm-up steps "
              + warmupSteps
              + ", interval "
              + interval
              + ", least trials "
              + leastTrials
              + "; expected at least 0, 0, 1 and 1");
    }
  }

  /**
   * Keeps the better half, from the sixth trial on, at every step.
   *
   * @return the pruner
   */
  public static PercentilePruner median() {
    return keeping(50);
  }

  /**
   * Keeps some percent of trials, from the sixth trial on, at every step.
   *
   * @param percentile of trials to keep, above 0 and at most 100
   * @return the pruner
   * @throws InvalidInputException if it is out of range
   */
  public static PercentilePruner keeping(double percentile) {
    return new PercentilePruner(percentile, 5, 0, 1, 1);
  }

  /**
   * Sets how many trials must be complete first.
   *
   * @param count at least 0
   * @return a new pruner
   */
  public PercentilePruner withStartupTrials(int count) {
    return new PercentilePruner(percentile, count, warmupSteps, interval, leastTrials);
  }

  /**
   * Sets before which step no trial is given up.
   *
   * @param step at least 0
   * @return a new pruner
   */
  public PercentilePruner withWarmupSteps(long step) {
    return new PercentilePruner(percentile, startupTrials, step, interval, leastTrials);
  }

  /**
   * Sets in how many steps a trial is looked at once.
   *
   * @param steps at least 1
   * @return a new pruner
   */
  public PercentilePruner withInterval(long steps) {
    return new PercentilePruner(percentile, startupTrials, warmupSteps, steps, leastTrials);
  }

  @Override
  public boolean shouldPrune(History history, Trial trial) {
    long step = trial.intermediate().lastKey();
    double[] others =
        history.finished().stream()
            .filter(it -> it.state() == TrialState.COMPLETE)
            .mapToDouble(it -> reported(history, it, step))
            .toArray();
    if (others.length == 0
        || others.length < startupTrials
        || step < warmupSteps
        || !isFirstOfInterval(trial, step)) {
      return false;
    }
    double best = Double.NaN;
    for (double value : trial.intermediate().values()) {
      double loss = history.loss(0, value);
      best = Double.isNaN(best) || loss < best ? loss : best;
    }
    if (Double.isNaN(best)) {
      return true;
    }
    double[] known = Arrays.stream(others).filter(it -> !Double.isNaN(it)).sorted().toArray();
    long reports =
        history.finished().stream()
            .filter(it -> it.state() == TrialState.COMPLETE)
            .filter(it -> it.intermediate().containsKey(step))
            .count();
    return reports >= leastTrials && known.length > 0 && best > quantile(known);
  }

  private static double reported(History history, Trial trial, long step) {
    Double value = trial.intermediate().get(step);
    return value == null ? Double.NaN : history.loss(0, value);
  }

  /** Whether no step of this interval was reported before. */
  private boolean isFirstOfInterval(Trial trial, long step) {
    long start = (step - warmupSteps) / interval * interval + warmupSteps;
    return trial.intermediate().tailMap(start).firstKey() == step;
  }

  /** Linear between order statistics: type 7 of Hyndman and Fan. */
  private double quantile(double[] sorted) {
    double at = percentile / 100 * (sorted.length - 1);
    int below = (int) at;
    double low = sorted[below];
    double high = sorted[Math.min(below + 1, sorted.length - 1)];
    return at == below || low == high ? low : low + (at - below) * (high - low);
  }
}
