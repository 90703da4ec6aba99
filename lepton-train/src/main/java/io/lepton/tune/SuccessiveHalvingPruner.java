package io.lepton.tune;

import io.lepton.error.InvalidInputException;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Predicate;

/**
 * Asynchronous successive halving (Li et al. 2018, "A System for Massively Parallel Hyperparameter
 * Tuning"): rung k is reached at step {@code leastResource} · {@code factor}^({@code skippedRungs}
 * + k), and only the best 1 in {@code factor} of those that have reached a rung so far go on from
 * it. Trials do not wait for each other. A trial's value on a rung is its first report at the
 * rung's step or later, so {@link RunningTrial#shouldPrune} should be asked after every report.
 *
 * @param leastResource steps that every trial may make, at least 1
 * @param factor of reduction, at least 2
 * @param skippedRungs how many rungs the trials are spared at the beginning, at least 0
 * @param bootstrap trials to be given up at a rung before any goes on from it, at least 0
 */
public record SuccessiveHalvingPruner(
    long leastResource, int factor, int skippedRungs, int bootstrap) implements Pruner {
  /** {@inheritDoc} */
  public SuccessiveHalvingPruner {
    if (leastResource < 1 || factor < 2 || skippedRungs < 0 || bootstrap < 0) {
      throw new InvalidInputException(
          "least resource "
              + leastResource
              + ", factor "
              + factor
              + ", skipped rungs "
              + skippedRungs
              + ", bootstrap "
              + bootstrap
              + "; expected at least 1, 2, 0 and 0");
    }
  }

  /**
   * Halving with factor 4.
   *
   * @param leastResource steps that every trial may make, at least 1
   * @return the pruner
   * @throws InvalidInputException if it is below 1
   */
  public static SuccessiveHalvingPruner from(long leastResource) {
    return new SuccessiveHalvingPruner(leastResource, 4, 0, 0);
  }

  /**
   * Sets the factor.
   *
   * @param reduction at least 2
   * @return a new pruner
   */
  public SuccessiveHalvingPruner withFactor(int reduction) {
    return new SuccessiveHalvingPruner(leastResource, reduction, skippedRungs, bootstrap);
  }

  @Override
  public boolean shouldPrune(History history, Trial trial) {
    return shouldPrune(history, trial, other -> true);
  }

  /** Decides among those trials only that compete. */
  boolean shouldPrune(History history, Trial trial, Predicate<Trial> competes) {
    long last = trial.intermediate().lastKey();
    double loss = history.loss(0, trial.intermediate().get(last));
    SortedMap<Long, Double> earlier = trial.intermediate().headMap(last);
    long before = earlier.isEmpty() ? -1 : earlier.lastKey();
    for (double at = leastResource * Math.pow(factor, skippedRungs); at <= last; at *= factor) {
      if (before < at) { // the rung was reached by this report
        if (Double.isNaN(loss) || !goesOn(history, trial, loss, at, competes)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean goesOn(
      History history, Trial trial, double loss, double rung, Predicate<Trial> competes) {
    int count = 1;
    int better = 0;
    for (Trial other : history.trials()) {
      if (other.number() != trial.number() && competes.test(other)) {
        double there = lossOn(history, other, rung);
        if (!Double.isNaN(there)) {
          count++;
          better += there < loss ? 1 : 0;
        }
      }
    }
    return count > bootstrap && better < Math.max(1, count / factor);
  }

  /** A trial's loss on a rung, NaN if it did not get there. */
  private static double lossOn(History history, Trial trial, double rung) {
    SortedMap<Long, Double> there = trial.intermediate().tailMap((long) Math.ceil(rung));
    for (Map.Entry<Long, Double> first : there.entrySet()) {
      return history.loss(0, first.getValue());
    }
    return Double.NaN;
  }
}
