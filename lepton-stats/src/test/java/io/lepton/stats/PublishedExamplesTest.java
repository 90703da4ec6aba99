package io.lepton.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.stats.interval.Newcombe;
import io.lepton.stats.multiple.PValueAdjustment;
import io.lepton.stats.power.TwoMeansPower;
import io.lepton.stats.power.TwoProportionsPower;
import io.lepton.stats.test.TwoProportionZ;
import io.lepton.stats.test.WelchT;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** To the digits that were printed. */
@DisplayName("Examples others have published")
class PublishedExamplesTest {

  @Test
  void sleepOfR() {
    double[] first = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
    double[] second = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};
    WelchT.Result result = WelchT.withDefaults().test(first, second);
    assertThat(result.statistic()).isCloseTo(-1.860813, within(5e-7));
    assertThat(result.degreesOfFreedom()).isCloseTo(17.77647, within(5e-6));
    assertThat(result.pValue()).isCloseTo(0.07939414, within(5e-9));
  }

  @Test
  void powerOfRDocumentation() {
    assertThat(TwoMeansPower.withDefaults().power(20, 1, 1)).isCloseTo(0.8689528, within(5e-8));
    // R stops its root search at 1.2e-4
    assertThat(TwoProportionsPower.withDefaults().sampleSize(0.5, 0.75, 0.9).first())
        .isCloseTo(76.70693, within(1.3e-4));
  }

  @Test
  void sampleSizesOfSpotifyConfidence() {
    assertThat((double) TwoMeansPower.withDefaults().sampleSize(0.3, 10, 0.85).totalCases())
        .isCloseTo(39_906, within(0.005 * 39_906));
    assertThat(
            (double) TwoProportionsPower.withDefaults().sampleSize(0.34, 0.343, 0.85).totalCases())
        .isCloseTo(897_348, within(0.005 * 897_348));
  }

  @Test
  void absoluteDifferenceOfGrowthBook() {
    SampleSummary a = SampleSummary.ofSums(3407, 1396.87, 52377.9767);
    SampleSummary b = SampleSummary.ofSums(3461, 2422.7, 134698.29);
    WelchT.Result result = WelchT.withDefaults().test(b, a);
    assertThat(result.difference()).isCloseTo(0.29, within(5e-6));
    assertThat(result.interval().low()).isCloseTo(0.04538, within(5e-6));
    assertThat(result.interval().high()).isCloseTo(0.53462, within(5e-6));
    assertThat(result.pValue()).isCloseTo(0.02016, within(5e-6));
  }

  @Test
  void holmAndBenjaminiHochbergOfGrowthBook() {
    assertThat(PValueAdjustment.HOLM.adjust(.01, .04, .03, .005, .55, .6))
        .containsExactly(new double[] {.05, .12, .12, .03, 1, 1}, within(1e-12));
    assertThat(PValueAdjustment.BENJAMINI_HOCHBERG.adjust(.898, .138, .007, .964, .538, .006, .138))
        .containsExactly(
            new double[] {.964, .2415, .0245, .964, .7531999999999999, .0245, .2415},
            within(1e-12));
  }

  /** Newcombe (1998), table II, method 10. */
  @Test
  void intervalsOfNewcombe() {
    newcombe(56, 70, 48, 80, 0.0524, 0.3339);
    newcombe(9, 10, 3, 10, 0.1705, 0.8090);
    newcombe(10, 10, 0, 20, 0.6791, 1.0);
    newcombe(10, 10, 0, 10, 0.6075, 1.0);
  }

  private static void newcombe(long a, long m, long b, long n, double low, double high) {
    assertThat(Newcombe.withDefaults().interval(a, m, b, n).low()).isCloseTo(low, within(5e-5));
    assertThat(Newcombe.withDefaults().interval(a, m, b, n).high()).isCloseTo(high, within(5e-5));
    assertThat(
            TwoProportionZ.withDefaults()
                .with(TwoProportionZ.IntervalMethod.NEWCOMBE)
                .test(a, m, b, n)
                .interval()
                .low())
        .isCloseTo(low, within(5e-5));
  }
}
