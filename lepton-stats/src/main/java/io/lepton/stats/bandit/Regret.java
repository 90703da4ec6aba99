package io.lepton.stats.bandit;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.internal.Checks;
import java.util.Arrays;

/** What was lost by not always choosing the best arm. */
public final class Regret {
  private Regret() {}

  /**
   * An estimate of the regret in use, where the true means are not known.
   *
   * @param estimate by the observed means
   * @param interval of the regret with the true means, for any policy, valid at all times at once:
   *     one may look after every reward
   */
  public record Estimate(double estimate, Interval interval) {}

  /**
   * The pseudo-regret, {@code Σ (μ* − μᵢ) nᵢ}, where the true means are known.
   *
   * @param means of the arms
   * @param state what was chosen
   * @return 0 or more
   * @throws InvalidInputException if there are not as many means as arms
   */
  public static double pseudo(double[] means, BanditState state) {
    Checks.sample("means", means, 1);
    Checks.sameLength("means", means.length, "arms", state.arms().size());
    double best = Arrays.stream(means).max().orElseThrow();
    double regret = 0;
    for (int i = 0; i < means.length; i++) {
      regret += (best - means[i]) * state.arms().get(i).pulls();
    }
    return regret;
  }

  /**
   * The slowest that regret can grow, for rewards of 0 and 1: by {@code Σ Δᵢ / kl(μᵢ, μ*)} for each
   * unit of ln t (Lai and Robbins 1985).
   *
   * @param means of the arms, from 0 to 1
   * @return regret per ln t
   */
  public static double laiRobbins(double... means) {
    double best = requireMeans(means);
    double slope = 0;
    for (double mean : means) {
      slope += mean == best ? 0 : (best - mean) / BernoulliDivergence.of(mean, best);
    }
    return slope;
  }

  private static double requireMeans(double[] means) {
    Checks.sample("means", means, 1);
    double best = 0;
    for (double mean : means) {
      Rewards.unit(mean);
      best = Math.max(best, mean);
    }
    return best;
  }

  /**
   * What {@link Ucb1} never exceeds in expectation: {@code 8 ln t Σ 1/Δᵢ + (1 + π²/3) Σ Δᵢ} (Auer,
   * Cesa-Bianchi and Fischer 2002, theorem 1).
   *
   * @param t number of choices, at least 1
   * @param means of the arms, from 0 to 1
   * @return the bound
   */
  public static double ucb1Bound(long t, double... means) {
    double best = requireMeans(means);
    if (t < 1) {
      throw new InvalidInputException(t + " choices; expected at least 1");
    }
    double bound = 0;
    for (double mean : means) {
      if (mean < best) {
        bound +=
            8 * Math.log((double) t) / (best - mean) + (1 + Math.PI * Math.PI / 3) * (best - mean);
      }
    }
    return bound;
  }

  /**
   * Estimates the regret so far, for rewards from 0 to 1. Means of arms that a bandit dropped are
   * biased downwards, and ordinary intervals do not hold; these rest on Chernoff's bound for every
   * number of pulls at once, {@code n kl(x̄, μ) ≤ ln(2 K n (n + 1) / δ)}, and are wide.
   *
   * @param state what was learned
   * @param level of the interval, between 0 and 1
   * @return estimate and interval
   * @throws InvalidInputException if rewards were not from 0 to 1
   */
  public static Estimate estimate(BanditState state, double level) {
    double delta = 1 - Checks.inside("level", level);
    int k = state.arms().size();
    double[] low = new double[k];
    double[] high = new double[k];
    double best = 0;
    double bestLow = 0;
    for (int i = 0; i < k; i++) {
      ArmStatistics arm = state.arms().get(i);
      double mean = arm.mean();
      if (arm.sum() < 0 || arm.sumOfSquares() > arm.sum() * (1 + 1e-9) || mean > 1) {
        throw new InvalidInputException(
            "arm " + i + " has rewards outside of 0 to 1; no bound holds for these, scale them");
      }
      long n = arm.pulls();
      double bound = Math.log(2.0 * k * n * (n + 1.0) / delta) / n;
      low[i] = n == 0 ? 0 : BernoulliDivergence.lower(mean, bound);
      high[i] = n == 0 ? 1 : BernoulliDivergence.upper(mean, bound);
      best = Math.max(best, mean);
      bestLow = Math.max(bestLow, low[i]);
    }
    double estimate = 0;
    double least = 0;
    double most = 0;
    for (int i = 0; i < k; i++) {
      ArmStatistics arm = state.arms().get(i);
      estimate += arm.pulls() * (best - arm.mean());
      least += arm.pulls() * Math.max(0, bestLow - high[i]);
      most = Math.max(most, ifBest(i, state, low, high));
    }
    return new Estimate(estimate, new Interval(least, most, level, "Chernoff, all times"));
  }

  /** The largest regret there can be if this arm is the best. */
  private static double ifBest(int best, BanditState state, double[] low, double[] high) {
    double sum = 0;
    for (int i = 0; i < low.length; i++) {
      sum += i == best ? 0 : state.arms().get(i).pulls() * Math.max(0, high[best] - low[i]);
    }
    return sum;
  }
}
