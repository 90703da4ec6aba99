package io.lepton.stats.bandit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Regret against theory")
class RegretTest {
  private static final double[] MEANS = {0.9, 0.7, 0.6};
  private static final BanditSimulation SIMULATION = BanditSimulation.bernoulli(MEANS).withRuns(40);
  private static final Map<Policy, List<BanditSimulation.AtHorizon>> DONE = new IdentityHashMap<>();
  private static final Policy KL_UCB = new KlUcb();

  private static List<BanditSimulation.AtHorizon> run(Policy policy) {
    return DONE.computeIfAbsent(
        policy, one -> SIMULATION.run(one, new SplittableRandom(6), 500, 1000, 8000));
  }

  /** Between two late horizons the regret of the best policies grows by their slope times ln t. */
  private static double slope(List<BanditSimulation.AtHorizon> found) {
    return (found.get(2).meanRegret() - found.get(1).meanRegret()) / Math.log(8);
  }

  private static double slopeError(List<BanditSimulation.AtHorizon> found) {
    return (found.get(1).standardError() + found.get(2).standardError()) / Math.log(8);
  }

  @Test
  void ofKlUcbAndThompsonGrowsAtTheRateOfLaiAndRobbins() {
    double least = Regret.laiRobbins(MEANS);
    for (Policy policy : List.of(KL_UCB, ThompsonSampling.bernoulli())) {
      List<BanditSimulation.AtHorizon> found = run(policy);
      // the bound is for t to infinity; within a factor of two of it at 8000 choices
      assertThat(slope(found) + 4 * slopeError(found)).isGreaterThan(0.5 * least);
      assertThat(slope(found) - 4 * slopeError(found)).isLessThan(2 * least);
    }
  }

  @Test
  void ofUcb1StaysBelowItsBoundAndAboveThatOfKlUcb() {
    List<BanditSimulation.AtHorizon> ucb = run(new Ucb1());
    for (BanditSimulation.AtHorizon at : ucb) {
      assertThat(at.meanRegret()).isLessThan(Regret.ucb1Bound(at.choices(), MEANS));
    }
    assertThat(ucb.get(2).meanRegret()).isGreaterThan(run(KL_UCB).get(2).meanRegret());
  }

  @Test
  void ofConstantExplorationIsAStraightLine() {
    List<BanditSimulation.AtHorizon> found = run(EpsilonGreedy.constant(0.1));
    // for ever a tenth of choices at random, at 1/6 of regret each
    double perChoice = (found.get(2).meanRegret() - found.get(1).meanRegret()) / 7000;
    assertThat(perChoice).isBetween(0.1 / 6 * 0.9, 0.1 / 6 * 1.3);
    assertThat(run(EpsilonGreedy.decaying(0.5, 0.2)).get(2).meanRegret())
        .isLessThan(found.get(2).meanRegret());
  }

  @Test
  void ofGaussianThompsonFlattens() {
    List<BanditSimulation.AtHorizon> found =
        BanditSimulation.gaussian(1, 1, 0.5, 0)
            .withRuns(60)
            .run(ThompsonSampling.gaussian(1, 0, 10), new SplittableRandom(7), 100, 1000, 8000);
    assertThat(found.get(2).meanRegret()).isLessThan(2.5 * found.get(1).meanRegret());
    // Lai and Robbins for normal rewards: 2 σ² / Δ for each arm
    assertThat(slope(found)).isLessThan(2 * (2 / 0.5 + 2 / 1.0));
  }
}
