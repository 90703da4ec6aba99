package io.lepton.tune;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Measure.Direction;
import io.lepton.stats.Alternative;
import io.lepton.stats.test.WilcoxonSignedRank;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Gives up trials that Wilcoxon's signed-rank test (1945) finds worse than the best trial on the
 * same steps, as Optuna's pruner of that name does. For objectives that are a mean of many parts,
 * such as folds or seeds: report each part's own value with its index as the step, and tell the
 * mean; the parts need no order. A trial whose mean so far is as good as the best value is never
 * given up, nor is one with a value that is not finite.
 *
 * <p>The test is made anew with each part, so a trial as good as the best is given up more often
 * than the threshold says, about twice. Differences of zero are ranked and left out (Pratt), where
 * Optuna splits their ranks between both signs; without ties the p-values are equal. Immutable.
 */
public final class WilcoxonPruner implements Pruner {
  private static final WilcoxonSignedRank TEST =
      WilcoxonSignedRank.withDefaults().with(WilcoxonSignedRank.Zeros.PRATT);

  private final double threshold;
  private final int startUpSteps;

  private WilcoxonPruner(double threshold, int startUpSteps) {
    this.threshold = threshold;
    this.startUpSteps = startUpSteps;
  }

  /**
   * With a threshold of 0.1 from the first step on.
   *
   * @return the pruner
   */
  public static WilcoxonPruner create() {
    return new WilcoxonPruner(0.1, 0);
  }

  /**
   * Sets below which p-value a trial is given up.
   *
   * @param pValue from 0, never, to 1
   * @return a new pruner
   * @throws InvalidInputException if it is out of range
   */
  public WilcoxonPruner threshold(double pValue) {
    if (!(pValue >= 0 && pValue <= 1)) {
      throw new InvalidInputException("a threshold of " + pValue + "; expected from 0 to 1");
    }
    return new WilcoxonPruner(pValue, startUpSteps);
  }

  /**
   * Sets how many steps must be shared with the best trial.
   *
   * @param count at least 0
   * @return a new pruner
   * @throws InvalidInputException if it is below 0
   */
  public WilcoxonPruner startUpSteps(int count) {
    if (count < 0) {
      throw new InvalidInputException(count + " steps at first; expected at least 0");
    }
    return new WilcoxonPruner(threshold, count);
  }

  @Override
  public boolean shouldPrune(History history, Trial trial) {
    Optional<Trial> best = history.findBest();
    if (best.isEmpty() || !finite(trial.intermediate()) || !finite(best.get().intermediate())) {
      return false;
    }
    SortedMap<Long, Double> theirs = best.get().intermediate();
    double[] differences =
        trial.intermediate().entrySet().stream()
            .filter(entry -> theirs.containsKey(entry.getKey()))
            .mapToDouble(entry -> entry.getValue() - theirs.getOrDefault(entry.getKey(), 0.0))
            .toArray();
    if (differences.length == 0 || differences.length < startUpSteps) {
      return false;
    }
    boolean higher = history.directions().get(0) == Direction.HIGHER_IS_BETTER;
    double mean =
        trial.intermediate().values().stream().mapToDouble(v -> v).average().orElse(Double.NaN);
    if (history.loss(0, mean) <= history.loss(0, best.get().value())) {
      return false;
    }
    Alternative worse = higher ? Alternative.LESS : Alternative.GREATER;
    return TEST.with(worse).test(differences).pValue() < threshold;
  }

  private static boolean finite(Map<Long, Double> values) {
    return values.values().stream().allMatch(Double::isFinite);
  }

  /** The name and what was set. */
  @Override
  public String toString() {
    return "wilcoxon threshold " + threshold + " start-up steps " + startUpSteps;
  }
}
