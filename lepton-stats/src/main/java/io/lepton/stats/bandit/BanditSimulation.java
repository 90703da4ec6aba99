package io.lepton.stats.bandit;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.internal.Checks;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/**
 * Runs a policy on arms whose true means are made up, to see what it would cost. The same generator
 * state gives the same figures. Immutable and safe for use by many threads that do not share a
 * generator.
 */
public final class BanditSimulation {
  /** How rewards vary about the means. */
  private interface Noise {
    double reward(double mean, SplittableRandom random);
  }

  private final double[] means;
  private final Noise noise;
  private final int runs;

  private BanditSimulation(double[] means, Noise noise, int runs) {
    this.means = means;
    this.noise = noise;
    this.runs = runs;
  }

  /**
   * Regret after so many choices.
   *
   * @param choices the horizon
   * @param meanRegret mean pseudo-regret over runs
   * @param standardError of that mean
   */
  public record AtHorizon(int choices, double meanRegret, double standardError) {}

  /**
   * Rewards of 0 and 1; 100 runs.
   *
   * @param means at least two, from 0 to 1
   * @return the simulation
   */
  public static BanditSimulation bernoulli(double... means) {
    Checks.sample("means", means, 2);
    for (double mean : means) {
      Rewards.unit(mean);
    }
    return new BanditSimulation(
        means.clone(), (mean, random) -> random.nextDouble() < mean ? 1 : 0, 100);
  }

  /**
   * Normal rewards; 100 runs.
   *
   * @param standardDeviation of a reward, above 0
   * @param means at least two
   * @return the simulation
   */
  public static BanditSimulation gaussian(double standardDeviation, double... means) {
    Checks.positive("standard deviation", standardDeviation);
    Checks.sample("means", means, 2);
    return new BanditSimulation(
        means.clone(), (mean, random) -> mean + standardDeviation * random.nextGaussian(), 100);
  }

  /**
   * Sets the number of runs.
   *
   * @param value at least 2
   * @return a new simulation
   */
  public BanditSimulation withRuns(int value) {
    if (value < 2) {
      throw new InvalidInputException(value + " runs; expected at least 2");
    }
    return new BanditSimulation(means, noise, value);
  }

  /**
   * Runs a policy.
   *
   * @param policy how to choose
   * @param random where chance comes from
   * @param horizons rising numbers of choices, at least one
   * @return regret at each horizon
   * @throws InvalidInputException if horizons do not rise from at least 1
   */
  public List<AtHorizon> run(Policy policy, SplittableRandom random, int... horizons) {
    Objects.requireNonNull(policy);
    int last = 0;
    for (int horizon : horizons) {
      if (horizon <= last) {
        throw new InvalidInputException(
            "horizon " + horizon + " after " + last + "; expected rising numbers from 1");
      }
      last = horizon;
    }
    double[][] regrets = new double[horizons.length][runs];
    for (int run = 0; run < runs; run++) {
      SplittableRandom own = random.split();
      BanditState state = BanditState.ofArms(means.length);
      int done = 0;
      for (int i = 0; i < horizons.length; i++) {
        for (; done < horizons[i]; done++) {
          int arm = policy.draw(state, own);
          double reward = noise.reward(means[arm], own);
          policy.requireReward(reward);
          state = state.plus(arm, reward);
        }
        regrets[i][run] = Regret.pseudo(means, state);
      }
    }
    IntFunction<AtHorizon> summary =
        i -> {
          SampleSummary all = SampleSummary.of(regrets[i]);
          return new AtHorizon(horizons[i], all.mean(), Math.sqrt(all.variance() / runs));
        };
    List<AtHorizon> found = new ArrayList<>();
    for (int i = 0; i < horizons.length; i++) {
      found.add(summary.apply(i));
    }
    return found;
  }
}
