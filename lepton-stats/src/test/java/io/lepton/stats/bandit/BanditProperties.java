package io.lepton.stats.bandit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.stats.internal.BestOfArms;
import io.lepton.stats.internal.Posterior;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Laws of every policy on every state. */
class BanditProperties {
  private static final List<Policy> POLICIES =
      List.of(
          EpsilonGreedy.constant(0.1),
          EpsilonGreedy.decaying(1, 0.1),
          new Ucb1(),
          new KlUcb(),
          ThompsonSampling.bernoulli(),
          ThompsonSampling.bernoulli(0.3, 4),
          ThompsonSampling.gaussian(1, 0, 2),
          TopTwoThompson.of(ThompsonSampling.bernoulli()));

  /** Arms of very different ages, some untried, some that always or never pay. */
  private static BanditState state(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<ArmStatistics> arms = new ArrayList<>();
    int k = 2 + random.nextInt(4);
    for (int i = 0; i < k; i++) {
      long pulls = Math.round(Math.pow(10, 4 * random.nextDouble())) - 1;
      double rate = random.nextInt(4) == 0 ? random.nextInt(2) : random.nextDouble();
      double successes = Math.rint(rate * pulls);
      arms.add(new ArmStatistics(pulls, successes, successes));
    }
    return new BanditState(arms);
  }

  @Property(tries = 30, seed = "20261211")
  void propensitiesAreProbabilitiesThatSumToOne(@ForAll long seed) {
    BanditState state = state(seed);
    for (Policy policy : POLICIES) {
      double[] shares = policy.propensities(state);
      assertThat(shares).hasSize(state.arms().size());
      assertThat(Arrays.stream(shares).sum()).isCloseTo(1, within(1e-12));
      assertThat(Arrays.stream(shares).allMatch(share -> share >= 0 && share <= 1 + 1e-12))
          .isTrue();
    }
  }

  @Property(tries = 30, seed = "20261212")
  void theQuadratureSumsToOneByItself(@ForAll long seed) {
    List<Posterior> posteriors =
        state(seed).arms().stream().map(ThompsonSampling.bernoulli()::posterior).toList();
    assertThat(Arrays.stream(BestOfArms.integrals(posteriors)).sum()).isCloseTo(1, within(1e-11));
  }

  @Property(tries = 100, seed = "20261213")
  void statesMergeInAnyOrder(@ForAll long one, @ForAll long two) {
    BanditState left = state(one);
    BanditState right = new BanditState(new ArrayList<>(left.arms()).subList(0, 2));
    BanditState other = new BanditState(state(two).arms().subList(0, 2));
    assertThat(right.plus(other)).isEqualTo(other.plus(right));
    assertThat(right.plus(BanditState.ofArms(2))).isEqualTo(right);
  }
}
