package io.lepton.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.AlreadyExistsException;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.LeptonException;
import io.lepton.error.NotFoundException;
import io.lepton.stats.bandit.ArmStatistics;
import io.lepton.stats.bandit.BanditState;
import io.lepton.stats.bandit.EpsilonGreedy;
import io.lepton.stats.bandit.KlUcb;
import io.lepton.stats.bandit.Policy;
import io.lepton.stats.bandit.ThompsonSampling;
import io.lepton.stats.bandit.TopTwoThompson;
import io.lepton.stats.bandit.Ucb1;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A live bandit")
class BanditExperimentTest {
  private final Sandbox sandbox = new Sandbox();

  private static BanditDefinition two() {
    return BanditExperiment.named("b").arm("a").arm("z").minimumPropensity(0.05);
  }

  private BanditExperiment start(BanditDefinition definition) {
    return definition.start(sandbox.store, sandbox.clock);
  }

  private static void refused(
      Class<? extends LeptonException> type, ThrowingCallable call, String because) {
    assertThatThrownBy(call).isInstanceOf(type).hasMessageContaining(because);
  }

  private BanditExperiment again() {
    return BanditExperiment.resume(sandbox.store, "b", sandbox.clock);
  }

  @Test
  void aUnitKeepsItsArmAndItsPropensityInEveryProcess() {
    BanditExperiment bandit = start(two());
    for (int i = 0; i < 200; i++) {
      String unit = "u" + i;
      BanditChoice first = bandit.choose(unit);
      bandit.reward(unit, i % 3 == 0 ? 1 : 0);
      assertThat(first.recorded()).isTrue();
      assertThat(first.propensity()).isBetween(0.05, 0.95);
      assertThat(first.propensities().stream().mapToDouble(p -> p).sum())
          .isCloseTo(1, within(1e-12));
      assertThat(bandit.choose(unit)).isEqualTo(first);
      assertThat(again().choose(unit)).isEqualTo(first);
    }
    assertThat(sandbox.store.read("b", 0, 1000)).hasSize(401);
  }

  @Test
  void oneRewardOfAUnitCountsHoweverOftenItIsSent() {
    BanditExperiment bandit = start(two().policy(ThompsonSampling.gaussian(1, 0, 10)));
    Variant arm = bandit.choose("u").arm();
    bandit.reward("u", 0.1);
    bandit.reward("u", 0.1);
    again().reward("u", 7);
    int index = bandit.design().arms().indexOf(arm);
    assertThat(bandit.state().arms().get(index)).isEqualTo(ArmStatistics.NONE.plus(0.1));
    assertThat(bandit.state().totalPulls()).isEqualTo(1);
  }

  @Test
  void rewardsOfOthersAreLearnedBeforeTheNextChoice() {
    BanditExperiment one = start(two().policy(new KlUcb()).minimumPropensity(0));
    BanditExperiment two = again();
    Variant first = one.choose("1").arm();
    one.reward("1", 0);
    assertThat(two.choose("2").arm()).isNotEqualTo(first);
    two.reward("2", 1);
    BanditChoice third = one.choose("3");
    assertThat(third.arm()).isNotEqualTo(first);
    assertThat(third.propensity()).isEqualTo(1);
  }

  @Test
  void aRewardThatDoesNotComeCountsAsNoneWhenItsWindowIsOver() {
    BanditExperiment bandit = start(two().rewardWindow(Duration.ofMinutes(30), 0));
    bandit.choose("in time");
    bandit.choose("never");
    bandit.choose("late");
    bandit.reward("in time", 1);
    assertThat(bandit.state()).isEqualTo(BanditState.ofArms(2));
    sandbox.clock.advance(Duration.ofMinutes(30).plusSeconds(1));
    bandit.reward("late", 1);
    assertThat(bandit.state().totalPulls()).isEqualTo(3);
    assertThat(bandit.state().arms().stream().mapToDouble(ArmStatistics::sum).sum()).isEqualTo(1);
    BanditReport report = bandit.report();
    assertThat(report.late()).isEqualTo(1);
    assertThat(report.waiting()).isZero();
    assertThat(again().state()).isEqualTo(bandit.state());
  }

  @Test
  void withoutAWindowAUnitIsWaitedForForEver() {
    BanditExperiment bandit = start(two());
    bandit.choose("a");
    bandit.choose("b");
    sandbox.clock.advance(Duration.ofDays(400));
    bandit.reward("a", 1);
    assertThat(bandit.report().waiting()).isEqualTo(1);
    assertThat(bandit.state().totalPulls()).isEqualTo(1);
  }

  @Test
  void afterTheEndNewUnitsGetTheBestArmAndOldOnesKeepTheirs() {
    BanditExperiment bandit = start(two().policy(EpsilonGreedy.constant(0.5)));
    List<BanditChoice> before = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      BanditChoice choice = bandit.choose("u" + i);
      bandit.reward("u" + i, choice.arm().name().equals("z") ? i % 2 : 0);
      before.add(choice);
    }
    BanditEntry.BanditEnded end = again().end();
    assertThat(end.arm()).isEqualTo("z");
    assertThat(end.probabilityBest()).isGreaterThan(0.999);
    assertThat(again().end("a")).isEqualTo(end);
    long length = sandbox.store.read("b", 0, 1000).size();
    BanditChoice after = bandit.choose("new");
    assertThat(after).isEqualTo(new BanditChoice("new", after.arm(), 1, List.of(0.0, 1.0), false));
    bandit.reward("new", 1);
    assertThat(sandbox.store.read("b", 0, 1000)).hasSize((int) length);
    assertThat(before).allSatisfy(each -> assertThat(again().choose(each.unit())).isEqualTo(each));
    assertThat(again().report().ended()).isEqualTo(end);
  }

  @Test
  void aDesignNeverChanges() {
    start(two());
    assertThat(start(two()).design()).isEqualTo(again().design());
    refused(
        AlreadyExistsException.class,
        () -> start(two().minimumPropensity(0.1).salt("s").arm("third")),
        "minimum propensity recorded 0.05, asked 0.1");
    refused(
        AlreadyExistsException.class, () -> start(two().policy(new Ucb1())), "recorded thompson");
    refused(
        AlreadyExistsException.class,
        () -> start(two().rewardWindow(Duration.ofHours(1), 0)),
        "reward window");
  }

  @Test
  void experimentsAndBanditsDoNotTakeEachOthersNames() {
    start(two());
    sandbox.start(Sandbox.proportion("e"));
    refused(
        AlreadyExistsException.class,
        () -> sandbox.start(Sandbox.proportion("b")),
        "\"b\" is no experiment but an earlier bandit");
    refused(
        AlreadyExistsException.class,
        () -> BanditExperiment.named("e").arm("a").arm("b").start(sandbox.store),
        "\"e\" is no bandit but an earlier experiment");
    refused(
        NotFoundException.class,
        () -> BanditExperiment.resume(sandbox.store, "x"),
        "no bandit \"x\" in the store; there are [b, e]");
  }

  @Test
  void everyPolicyComesBackFromTheStoreAsItWas() {
    List<Policy> policies =
        List.of(
            EpsilonGreedy.constant(0.3),
            EpsilonGreedy.decaying(0.2, 0.5),
            new Ucb1(),
            new KlUcb(),
            ThompsonSampling.bernoulli(2, 5),
            ThompsonSampling.gaussian(0.5, 1, 3),
            TopTwoThompson.of(ThompsonSampling.bernoulli(1, 3)).withLeaderShare(0.7),
            TopTwoThompson.of(ThompsonSampling.gaussian(2, 0, 1)));
    BanditState seen =
        new BanditState(List.of(new ArmStatistics(9, 3, 3), new ArmStatistics(7, 5, 5)));
    for (int i = 0; i < policies.size(); i++) {
      Policy policy = policies.get(i);
      String name = "p" + i;
      BanditExperiment.named(name).arm("a").arm("b").policy(policy).start(sandbox.store);
      io.lepton.stats.bandit.Bandit back =
          BanditExperiment.resume(sandbox.store, name).design().bandit();
      for (int arm = 0; arm < 2; arm++) {
        for (int n = 0; n < seen.arms().get(arm).pulls(); n++) {
          back.learn(arm, n < seen.arms().get(arm).sum() ? 1 : 0);
        }
      }
      assertThat(back.propensities()).isEqualTo(policy.propensities(seen));
    }
  }

  @Test
  void choosesByTheContext() {
    BanditExperiment bandit =
        start(two().linUcb(2, 1).minimumPropensity(0.1).rewardWindow(Duration.ofHours(1), 0));
    for (int i = 0; i < 200; i++) {
      double side = i % 2 == 0 ? 1 : -1;
      BanditChoice choice = bandit.choose("u" + i, 1, side);
      bandit.reward("u" + i, choice.arm().name().equals("a") == side > 0 ? 1 : 0);
      sandbox.clock.advance(Duration.ofMinutes(20));
    }
    assertThat(bandit.choose("right", 1, 1).propensities()).isEqualTo(List.of(0.9, 0.1));
    assertThat(bandit.choose("left", 1, -1).propensities()).isEqualTo(List.of(0.1, 0.9));
    BanditReport report = again().report();
    assertThat(report.findBest()).isEmpty();
    assertThat(report.regret()).isNull();
    assertThat(report.alternatives().get(0).doublyRobust().interval().contains(0.5)).isTrue();
    refused(InvalidInputException.class, bandit::end, "call end(arm) with one of [a, z]");
    assertThat(bandit.end("a").probabilityBest()).isNull();
  }

  @Test
  void badInputIsRefusedAndNothingOfItRecorded() {
    BanditExperiment bandit = start(two());
    BanditExperiment linear =
        BanditExperiment.named("l").arm("a").arm("b").linUcb(1, 1).start(sandbox.store);
    Class<InvalidInputException> invalid = InvalidInputException.class;
    refused(invalid, () -> bandit.choose(""), "unit id of 0 characters");
    refused(invalid, () -> bandit.choose("u", 1), "a context of 1 features; expected 0");
    refused(invalid, () -> linear.choose("u"), "a context of 0 features; expected 1");
    refused(invalid, () -> linear.choose("u", Double.NaN), "a feature of NaN");
    refused(invalid, () -> linear.choose("u", 1e4), "scale features");
    refused(NotFoundException.class, () -> bandit.reward("u", 1), "never chosen for");
    bandit.choose("u");
    linear.choose("u", 1);
    for (double bad : new double[] {0.5, -1, 2}) {
      refused(invalid, () -> bandit.reward("u", bad), "takes 0 or 1");
    }
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e101}) {
      refused(invalid, () -> linear.reward("u", bad), "reward is " + bad);
    }
    refused(NotFoundException.class, () -> bandit.end("c"), "no arm \"c\"; there are [a, z]");
    refused(invalid, bandit::end, "no arm is known to be the best");
    assertThat(sandbox.store.read("b", 0, 10)).hasSize(2);
    assertThat(sandbox.store.read("l", 0, 10)).hasSize(2);
  }

  @Test
  void aDefinitionThatDoesNotHoldTogetherIsRefused() {
    Class<InvalidInputException> invalid = InvalidInputException.class;
    BanditDefinition one = BanditExperiment.named("b").arm("a");
    refused(invalid, () -> start(one), "expected at least two");
    refused(invalid, () -> start(one.arm("a")), "arm \"a\" comes twice");
    refused(invalid, () -> start(one.arm(Variant.of("z").weight(2))), "leave it at 1");
    refused(invalid, () -> start(two().minimumPropensity(0.51)), "expected from 0 to 0.5");
    refused(invalid, () -> start(two().minimumPropensity(Double.NaN)), "propensity NaN");
    refused(invalid, () -> start(two().linUcb(0, 1)), "0 features");
    refused(invalid, () -> two().linUcb(2, Double.NaN), "alpha");
    refused(invalid, () -> two().rewardWindow(Duration.ZERO, 0), "window of PT0S");
    refused(
        invalid,
        () -> start(two().rewardWindow(Duration.ofDays(1), 0.5)),
        "this policy takes 0 or 1");
    refused(
        invalid,
        () -> BanditExperiment.named("no/slash?").arm("a").arm("b").start(sandbox.store),
        "");
    Policy own =
        new Policy() {
          @Override
          public double[] propensities(BanditState state) {
            return new double[] {1, 0};
          }

          @Override
          public void requireReward(double reward) {}
        };
    refused(invalid, () -> two().policy(own), "has no settings to be recorded");
    assertThat(sandbox.store.experiments()).isEmpty();
  }

  @Test
  void aLogThatDoesNotFitItsDesignIsDamaged() {
    BanditExperiment bandit = start(two());
    sandbox.store.append(
        "b",
        List.of(
            new BanditEntry.Chosen(
                "u", "elsewhere", List.of(0.5, 0.5), List.of(), 1, Sandbox.START)));
    refused(CorruptDataException.class, () -> bandit.choose("v"), "elsewhere");
    refused(CorruptDataException.class, bandit::report, "entry 2 does not fit its design");
  }
}
