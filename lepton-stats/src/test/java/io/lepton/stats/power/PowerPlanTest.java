package io.lepton.stats.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lepton.error.InvalidInputException;
import io.lepton.stats.Alternative;
import io.lepton.stats.RatioSummary;
import io.lepton.stats.SampleSummary;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@DisplayName("Planning an experiment")
class PowerPlanTest {

  @TestFactory
  List<DynamicTest> agreesWithR() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    try (InputStream in =
        PowerPlan.class.getResourceAsStream("/io/lepton/stats/power/power-reference.json")) {
      for (JsonNode one : new ObjectMapper().readTree(in)) {
        String name = one.get("name").asText();
        double[] x = new double[one.get("input").size()];
        Arrays.setAll(x, i -> one.get("input").get(i).asDouble());
        double expected = one.get("expected").asDouble();
        tests.add(
            DynamicTest.dynamicTest(
                name + Arrays.toString(x),
                () -> assertThat(ours(name, x)).isCloseTo(expected, within(1e-8 * expected))));
      }
    }
    assertThat(tests).hasSize(108);
    return tests;
  }

  private static double ours(String name, double[] x) {
    return switch (name) {
      case "mean_units" ->
          PowerPlan.ofMean(x[1]).withAlpha(x[2]).sampleSize(x[0], x[3]).exact().get(0);
      case "mean_power" -> PowerPlan.ofMean(x[2]).withAlpha(x[3]).power(2 * x[0], x[1]);
      case "mean_effect" ->
          PowerPlan.ofMean(x[1]).withAlpha(x[2]).minimumDetectableEffect(2 * x[0], x[3]);
      case "mean_power_one_sided" ->
          PowerPlan.ofMean(x[2]).withAlpha(x[3]).with(Alternative.GREATER).power(2 * x[0], x[1]);
      case "proportion_units" ->
          PowerPlan.ofProportion(x[0]).withAlpha(x[2]).sampleSize(x[1], x[3]).exact().get(1);
      case "proportion_power" -> PowerPlan.ofProportion(x[1]).withAlpha(x[3]).power(2 * x[0], x[2]);
      case "proportion_effect" ->
          PowerPlan.ofProportion(x[1]).withAlpha(x[2]).minimumDetectableEffect(2 * x[0], x[3]);
      case "mean_power_unequal" ->
          PowerPlan.ofMean(x[3]).withAlpha(x[4]).withWeights(x[0], x[1]).power(x[0] + x[1], x[2]);
      case "dunnett_level" ->
          PowerPlan.ofMean(1)
              .withAlpha(x[0])
              .with(x[1] == 2 ? Alternative.TWO_SIDED : Alternative.LESS)
              .withWeights(x[2], Arrays.copyOfRange(x, 3, x.length))
              .with(ArmCorrection.DUNNETT)
              .perComparisonAlpha();
      default -> throw new AssertionError(name);
    };
  }

  @Test
  void agreesWithSpotifyConfidence() {
    assertThat((double) PowerPlan.ofMean(10).sampleSize(0.3, 0.85).totalUnits())
        .isCloseTo(39_906, within(0.005 * 39_906));
    assertThat((double) PowerPlan.ofProportion(0.34).sampleSize(0.003, 0.85).totalUnits())
        .isCloseTo(897_348, within(0.005 * 897_348));
  }

  /** Cohen (1988), tables 2.4.1: d = 0.2, 0.5, 0.8 at power 0.8 want 393, 64 and 26 per group. */
  @Test
  void agreesWithCohensTable() {
    long[] units = {394, 64, 26};
    double[] effects = {0.2, 0.5, 0.8};
    for (int i = 0; i < 3; i++) {
      assertThat(PowerPlan.ofMean(1).sampleSize(effects[i], 0.8).units(0)).isEqualTo(units[i]);
    }
  }

  /** Dunnett (1955, 1964), infinite degrees of freedom, to the two decimals of the tables. */
  @Test
  void agreesWithDunnettsTables() {
    double[] oneSided = {1.92, 2.06, 2.16, 2.23};
    double[] twoSided = {2.21, 2.35, 2.44, 2.51};
    for (int k = 2; k <= 5; k++) {
      double[] loadings = new double[k];
      Arrays.fill(loadings, Math.sqrt(0.5));
      assertThat(ManyToOne.anyBeyond(oneSided[k - 2], 1, loadings)).isCloseTo(0.05, within(8e-4));
      assertThat(ManyToOne.anyBeyond(twoSided[k - 2], 2, loadings)).isCloseTo(0.05, within(8e-4));
    }
  }

  /** Chow, Shao and Wang (2008), example of section 3.2: 50 per arm by the normal distribution. */
  @Test
  void nonInferiorityOfMeansIsThatOfTheTextbook() {
    PowerPlan plan = PowerPlan.ofMean(0.1).forNonInferiority();
    double perArm = plan.sampleSize(0.05, 0.8).exact().get(0);
    assertThat(perArm).isBetween(49.46, 50.5);
    assertThat(plan.minimumDetectableEffect(2 * perArm, 0.8)).isCloseTo(0.05, within(1e-12));
  }

  @Test
  void clustersAndCovariatesScaleTheUnits() {
    PowerPlan plain = PowerPlan.ofProportion(0.2);
    double units = plain.sampleSize(0.05, 0.8).exactTotal();
    assertThat(plain.withCovariateCorrelation(0.6).sampleSize(0.05, 0.8).exactTotal())
        .isCloseTo(units * 0.64, within(1e-9 * units));
    ClusterDesign even = ClusterDesign.of(20, 0.05);
    assertThat(even.designEffect()).isCloseTo(1.95, within(1e-12));
    assertThat(new ClusterDesign(20, 0.05, 0.5).designEffect()).isCloseTo(2.2, within(1e-12));
    double clustered = plain.with(even).sampleSize(0.05, 0.8).exactTotal();
    // degrees of freedom of the clusters ask for a little more than the design effect
    assertThat(clustered / units).isBetween(1.95, 1.95 * 1.03);
  }

  @Test
  void ratiosArePlannedByTheirLinearisedVariance() {
    double[] clicks = {3, 0, 7, 2, 5, 1, 4, 2};
    double[] views = {10, 4, 21, 9, 12, 8, 11, 7};
    RatioSummary history = RatioSummary.of(clicks, views);
    PowerPlan plan = PowerPlan.ofRatio(history);
    double effect = plan.minimumDetectableEffect(5000, 0.8);
    PowerPlan mean = PowerPlan.ofMean(history.linearised().standardDeviation());
    assertThat(mean.power(5000, effect)).isCloseTo(0.8, within(1e-9));
    assertThat(plan.minimumDetectableLift(5000, 0.8))
        .isCloseTo(effect / history.ratio(), within(1e-12));
  }

  @Test
  void theWeakestTreatmentCounts() {
    PowerPlan plan = PowerPlan.ofMean(1).withWeights(2, 1, 0.5);
    PowerPlan pair = PowerPlan.ofMean(1).withAlpha(0.025).withWeights(2, 0.5);
    assertThat(plan.power(700, 0.3)).isCloseTo(pair.power(500, 0.3), within(1e-12));
    assertThat(plan.sampleSize(0.3, 0.9).exact()).hasSize(3);
  }

  @Test
  void aDecreaseOfAProportionHasItsOwnSize() {
    PowerPlan down = PowerPlan.ofProportion(0.3).with(EffectDirection.DECREASE);
    double effect = down.minimumDetectableEffect(4000, 0.8);
    assertThat(TwoProportionsPower.withDefaults().power(2000, 0.3, 0.3 - effect))
        .isCloseTo(0.8, within(1e-9));
  }

  @Test
  void badInputIsRefusedWithTheRemedy() {
    PowerPlan mean = PowerPlan.ofMean(1);
    refused(() -> PowerPlan.ofMean(Double.NaN), "standard deviation is NaN");
    refused(() -> PowerPlan.ofMean(SampleSummary.of(1, 1)), "standard deviation is 0.0");
    refused(() -> PowerPlan.ofProportion(1), "baseline is 1.0");
    refused(() -> mean.withCovariateCorrelation(1), "between -1 and 1");
    refused(() -> mean.withCovariateCorrelation(Double.NaN), "is NaN");
    refused(() -> ClusterDesign.of(10, -0.01), "intraclass correlation is -0.01");
    refused(() -> ClusterDesign.of(0.5, 0.1), "mean size of clusters is 0.5");
    refused(() -> new ClusterDesign(5, 0.1, -1), "variation of cluster sizes is -1.0");
    refused(() -> mean.withWeights(1), "no treatment");
    refused(() -> mean.withWeights(1, 0), "weight of treatment 1 is 0.0");
    refused(() -> mean.power(3, 1), "at least 4.0");
    refused(() -> mean.power(Double.NaN, 1), "units of all arms is NaN");
    refused(() -> mean.power(100, -1), "effect is -1.0");
    refused(() -> mean.sampleSize(1, 0.04), "not above alpha");
    refused(() -> mean.minimumDetectableLift(100, 0.8), "needs a baseline");
    refused(() -> PowerPlan.ofProportion(0.9).power(100, 0.1), "below 0.09");
    refused(() -> PowerPlan.ofProportion(0.9).minimumDetectableEffect(10, 0.8), "take more units");
    refused(() -> mean.forNonInferiority(-0.2).sampleSize(0.1, 0.8), "not beyond");
    refused(() -> mean.forNonInferiority().with(Alternative.TWO_SIDED), "one-sided");
  }

  private static void refused(ThrowingCallable call, String because) {
    assertThatThrownBy(call)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(because);
  }

  @Test
  void aMarginThatAnyPowerShowsIsNone() {
    assertThat(PowerPlan.ofMean(1).forNonInferiority(0.5).minimumDetectableEffect(1000, 0.8))
        .isZero();
  }

  @Test
  void curvesAreDrawn() {
    String svg = PowerCurve.of(PowerPlan.ofProportion(0.1), 100, 20_000, 0.01, 0.02).svg();
    assertThat(svg).contains("effect 0.01", "effect 0.02", "units of all arms");
    assertThat(svg.split("<polyline", -1)).hasSize(3);
    refused(() -> PowerCurve.of(PowerPlan.ofMean(1), 100, 100, 1), "to be larger");
  }
}
