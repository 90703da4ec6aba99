package io.lepton.stats.power;

import static io.lepton.stats.Simulation.binomial;
import static io.lepton.stats.Simulation.normal;
import static io.lepton.stats.Simulation.rate;
import static io.lepton.stats.Simulation.tolerance;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.stats.RatioSummary;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.test.NonInferiority;
import io.lepton.stats.test.StudentT;
import io.lepton.stats.test.TwoProportionZ;
import io.lepton.stats.test.WelchT;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The test that is planned for, run on data made as planned, detects as often as planned. */
@DisplayName("Planned power against simulated power")
class PowerSimulationTest {
  private static final int RUNS = 3_000;

  @Test
  void ofSmallUnequalArms() {
    double planned = PowerPlan.ofMean(2).withWeights(10, 25).power(35, 2);
    double found =
        rate(
            1,
            RUNS,
            random ->
                StudentT.withDefaults()
                    .test(normal(random, 25, 2, 2), normal(random, 10, 0, 2))
                    .rejectsAt(0.05));
    assertThat(found).isCloseTo(planned, tolerance(planned, RUNS));
  }

  @Test
  void ofProportions() {
    double planned = PowerPlan.ofProportion(0.2).power(1600, 0.055);
    double found =
        rate(
            2,
            RUNS,
            random ->
                TwoProportionZ.withDefaults()
                    .test(binomial(random, 800, 0.255), 800, binomial(random, 800, 0.2), 800)
                    .rejectsAt(0.05));
    assertThat(found).isCloseTo(planned, tolerance(planned, RUNS));
  }

  @Test
  void ofMarginsOfProportions() {
    for (double gain : new double[] {0, -0.01, 0.02}) {
      double planned =
          PowerPlan.ofProportion(0.7).forNonInferiority(gain).withWeights(2, 1).power(1800, 0.06);
      double found =
          rate(
              3,
              RUNS,
              random ->
                  NonInferiority.withMargin(0.06)
                      .proportions(
                          binomial(random, 600, 0.7 + gain), 600, binomial(random, 1200, 0.7), 1200)
                      .rejectsAt(0.05));
      // the counts are discrete: a rate can be off by the chance of one of 600 values
      assertThat(found).isBetween(planned - 0.03, planned + 0.03);
    }
  }

  @Test
  void ofMarginsWhereLowerIsBetter() {
    PowerPlan plan =
        PowerPlan.ofMean(30).with(EffectDirection.DECREASE).forNonInferiority(-2).withAlpha(0.025);
    double planned = plan.power(200, 12);
    NonInferiority test = NonInferiority.withMargin(12).with(NonInferiority.Better.LOWER);
    double found =
        rate(
            4,
            RUNS,
            random ->
                test.means(
                        SampleSummary.of(normal(random, 100, 102, 30)),
                        SampleSummary.of(normal(random, 100, 100, 30)))
                    .rejectsAt(0.025));
    assertThat(found).isCloseTo(planned, tolerance(planned, RUNS));
  }

  @Test
  void ofClustersByTheirMeans() {
    int clusters = 12;
    int size = 15;
    double correlation = 0.2;
    double planned =
        PowerPlan.ofMean(1)
            .with(ClusterDesign.of(size, correlation))
            .power(2.0 * clusters * size, 0.6);
    double found =
        rate(
            5,
            RUNS,
            random ->
                StudentT.withDefaults()
                    .test(
                        clusterMeans(random, clusters, size, correlation, 0.6),
                        clusterMeans(random, clusters, size, correlation, 0))
                    .rejectsAt(0.05));
    assertThat(found).isCloseTo(planned, tolerance(planned, RUNS));
  }

  private static double[] clusterMeans(
      SplittableRandom random, int clusters, int size, double correlation, double shift) {
    double[] means = new double[clusters];
    for (int i = 0; i < clusters; i++) {
      double own = Math.sqrt(correlation) * random.nextGaussian();
      double[] units = normal(random, size, shift + own, Math.sqrt(1 - correlation));
      means[i] = SampleSummary.of(units).mean();
    }
    return means;
  }

  @Test
  void ofUnequalClustersByTheirUnits() {
    int[] sizes = {2, 6, 10, 14, 18}; // mean 10, CV √32/10
    ClusterDesign design = new ClusterDesign(10, 0.1, Math.sqrt(32) / 10);
    int perArm = 60;
    SplittableRandom random = new SplittableRandom(6);
    int runs = 20_000;
    double sum = 0;
    for (int run = 0; run < runs; run++) {
      double total = 0;
      for (int i = 0; i < perArm; i++) {
        int size = sizes[i % sizes.length];
        total +=
            size * Math.sqrt(0.1) * random.nextGaussian()
                + Math.sqrt(0.9 * size) * random.nextGaussian();
      }
      double mean = total / (10 * perArm);
      sum += mean * mean;
    }
    // the variance of a mean of so many units, against that of independent ones
    double effect = sum / runs * 10 * perArm;
    assertThat(effect / design.designEffect())
        .isBetween(1 - 4 * Math.sqrt(2.0 / runs), 1 + 4 * Math.sqrt(2.0 / runs));
  }

  @Test
  void ofAnAnalysisAdjustedForACovariate() {
    double planned = PowerPlan.ofMean(1).withCovariateCorrelation(0.7).power(400, 0.2);
    double found =
        rate(
            7,
            RUNS,
            random ->
                WelchT.withDefaults()
                    .test(adjusted(random, 200, 0.2), adjusted(random, 200, 0))
                    .rejectsAt(0.05));
    assertThat(found).isCloseTo(planned, tolerance(planned, RUNS));
  }

  /** y − θ x with the θ of the population. */
  private static double[] adjusted(SplittableRandom random, int n, double shift) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      double before = random.nextGaussian();
      double after = shift + 0.7 * before + Math.sqrt(1 - 0.49) * random.nextGaussian();
      values[i] = after - 0.7 * before;
    }
    return values;
  }

  @Test
  void ofRatiosOfUsersWhoDifferInViews() {
    RatioSummary history = users(new SplittableRandom(80), 200_000, 0);
    double planned = PowerPlan.ofRatio(history).power(1200, 0.02);
    double found =
        rate(
            8,
            1_500,
            random ->
                WelchT.withDefaults()
                    .test(users(random, 600, 0.02).linearised(), users(random, 600, 0).linearised())
                    .rejectsAt(0.05));
    assertThat(found).isCloseTo(planned, tolerance(planned, 1_500));
  }

  private static RatioSummary users(SplittableRandom random, int n, double shift) {
    double[] clicks = new double[n];
    double[] views = new double[n];
    for (int i = 0; i < n; i++) {
      views[i] = 1 + random.nextInt(20);
      double rate = shift + 0.1 + 0.2 * random.nextDouble();
      clicks[i] = binomial(random, (int) views[i], rate);
    }
    return RatioSummary.of(clicks, views);
  }

  @Test
  void dunnettKeepsTheRateOfAnyFalseAlarmWhereBonferroniFallsBelow() {
    int arms = 4;
    int units = 60;
    PowerPlan plan = PowerPlan.ofMean(1).withWeights(1, 1, 1, 1, 1);
    double dunnett = plan.with(ArmCorrection.DUNNETT).perComparisonAlpha();
    double bonferroni = plan.perComparisonAlpha();
    int runs = 20_000;
    int[] alarms = new int[2];
    rate(
        9,
        runs,
        random -> {
          double[] z = new double[arms + 1];
          Arrays.setAll(z, i -> random.nextGaussian() / Math.sqrt(units));
          double most = 0;
          for (int i = 1; i <= arms; i++) {
            most = Math.max(most, Math.abs(z[i] - z[0]) / Math.sqrt(2.0 / units));
          }
          double p = io.lepton.stats.Alternative.TWO_SIDED.normalPValue(most);
          alarms[0] += p < dunnett ? 1 : 0;
          alarms[1] += p < bonferroni ? 1 : 0;
          return false;
        });
    assertThat((double) alarms[0] / runs).isCloseTo(0.05, tolerance(0.05, runs));
    assertThat((double) alarms[1] / runs).isLessThan((double) alarms[0] / runs);
  }
}
