package io.lepton.stats.bandit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lepton.stats.internal.BestOfArms;
import io.lepton.stats.internal.Posterior;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Bandits against figures computed outside")
class BanditReferenceTest {
  private static JsonNode reference(String part) throws Exception {
    try (InputStream in =
        Bandit.class.getResourceAsStream("/io/lepton/stats/bandit/bandit-reference.json")) {
      return new ObjectMapper().readTree(in).get(part);
    }
  }

  private static double[] doubles(JsonNode array) {
    double[] values = new double[array.size()];
    Arrays.setAll(values, i -> array.get(i).asDouble());
    return values;
  }

  private static List<Double> list(JsonNode array) {
    return Arrays.stream(doubles(array)).boxed().toList();
  }

  @Test
  void offPolicyEstimatesAndTheirErrors() throws Exception {
    JsonNode ope = reference("ope");
    List<LoggedChoice> log = new ArrayList<>();
    for (JsonNode line : ope.get("log")) {
      log.add(
          new LoggedChoice(
              line.get("arm").asInt(),
              line.get("propensity").asDouble(),
              line.get("reward").asDouble(),
              list(line.get("target")),
              list(line.get("predicted"))));
    }
    OffPolicyEvaluation method = OffPolicyEvaluation.withDefaults();
    same(method.ips(log), ope, "ips");
    same(method.snips(log), ope, "snips");
    same(method.doublyRobust(log), ope, "dr");
  }

  private static void same(OffPolicyEvaluation.Result result, JsonNode ope, String name) {
    double[] expected = doubles(ope.get(name));
    assertThat(result.value()).isCloseTo(expected[0], within(1e-12));
    assertThat(result.standardError()).isCloseTo(expected[1], within(1e-12));
    double reach = ope.get("z").asDouble() * expected[1];
    assertThat(result.interval().low()).isCloseTo(expected[0] - reach, within(1e-12));
    assertThat(result.effectiveSampleSize()).isCloseTo(ope.get("ess").asDouble(), within(1e-9));
    assertThat(result.meanWeight()).isCloseTo(ope.get("mean_weight").asDouble(), within(1e-12));
  }

  @Test
  void probabilitiesOfBeingTheBestRate() throws Exception {
    for (JsonNode one : reference("best_beta")) {
      List<ArmStatistics> arms = new ArrayList<>();
      double least = 0.5;
      for (JsonNode arm : one.get("arms")) {
        double successes = arm.get(0).asDouble() - least;
        long pulls = Math.round(successes + arm.get(1).asDouble() - least);
        arms.add(new ArmStatistics(pulls, successes, successes));
      }
      double[] ours = ThompsonSampling.bernoulli(least, least).propensities(new BanditState(arms));
      assertThat(ours).containsExactly(doubles(one.get("expected")), within(1e-8));
    }
  }

  @Test
  void probabilitiesOfBeingTheBestMean() throws Exception {
    for (JsonNode one : reference("best_normal")) {
      List<Posterior> posteriors = new ArrayList<>();
      for (JsonNode arm : one.get("arms")) {
        posteriors.add(new Posterior.OfMean(arm.get(0).asDouble(), arm.get(1).asDouble()));
      }
      assertThat(BestOfArms.probabilities(posteriors))
          .containsExactly(doubles(one.get("expected")), within(1e-8));
      assertThat(Arrays.stream(BestOfArms.integrals(posteriors)).sum()).isCloseTo(1, within(1e-9));
    }
  }

  @Test
  void ridgeRegressionLearnedOneByOne() throws Exception {
    JsonNode linear = reference("linucb");
    double ridge = linear.get("ridge").asDouble();
    RidgeArm arm = new RidgeArm(LinearState.of(2, 4).arms().get(0), 4, ridge);
    for (int i = 0; i < linear.get("xs").size(); i++) {
      arm.learn(doubles(linear.get("xs").get(i)), linear.get("rewards").get(i).asDouble());
    }
    double[] probe = doubles(linear.get("probe"));
    assertThat(arm.predicted(probe)).isCloseTo(linear.get("predicted").asDouble(), within(1e-11));
    assertThat(arm.width(probe)).isCloseTo(linear.get("width").asDouble(), within(1e-11));
    RidgeArm stored = new RidgeArm(arm.state(), 4, ridge);
    assertThat(stored.predicted(probe)).isCloseTo(arm.predicted(probe), within(1e-11));
  }

  @Test
  void upperBoundsOfKlUcb() throws Exception {
    for (JsonNode row : reference("klucb")) {
      double[] x = doubles(row);
      assertThat(BernoulliDivergence.upper(x[0], x[1])).isCloseTo(x[2], within(1e-12));
      assertThat(BernoulliDivergence.lower(1 - x[0], x[1])).isCloseTo(1 - x[2], within(1e-12));
    }
    assertThat(BernoulliDivergence.upper(1, 0.3)).isEqualTo(1);
  }

  /** Lai and Robbins's slope for means 0.9 and 0.8, by hand. */
  @Test
  void slopeOfLaiAndRobbins() {
    double divergence = 0.8 * Math.log(0.8 / 0.9) + 0.2 * Math.log(0.2 / 0.1);
    assertThat(Regret.laiRobbins(0.9, 0.8)).isCloseTo(0.1 / divergence, within(1e-12));
  }
}
