package io.lepton.stats.bandit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lepton.error.InvalidInputException;
import io.lepton.stats.Simulation;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The estimate of an arm from adaptive data")
class AdaptiveEstimateTest {
  private static List<Double> list(double... values) {
    return Arrays.stream(values).boxed().toList();
  }

  private static List<Double> list(JsonNode array) {
    List<Double> values = new ArrayList<>();
    array.forEach(each -> values.add(each.asDouble()));
    return values;
  }

  @Test
  void agreesWithNumpy() throws Exception {
    JsonNode reference;
    try (InputStream in =
        Bandit.class.getResourceAsStream("/io/lepton/stats/bandit/adaptive-reference.json")) {
      reference = new ObjectMapper().readTree(in);
    }
    List<LoggedDecision> log = new ArrayList<>();
    for (int i = 0; i < reference.get("arm").size(); i++) {
      log.add(
          new LoggedDecision(
              List.of(),
              reference.get("arm").get(i).asInt(),
              list(reference.get("propensities").get(i)),
              reference.get("reward").get(i).asDouble(),
              list(reference.get("predicted").get(i))));
    }
    for (int arm = 0; arm < 3; arm++) {
      AdaptiveEstimate.Result found = AdaptiveEstimate.withDefaults().estimate(log, arm);
      double value = reference.get("estimate").get(arm).asDouble();
      double error = reference.get("error").get(arm).asDouble();
      assertThat(found.value()).isCloseTo(value, within(1e-12));
      assertThat(found.standardError()).isCloseTo(error, within(1e-12));
      assertThat(found.interval().high())
          .isCloseTo(value + reference.get("z").asDouble() * error, within(1e-12));
      assertThat(found.effectiveCases())
          .isCloseTo(reference.get("effective").get(arm).asDouble(), within(1e-9));
    }
  }

  /** Both arms earn alike, the bandit learns after each choice, and keeps each arm at 5 %. */
  @Test
  void isUnbiasedAndCoversWhereThePlainMeanIsNot() {
    int runs = 600;
    int choices = 400;
    double truth = 0.3;
    EpsilonGreedy policy = EpsilonGreedy.constant(0.1);
    double[] estimates = new double[runs];
    double[] means = new double[runs];
    double covered = 0;
    for (int run = 0; run < runs; run++) {
      SplittableRandom random = new SplittableRandom(9000 + run);
      BanditState state = BanditState.ofArms(2);
      List<LoggedDecision> log = new ArrayList<>();
      for (int i = 0; i < choices; i++) {
        double[] shares = policy.propensities(state);
        double[] floored = {0.1 * 0.5 + 0.9 * shares[0], 0.1 * 0.5 + 0.9 * shares[1]};
        int arm = Choice.draw(floored, random).arm();
        double reward = random.nextDouble() < truth ? 1 : 0;
        List<Double> predicted = list(state.arms().get(0).mean(), state.arms().get(1).mean());
        log.add(new LoggedDecision(List.of(), arm, list(floored), reward, predicted));
        state = state.plus(arm, reward);
      }
      AdaptiveEstimate.Result found = AdaptiveEstimate.withDefaults().estimate(log, 0);
      estimates[run] = found.value();
      means[run] = state.arms().get(0).mean();
      covered += found.interval().contains(truth) ? 1.0 / runs : 0;
    }
    double spread = deviation(estimates) / Math.sqrt(runs);
    assertThat(mean(estimates)).isCloseTo(truth, within(4 * spread));
    assertThat(mean(means)).isLessThan(truth - 8 * deviation(means) / Math.sqrt(runs));
    // normal for large logs; 400 choices of which 5 % may be all of an arm are few
    assertThat(covered).isBetween(0.95 - Simulation.tolerance(0.95, runs).value - 0.02, 0.99);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double deviation(double[] values) {
    double mean = mean(values);
    return Math.sqrt(
        Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum() / (values.length - 1));
  }

  @Test
  void saysSoWhereTheLogSaysNothing() {
    LoggedDecision line = new LoggedDecision(List.of(), 0, list(0.5, 0.5), 1, list(0.2, 0.2));
    AdaptiveEstimate method = AdaptiveEstimate.withDefaults();
    assertThatThrownBy(() -> method.estimate(List.of(line), 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a log of 1 lines");
    assertThatThrownBy(() -> method.estimate(List.of(line, line), 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("arm 1 was chosen in none of 2 lines");
    assertThatThrownBy(() -> method.estimate(List.of(line, line), 2))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> new LoggedDecision(List.of(), 1, list(1, 0), 1, list(0.2, 0.2)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("arm 1 was chosen with propensities");
    assertThatThrownBy(
            () -> new LoggedDecision(List.of(), 0, list(1, 0), Double.NaN, list(0.2, 0.2)))
        .isInstanceOf(InvalidInputException.class);
    assertThat(line.under(0, 1)).isEqualTo(new LoggedChoice(0, 0.5, 1, list(0, 1), list(0.2, 0.2)));
  }
}
