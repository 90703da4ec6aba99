package io.lepton.stats.bandit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.SampleSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Off-policy evaluation")
class OffPolicyTest {
  private static final double[] MEANS = {0.3, 0.5, 0.2};
  private static final double[] LOGGING = {0.5, 0.2, 0.3};
  private static final double[] TARGET = {0.1, 0.8, 0.1};
  private static final double TRUTH = 0.1 * 0.3 + 0.8 * 0.5 + 0.1 * 0.2;
  private static final OffPolicyEvaluation METHOD = OffPolicyEvaluation.withDefaults();

  private static List<LoggedChoice> log(SplittableRandom random, int n, double... logging) {
    List<LoggedChoice> log = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int arm = Draw.from(logging, random);
      double reward = random.nextDouble() < MEANS[arm] ? 1 : 0;
      log.add(
          new LoggedChoice(
              arm, logging[arm], reward, List.of(0.1, 0.8, 0.1), List.of(0.35, 0.4, 0.25)));
    }
    return log;
  }

  @Test
  void isUnbiasedAndItsIntervalsCover() {
    List<Function<List<LoggedChoice>, OffPolicyEvaluation.Result>> methods =
        List.of(METHOD::ips, METHOD::snips, METHOD::doublyRobust);
    int runs = 1000;
    double[] deviations = new double[3];
    for (int m = 0; m < 3; m++) {
      SplittableRandom random = new SplittableRandom(8);
      double[] values = new double[runs];
      double covered = 0;
      int warned = 0;
      for (int run = 0; run < runs; run++) {
        OffPolicyEvaluation.Result result = methods.get(m).apply(log(random, 400, LOGGING));
        values[run] = result.value();
        covered += result.interval().contains(TRUTH) ? 1.0 / runs : 0;
        warned += result.warnings().isEmpty() ? 0 : 1;
      }
      SampleSummary all = SampleSummary.of(values);
      deviations[m] = all.standardDeviation();
      // SNIPS has a bias of one by n, far below this
      assertThat(all.mean())
          .isBetween(
              TRUTH - 4 * deviations[m] / Math.sqrt(runs),
              TRUTH + 4 * deviations[m] / Math.sqrt(runs));
      // four standard errors, but of skewed weights
      assertThat(warned).isLessThanOrEqualTo(3);
      assertThat(covered).isBetween(0.95 - 0.0276 - 0.01, 0.95 + 0.0276);
    }
    assertThat(deviations[1]).isLessThan(deviations[0]);
    assertThat(deviations[2]).isLessThan(deviations[0]);
  }

  @Test
  void holdsForTheLogOfABanditThatLearned() {
    int runs = 300;
    double[] values = new double[runs];
    for (int run = 0; run < runs; run++) {
      SplittableRandom random = new SplittableRandom(100 + run);
      ArmBandit bandit = ArmBandit.of(3, EpsilonGreedy.constant(0.3));
      List<LoggedChoice> log = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        Choice choice = bandit.choose(random);
        double reward = random.nextDouble() < MEANS[choice.arm()] ? 1 : 0;
        bandit.learn(choice.arm(), reward);
        log.add(LoggedChoice.of(choice, reward, TARGET));
      }
      // the first choices have one third or one half, the later ones at least a tenth
      values[run] = METHOD.ips(log).value();
    }
    SampleSummary all = SampleSummary.of(values);
    double reach = 4 * all.standardDeviation() / Math.sqrt(runs);
    // untried arms are forced at first: three lines of 300 lack support, worth at most 0.01
    assertThat(all.mean()).isBetween(TRUTH - reach - 0.01, TRUTH + reach + 0.01);
  }

  @Test
  void aLogThatCouldNotChooseWhatIsWantedIsCalledOut() {
    OffPolicyEvaluation.Result deterministic =
        METHOD.ips(log(new SplittableRandom(9), 500, 1, 0, 0));
    assertThat(deterministic.warnings()).contains(OffPolicyEvaluation.Warning.LACK_OF_SUPPORT);
    OffPolicyEvaluation.Result some = METHOD.snips(log(new SplittableRandom(9), 500, 0.5, 0, 0.5));
    assertThat(some.warnings()).contains(OffPolicyEvaluation.Warning.LACK_OF_SUPPORT);
    assertThat(some.meanWeight()).isLessThan(0.3);
    OffPolicyEvaluation.Result few = METHOD.ips(log(new SplittableRandom(9), 60, LOGGING));
    assertThat(few.warnings()).containsExactly(OffPolicyEvaluation.Warning.FEW_EFFECTIVE_CASES);
  }

  @Test
  void missingPropensitiesAndOtherNonsenseAreRefused() {
    for (double propensity : new double[] {0, -0.1, 1.2, Double.NaN}) {
      assertThatThrownBy(() -> new LoggedChoice(0, propensity, 1, List.of(0.5, 0.5), List.of()))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("write down Choice.propensity()");
    }
    refused(() -> new LoggedChoice(2, 0.5, 1, List.of(0.5, 0.5), List.of()), "arm 2");
    refused(() -> new LoggedChoice(0, 0.5, 1, List.of(0.5, 0.6), List.of()), "sum to 1.1");
    refused(() -> new LoggedChoice(0, 0.5, 1, List.of(0.5, 0.5), List.of(1.0)), "1 predicted");
    refused(() -> new LoggedChoice(0, 0.5, Double.NaN, List.of(1.0), List.of()), "reward is NaN");
    LoggedChoice line = LoggedChoice.of(new Choice(0, 0.5), 1, 0, 1);
    refused(() -> METHOD.ips(List.of(line)), "1 lines");
    refused(() -> METHOD.ips(List.of(line, line)), "none of the 2 logged choices");
    LoggedChoice wanted = LoggedChoice.of(new Choice(0, 0.5), 1, 1, 0);
    refused(() -> METHOD.doublyRobust(List.of(wanted, wanted)), "no predicted rewards");
  }

  private static void refused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String because) {
    assertThatThrownBy(call)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(because);
  }
}
