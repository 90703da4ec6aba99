package io.lepton.stats;

import static io.lepton.stats.Simulation.binomial;
import static io.lepton.stats.Simulation.multinomial;
import static io.lepton.stats.Simulation.normal;
import static io.lepton.stats.Simulation.rate;
import static io.lepton.stats.Simulation.tolerance;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.stats.drift.PopulationStabilityIndex;
import io.lepton.stats.drift.QuantileBins;
import io.lepton.stats.internal.Normal;
import io.lepton.stats.interval.BonettPrice;
import io.lepton.stats.interval.Newcombe;
import io.lepton.stats.test.DeLong;
import io.lepton.stats.test.KolmogorovSmirnov;
import io.lepton.stats.test.McNemar;
import io.lepton.stats.test.SampleRatioMismatch;
import io.lepton.stats.test.TwoProportionZ;
import io.lepton.stats.test.WelchT;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Simulated error rates and coverage")
class ErrorRateTest {

  @Test
  void welchKeepsItsLevelWithUnequalVariances() {
    int runs = 20_000;
    double rate =
        rate(
            1,
            runs,
            random ->
                WelchT.withDefaults()
                    .test(normal(random, 12, 5, 1), normal(random, 30, 5, 4))
                    .rejectsAt(0.05));
    assertThat(rate).isCloseTo(0.05, tolerance(0.05, runs));
  }

  @Test
  void welchIntervalCoversTheDifference() {
    int runs = 20_000;
    WelchT test = WelchT.withDefaults().withLevel(0.9);
    double rate =
        rate(
            2,
            runs,
            random ->
                test.test(normal(random, 15, 3, 2), normal(random, 25, 1, 1))
                    .interval()
                    .contains(2));
    assertThat(rate).isCloseTo(0.9, tolerance(0.9, runs));
  }

  @Test
  void twoProportionsKeepTheirLevel() {
    int runs = 20_000;
    double rate =
        rate(
            3,
            runs,
            random ->
                TwoProportionZ.withDefaults()
                    .test(binomial(random, 900, 0.2), 900, binomial(random, 1100, 0.2), 1100)
                    .rejectsAt(0.05));
    assertThat(rate).isCloseTo(0.05, tolerance(0.05, runs));
  }

  @Test
  void newcombeCoversSmallGroupsWhereWaldDoesNot() {
    int runs = 20_000;
    double newcombe =
        rate(
            4,
            runs,
            random ->
                Newcombe.withDefaults()
                    .interval(binomial(random, 25, 0.95), 25, binomial(random, 30, 0.85), 30)
                    .contains(0.1));
    double wald =
        rate(
            4,
            runs,
            random ->
                TwoProportionZ.withDefaults()
                    .test(binomial(random, 25, 0.95), 25, binomial(random, 30, 0.85), 30)
                    .interval()
                    .contains(0.1));
    double least = 0.95 - tolerance(0.95, runs).value;
    assertThat(newcombe).isBetween(least, 0.98);
    assertThat(wald).isLessThan(least);
  }

  @Test
  void newcombeCoversOnAverageOverAllProportions() {
    int runs = 40_000;
    double rate =
        rate(
            5,
            runs,
            random -> {
              double first = random.nextDouble();
              double second = random.nextDouble();
              return Newcombe.withDefaults()
                  .interval(binomial(random, 40, first), 40, binomial(random, 50, second), 50)
                  .contains(first - second);
            });
    // on the safe side on average, but by less than two points
    assertThat(rate).isBetween(0.95 - tolerance(0.95, runs).value, 0.97);
  }

  @Test
  void bonettPriceCoversPairedDifferences() {
    int runs = 20_000;
    double rate =
        rate(
            6,
            runs,
            random -> {
              long[] cells = multinomial(random, 60, 0.15, 0.05, 0.8);
              return BonettPrice.withDefaults().interval(cells[0], cells[1], 60).contains(0.1);
            });
    assertThat(rate).isBetween(0.95 - tolerance(0.95, runs).value, 0.97);
  }

  @Test
  void exactMcNemarNeverAlarmsMoreThanItsLevel() {
    int runs = 20_000;
    double rate =
        rate(
            7,
            runs,
            random -> {
              long[] cells = multinomial(random, 80, 0.1, 0.1, 0.8);
              return McNemar.withDefaults().test(cells[0], cells[1]).rejectsAt(0.05);
            });
    assertThat(rate).isLessThan(0.05 + tolerance(0.05, runs).value);
  }

  @Test
  void deLongCoversTheAreaOfTwoNormals() {
    int runs = 5_000;
    double area = Normal.cumulative(1 / Math.sqrt(2));
    boolean[] positive = positives(200, 250);
    double rate =
        rate(
            8,
            runs,
            random -> {
              double[] scores = normal(random, positive.length, 0, 1);
              for (int i = 0; i < 200; i++) {
                scores[i] += 1;
              }
              return DeLong.withDefaults().auc(positive, scores).interval().contains(area);
            });
    assertThat(rate).isCloseTo(0.95, tolerance(0.95, runs));
  }

  @Test
  void deLongComparisonKeepsItsLevelOnCorrelatedScores() {
    int runs = 5_000;
    boolean[] positive = positives(150, 200);
    double rate =
        rate(
            9,
            runs,
            random -> {
              double[] first = new double[350];
              double[] second = new double[350];
              for (int i = 0; i < 350; i++) {
                double common = random.nextGaussian() + (positive[i] ? 1.2 : 0);
                first[i] = common + random.nextGaussian();
                second[i] = common + random.nextGaussian();
              }
              return DeLong.withDefaults().compare(positive, first, second).rejectsAt(0.05);
            });
    assertThat(rate).isCloseTo(0.05, tolerance(0.05, runs));
  }

  private static boolean[] positives(int positives, int negatives) {
    boolean[] positive = new boolean[positives + negatives];
    Arrays.fill(positive, 0, positives, true);
    return positive;
  }

  @Test
  void sampleRatioAlarmsOncePerThousandSoundExperiments() {
    int runs = 50_000;
    double rate =
        rate(
            10,
            runs,
            random ->
                SampleRatioMismatch.withDefaults()
                    .test(multinomial(random, 1000, 0.5, 0.3, 0.2), new double[] {5, 3, 2})
                    .mismatch());
    assertThat(rate).isCloseTo(0.001, tolerance(0.001, runs));
  }

  @Test
  void kolmogorovSmirnovKeepsItsLevelWithManyTies() {
    int runs = 5_000;
    double rate =
        rate(
            11,
            runs,
            random ->
                KolmogorovSmirnov.withDefaults()
                    .test(dice(random, 80), dice(random, 60))
                    .rejectsAt(0.05));
    assertThat(rate).isBetween(0.02, 0.05 + tolerance(0.05, runs).value);
  }

  private static double[] dice(SplittableRandom random, int n) {
    return random.ints(n, 1, 7).asDoubleStream().toArray();
  }

  @Test
  void asymptoticKolmogorovSmirnovKeepsItsLevel() {
    int runs = 2_000;
    KolmogorovSmirnov test =
        KolmogorovSmirnov.withDefaults().with(KolmogorovSmirnov.Method.ASYMPTOTIC);
    double rate =
        rate(
            12,
            runs,
            random ->
                test.test(normal(random, 900, 0, 1), normal(random, 1300, 0, 1)).rejectsAt(0.05));
    assertThat(rate).isCloseTo(0.05, tolerance(0.05, runs));
  }

  @Test
  void stabilityIndexAlarmsAtItsLevelWhateverTheSampleSize() {
    int runs = 5_000;
    int[][] sizes = {{3000, 1000}, {1000, 1000}, {700, 200}};
    for (int[] size : sizes) {
      double rate = rate(13, runs, random -> drifts(random, size[0], size[1]));
      assertThat(rate)
          .as("%d reference, %d current", size[0], size[1])
          .isCloseTo(0.05, tolerance(0.05, runs));
    }
  }

  @Test
  void stabilityIndexDoesNotAlarmForRareCategories() {
    int runs = 2_000;
    double[] shares = new double[60];
    for (int i = 0; i < 60; i++) {
      shares[i] = 0.4 * Math.pow(i + 1, -1.5);
    }
    shares[59] = 0; // takes what is left
    int[][] sizes = {{5_000, 100}, {700, 200}, {100, 1000}};
    for (int[] size : sizes) {
      double rate =
          rate(
              14,
              runs,
              random ->
                  PopulationStabilityIndex.withDefaults()
                      .withAlpha(0.05)
                      .test(
                          multinomial(random, size[0], shares),
                          multinomial(random, size[1], shares))
                      .drift());
      assertThat(rate)
          .as("%d reference, %d current", size[0], size[1])
          .isLessThan(0.05 + tolerance(0.05, runs).value);
    }
  }

  private static boolean drifts(SplittableRandom random, int reference, int current) {
    double[] first = normal(random, reference, 0, 1);
    return PopulationStabilityIndex.withDefaults()
        .withAlpha(0.05)
        .test(QuantileBins.of(first, 10), first, normal(random, current, 0, 1))
        .drift();
  }
}
