package io.lepton.benchmarks;

import io.lepton.stats.bandit.BanditSimulation;
import io.lepton.stats.bandit.BanditState;
import io.lepton.stats.bandit.BestArmStopping;
import io.lepton.stats.bandit.EpsilonGreedy;
import io.lepton.stats.bandit.KlUcb;
import io.lepton.stats.bandit.Policy;
import io.lepton.stats.bandit.Regret;
import io.lepton.stats.bandit.ThompsonSampling;
import io.lepton.stats.bandit.TopTwoThompson;
import io.lepton.stats.bandit.Ucb1;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/** Regret of every policy on standard instances, beside the slowest growth there can be. */
final class BanditsBenchmark implements Bench.Benchmark {
  private static final int[] HORIZONS = {100, 1_000, 10_000};
  private static final int RUNS = 200;
  private static final double[] SEARCHED = {0.6, 0.4, 0.3, 0.2, 0.2};
  private static final int SEARCHES = 100;
  private static final double RISK = 0.05;

  /** Instances of Auer, Cesa-Bianchi and Fischer (2002), and of Garivier and Cappé (2011). */
  private static final double[][] INSTANCES = {
    {0.9, 0.6},
    {0.9, 0.8},
    {0.55, 0.45},
    {0.9, 0.8, 0.8, 0.8, 0.7, 0.7, 0.7, 0.6, 0.6, 0.6},
    {0.1, 0.05, 0.05, 0.05, 0.02, 0.02, 0.02, 0.01, 0.01, 0.01}
  };

  @Override
  public String what() {
    return "regret of the bandits at horizons, beside Lai and Robbins's bound";
  }

  private static Map<String, Policy> policies() {
    Map<String, Policy> policies = new LinkedHashMap<>();
    policies.put("epsilon-greedy 0.1", EpsilonGreedy.constant(0.1));
    policies.put("epsilon-greedy 0.15/d", EpsilonGreedy.decaying(0.15, 0.1));
    policies.put("UCB1", new Ucb1());
    policies.put("KL-UCB", new KlUcb());
    policies.put("Thompson", ThompsonSampling.bernoulli());
    policies.put("Thompson, Gaussian", ThompsonSampling.gaussian(0.5, 0.5, 0.5));
    return policies;
  }

  @Override
  public void run(List<String> arguments) {
    for (double[] means : INSTANCES) {
      double slope = Regret.laiRobbins(means);
      Result.note(
          String.format(
              Locale.ROOT,
              "%s: Lai-Robbins %.2f ln t = %.1f at %d; UCB1 at most %.0f",
              Arrays.toString(means),
              slope,
              slope * Math.log(HORIZONS[HORIZONS.length - 1]),
              HORIZONS[HORIZONS.length - 1],
              Regret.ucb1Bound(HORIZONS[HORIZONS.length - 1], means)));
      BanditSimulation simulation = BanditSimulation.bernoulli(means).withRuns(RUNS);
      policies().forEach((name, policy) -> print(name, simulation, policy, slope));
    }
    search("top-two Thompson", TopTwoThompson.of(ThompsonSampling.bernoulli()));
    search("evenly", EpsilonGreedy.constant(1));
  }

  /** How long it takes to name the best arm. */
  private static void search(String name, Policy policy) {
    SplittableRandom random = new SplittableRandom(20261122);
    BestArmStopping rule = BestArmStopping.withRisk(RISK);
    long choices = 0;
    int wrong = 0;
    for (int run = 0; run < SEARCHES; run++) {
      BanditState state = BanditState.ofArms(SEARCHED.length);
      while (!rule.look(state).stop()) {
        int arm = policy.draw(state, random);
        state = state.plus(arm, random.nextDouble() < SEARCHED[arm] ? 1 : 0);
      }
      choices += state.totalPulls();
      wrong += rule.look(state).leader() == 0 ? 0 : 1;
    }
    System.out.printf(
        Locale.ROOT,
        "best of %s at risk %s, %s: %.0f choices on average, %d of %d wrong%n",
        Arrays.toString(SEARCHED),
        RISK,
        name,
        (double) choices / SEARCHES,
        wrong,
        SEARCHES);
  }

  private static void print(String name, BanditSimulation simulation, Policy policy, double slope) {
    List<BanditSimulation.AtHorizon> found =
        simulation.run(policy, new SplittableRandom(20261122), HORIZONS);
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-22s", name));
    for (BanditSimulation.AtHorizon at : found) {
      line.append(
          String.format(
              Locale.ROOT, " %d: %.1f ± %.1f", at.choices(), at.meanRegret(), at.standardError()));
    }
    int last = found.size() - 1;
    double grown = found.get(last).meanRegret() - found.get(last - 1).meanRegret();
    double growth = grown / Math.log((double) HORIZONS[last] / HORIZONS[last - 1]);
    line.append(String.format(Locale.ROOT, "; by ln t %.2f of %.2f", growth, slope));
    System.out.println(line);
  }
}
