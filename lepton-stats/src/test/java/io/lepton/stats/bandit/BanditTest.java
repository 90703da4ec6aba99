package io.lepton.stats.bandit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lepton.error.InvalidInputException;
import io.lepton.stats.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Bandits")
class BanditTest {
  private static final ArmStatistics LOSING = new ArmStatistics(40, 12, 12);
  private static final ArmStatistics WINNING = new ArmStatistics(60, 27, 27);
  private static final ArmStatistics YOUNG = new ArmStatistics(4, 2, 2);
  private static final BanditState SEEN = new BanditState(List.of(LOSING, WINNING, YOUNG));

  /** Draws agree with the propensities, which for Thompson's are found by quite another way. */
  @Test
  void armsAreDrawnAsOftenAsTheirPropensitySays() {
    List<Policy> policies =
        List.of(
            EpsilonGreedy.constant(0.2),
            EpsilonGreedy.decaying(0.15, 0.5),
            new Ucb1(),
            new KlUcb(),
            ThompsonSampling.bernoulli(),
            ThompsonSampling.gaussian(0.5, 0, 3),
            TopTwoThompson.of(ThompsonSampling.bernoulli()).withLeaderShare(0.6));
    for (Policy policy : policies) {
      double[] expected = policy.propensities(SEEN);
      int draws = 20_000;
      SplittableRandom random = new SplittableRandom(1);
      double[] found = new double[3];
      for (int i = 0; i < draws; i++) {
        found[policy.draw(SEEN, random)] += 1.0 / draws;
      }
      for (int arm = 0; arm < 3; arm++) {
        assertThat(found[arm])
            .as(policy.getClass().getSimpleName())
            .isCloseTo(
                expected[arm], within(1e-9 + Simulation.tolerance(expected[arm], draws).value));
      }
    }
  }

  @Test
  void untriedArmsComeFirst() {
    BanditState one = BanditState.ofArms(3).plus(1, 1);
    for (Policy policy : List.of(EpsilonGreedy.constant(0.1), new Ucb1(), new KlUcb())) {
      assertThat(policy.propensities(one)).containsExactly(0.5, 0, 0.5);
    }
  }

  @Test
  void epsilonIsSharedByAllArms() {
    assertThat(EpsilonGreedy.constant(0.3).propensities(SEEN))
        .containsExactly(new double[] {0.1, 0.1, 0.8}, within(1e-12));
  }

  @Test
  void aChoiceCarriesItsPropensity() {
    ArmBandit bandit = ArmBandit.resume(SEEN, ThompsonSampling.bernoulli());
    Choice choice = bandit.choose(new SplittableRandom(2));
    assertThat(choice.propensity()).isEqualTo(bandit.propensities()[choice.arm()]);
  }

  @Test
  void statesAreStoredAndMerged() throws Exception {
    ObjectMapper json = new ObjectMapper();
    assertThat(json.readValue(json.writeValueAsString(SEEN), BanditState.class)).isEqualTo(SEEN);
    LinUcb linear = LinUcb.of(2, 2, 1);
    linear.learn(1, 0.5, 1, -2);
    assertThat(json.readValue(json.writeValueAsString(linear.state()), LinearState.class))
        .isEqualTo(linear.state());
    BanditState left = BanditState.ofArms(2).plus(0, 1).plus(1, 0.5);
    BanditState right = BanditState.ofArms(2).plus(1, 0.25);
    assertThat(left.plus(right))
        .isEqualTo(BanditState.ofArms(2).plus(0, 1).plus(1, .5).plus(1, .25));
    assertThat(left.plus(right)).isEqualTo(right.plus(left));
    refused(() -> left.plus(BanditState.ofArms(3)), "2 and 3 arms do not merge");
  }

  @Test
  void manyThreadsLoseNoReward() throws Exception {
    ArmBandit bandit = ArmBandit.of(2, new KlUcb());
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      SplittableRandom random = new SplittableRandom(t);
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < 2000; i++) {
                  bandit.learn(bandit.draw(random), 1);
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(bandit.state().totalPulls()).isEqualTo(8000);
  }

  @Test
  void linUcbFindsTheArmThatSuitsTheContext() {
    LinUcb bandit = LinUcb.of(2, 2, 1);
    SplittableRandom random = new SplittableRandom(3);
    double right = 0;
    double clear = 0;
    for (int i = 0; i < 1200; i++) {
      double x = random.nextDouble(-1, 1);
      int arm = bandit.draw(random, 1, x);
      // the first arm pays x, the second −x
      bandit.learn(arm, (arm == 0 ? x : -x) + 0.3 * random.nextGaussian(), 1, x);
      if (i >= 200 && Math.abs(x) > 0.2) {
        clear++;
        right += arm == (x > 0 ? 0 : 1) ? 1 : 0;
      }
    }
    assertThat(right / clear).isGreaterThan(0.97);
    LinUcb twin = LinUcb.resume(bandit.state(), 1, 1);
    assertThat(twin.predictedRewards(1, 0.7))
        .containsExactly(bandit.predictedRewards(1, 0.7), within(1e-9));
    LinearState both = bandit.state().plus(LinUcb.of(2, 2, 1).state());
    assertThat(both).isEqualTo(bandit.state());
  }

  @Test
  void theSearchForTheBestArmErrsNoMoreThanItsRisk() {
    int runs = 40;
    double[] means = {0.7, 0.3, 0.2};
    BestArmStopping rule = BestArmStopping.withRisk(0.1);
    long[] pulls = new long[2];
    double[] wrong = new double[2];
    List<Policy> policies =
        List.of(TopTwoThompson.of(ThompsonSampling.bernoulli()), EpsilonGreedy.constant(1));
    for (int p = 0; p < 2; p++) {
      SplittableRandom random = new SplittableRandom(4);
      for (int run = 0; run < runs; run++) {
        BanditState state = BanditState.ofArms(3);
        while (!rule.look(state).stop()) {
          int arm = policies.get(p).draw(state, random);
          state = state.plus(arm, random.nextDouble() < means[arm] ? 1 : 0);
        }
        wrong[p] += rule.look(state).leader() == 0 ? 0 : 1.0 / runs;
        pulls[p] += state.totalPulls();
      }
      assertThat(wrong[p]).isLessThanOrEqualTo(0.1);
    }
    // the reason to use it: fewer choices than sharing them out evenly
    assertThat(pulls[0]).isLessThan(pulls[1] * 9 / 10);
  }

  @Test
  void badInputIsRefused() {
    ArmBandit bernoulli = ArmBandit.of(2, ThompsonSampling.bernoulli());
    refused(() -> bernoulli.learn(2, 1), "arm 2; there are arms 0 to 1");
    refused(() -> bernoulli.learn(-1, 1), "arm -1");
    refused(() -> bernoulli.learn(0, 0.5), "takes 0 or 1");
    refused(() -> bernoulli.learn(0, 1, 0.3), "use LinUcb");
    refused(() -> ArmBandit.of(2, new Ucb1()).learn(0, Double.NaN), "from 0 to 1");
    refused(() -> ArmBandit.of(2, EpsilonGreedy.constant(0)).learn(0, Double.NaN), "is NaN");
    refused(() -> ArmBandit.of(1, new Ucb1()), "1 arms");
    refused(() -> EpsilonGreedy.constant(1.1), "epsilon is 1.1");
    refused(() -> ThompsonSampling.bernoulli(0, 1), "alpha is 0.0");
    refused(() -> LinUcb.of(2, 3, 1).choose(new SplittableRandom(1), 1, 2), "expected 3");
    refused(() -> LinUcb.of(2, 1, 1).learn(0, 1, Double.NaN), "context[0] is NaN");
    refused(() -> LinUcb.of(2, 0, 1), "0 features");
    refused(() -> new ArmStatistics(-1, 0, 0), "-1 pulls");
    refused(() -> new ArmStatistics(0, 1, 1), "0 pulls with rewards");
    refused(
        () -> BestArmStopping.withRisk(0.1).look(BanditState.ofArms(2).plus(0, 0.4)),
        "other than 0 and 1");
    refused(() -> Regret.estimate(BanditState.ofArms(2).plus(0, -1), 0.95), "outside of 0 to 1");
    refused(() -> BanditSimulation.bernoulli(0.5), "1 values");
    refused(
        () -> BanditSimulation.bernoulli(0.5, 0.4).run(new Ucb1(), new SplittableRandom(1), 10, 10),
        "rising");
  }

  private static void refused(ThrowingCallable call, String because) {
    assertThatThrownBy(call)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(because);
  }

  @Test
  void estimatedRegretCoversTheTrueOne() {
    double[] means = {0.6, 0.4, 0.1};
    int runs = 150;
    double covered =
        Simulation.rate(
            5,
            runs,
            random -> {
              BanditState state = BanditState.ofArms(3);
              boolean always = true;
              for (int i = 1; i <= 400; i++) {
                int arm = ThompsonSampling.bernoulli().draw(state, random);
                state = state.plus(arm, random.nextDouble() < means[arm] ? 1 : 0);
                if (i % 50 == 0) {
                  always &=
                      Regret.estimate(state, 0.9).interval().contains(Regret.pseudo(means, state));
                }
              }
              return always;
            });
    assertThat(covered).isGreaterThanOrEqualTo(0.9 - Simulation.tolerance(0.9, runs).value);
    assertThat(Regret.estimate(SEEN, 0.95).estimate())
        .isCloseTo(40 * 0.2 + 60 * 0.05, within(1e-9));
  }
}
