package io.lepton.stats.resample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.Simulation;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  private static double mean(double[] values, int[] places) {
    double sum = 0;
    for (int place : places) {
      sum += values[place];
    }
    return sum / places.length;
  }

  @Test
  void sameSeedSameInterval() {
    double[] values = Simulation.normal(new SplittableRandom(1), 50, 0, 1);
    Bootstrap bootstrap = Bootstrap.withDefaults().withReplicates(300);
    Bootstrap.Result first =
        bootstrap.interval(50, places -> mean(values, places), new SplittableRandom(7));
    assertThat(bootstrap.interval(50, places -> mean(values, places), new SplittableRandom(7)))
        .isEqualTo(first);
    assertThat(bootstrap.interval(50, places -> mean(values, places), new SplittableRandom(8)))
        .isNotEqualTo(first);
  }

  @Test
  void standardErrorOfTheMeanIsItsFormula() {
    double[] values = Simulation.normal(new SplittableRandom(2), 400, 5, 2);
    Bootstrap.Result result =
        Bootstrap.withDefaults()
            .withReplicates(4000)
            .interval(400, places -> mean(values, places), new SplittableRandom(3));
    SampleSummary summary = SampleSummary.of(values);
    double formula = summary.standardDeviation() * Math.sqrt(399.0 / 400) / Math.sqrt(400);
    // the standard deviation of B replicates is off by about 1/√(2B) of itself; four of these
    assertThat(result.standardError()).isCloseTo(formula, within(4 * formula / Math.sqrt(8000)));
    assertThat(result.estimate()).isCloseTo(summary.mean(), within(1e-12));
    assertThat(Math.abs(result.bias())).isLessThan(4 * formula / Math.sqrt(4000));
  }

  @Test
  void intervalCoversTheMean() {
    int runs = 1000;
    Bootstrap bootstrap = Bootstrap.withDefaults().withReplicates(500).withLevel(0.9);
    double rate =
        Simulation.rate(
            4,
            runs,
            random -> {
              double[] values = Simulation.normal(random, 100, 1, 3);
              return bootstrap
                  .interval(100, places -> mean(values, places), random)
                  .interval()
                  .contains(1);
            });
    assertThat(rate).isCloseTo(0.9, Simulation.tolerance(0.9, runs));
  }

  @Test
  void strataKeepTheirSizes() {
    int[] strata = {2, 0, 2, 2, 0, 2};
    Bootstrap.withDefaults()
        .stratified(
            strata,
            places -> {
              int zeros = 0;
              for (int place : places) {
                zeros += strata[place] == 0 ? 1 : 0;
              }
              assertThat(zeros).isEqualTo(2);
              return zeros;
            },
            new SplittableRandom(5));
    assertThatThrownBy(
            () ->
                Bootstrap.withDefaults()
                    .stratified(new int[] {0, -1}, places -> 0, new SplittableRandom(1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("strata[1]");
  }

  @Test
  void undefinedReplicatesAreCountedAndTooManyRefused() {
    Bootstrap.Result result =
        Bootstrap.withDefaults()
            .interval(
                4,
                places -> places[0] == places[1] && places[1] == places[2] ? Double.NaN : places[0],
                new SplittableRandom(6));
    // one in sixteen, and four standard deviations of 2000 draws
    assertThat((double) result.undefined()).isCloseTo(125, within(4 * Math.sqrt(125 * 15 / 16.0)));
    assertThatThrownBy(
            () ->
                Bootstrap.withDefaults()
                    .interval(
                        4, places -> places[0] == 3 ? Double.NaN : 1, new SplittableRandom(6)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("of 2000 replicates");
  }
}
