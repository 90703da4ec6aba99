package io.lepton.tune;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Measure.Direction;
import java.util.List;

/**
 * The tree-structured Parzen estimator (Bergstra et al. 2011): splits the trials into good ones and
 * others, models where each kind lies by a mixture of kernels, and tries where good ones are dense
 * and others are not. Robust, quick, good from a few dozen trials on, and at home in spaces with
 * choices and conditions.
 *
 * <p>Parameters are modelled together, those of each condition by themselves, from the trials in
 * which they count. Trials that run count as bad, so that trials side by side keep apart ("constant
 * liar"). Infeasible trials are worse than all feasible ones, and the worse the more they miss
 * their constraints. Pruned trials are worse than complete ones, failed ones worse still.
 *
 * <p>What is good is said among the trials in which a condition holds, and every value that others
 * depend on keeps a share of the trials, so that no branch is given up because it began badly.
 *
 * <p>With several directions (Ozaki, Tanigaki, Watanabe and Onishi 2020) the good ones are those of
 * the first fronts and, of the front that is cut, those that dominate the most volume together;
 * they weigh by what they alone dominate.
 *
 * <p>What differs from Optuna's multivariate TPE, each because it was measured to help (see {@code
 * docs/benchmarks.md}): 15 % of the trials are good ones, not 10 %; the kernels of good ones are as
 * wide as these are spread, in each parameter by itself; each coordinate of a candidate is drawn
 * from a kernel of its own.
 *
 * @param startupTrials trials drawn at random before the first is chosen, at least 1
 * @param candidates points of which the best is taken, at least 1
 * @param chance of each coordinate of a candidate to be drawn from its whole range, from 0 to 1
 */
public record Tpe(int startupTrials, int candidates, double chance) implements Sampler {
  /** {@inheritDoc} */
  public Tpe {
    if (startupTrials < 1 || candidates < 1 || !(chance >= 0 && chance <= 1)) {
      throw new InvalidInputException(
          "start-up trials "
              + startupTrials
              + ", candidates "
              + candidates
              + ", chance "
              + chance
              + "; expected at least 1, at least 1, and 0 to 1");
    }
  }

  /**
   * Ten start-up trials, 24 candidates, a chance of 1 %.
   *
   * @return the sampler
   */
  public static Tpe withDefaults() {
    return new Tpe(10, 24, 0.01);
  }

  /**
   * Sets how many trials are drawn at random first.
   *
   * @param count at least 1
   * @return a new sampler
   */
  public Tpe withStartupTrials(int count) {
    return new Tpe(count, candidates, chance);
  }

  /**
   * Sets of how many points the best is taken: more of them go less astray, and look around less.
   *
   * @param count at least 1
   * @return a new sampler
   */
  public Tpe withCandidates(int count) {
    return new Tpe(startupTrials, count, chance);
  }

  @Override
  public Session start(SearchSpace space, List<Direction> directions) {
    return new TpeSession(this, space, directions);
  }
}
