package io.lepton.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.drift.PopulationStabilityIndex;
import io.lepton.stats.drift.QuantileBins;
import io.lepton.stats.interval.BonettPrice;
import io.lepton.stats.interval.ClopperPearson;
import io.lepton.stats.interval.Newcombe;
import io.lepton.stats.interval.Wilson;
import io.lepton.stats.multiple.PValueAdjustment;
import io.lepton.stats.power.TwoMeansPower;
import io.lepton.stats.power.TwoProportionsPower;
import io.lepton.stats.resample.Bootstrap;
import io.lepton.stats.test.ChiSquare;
import io.lepton.stats.test.DeLong;
import io.lepton.stats.test.KolmogorovSmirnov;
import io.lepton.stats.test.McNemar;
import io.lepton.stats.test.SampleRatioMismatch;
import io.lepton.stats.test.TwoProportionZ;
import io.lepton.stats.test.WelchT;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("At the edges")
class EdgeCaseTest {
  private static final double[] SOME = {1, 2, 3};

  private static void refused(ThrowingCallable call, String... parts) {
    assertThatThrownBy(call)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void badNumbersAreRefusedByPlace() {
    WelchT welch = WelchT.withDefaults();
    refused(() -> welch.test(SOME, new double[] {1, Double.NaN}), "second[1]", "NaN");
    refused(() -> welch.test(new double[] {Double.NEGATIVE_INFINITY, 1}, SOME), "first[0]");
    refused(() -> SampleSummary.of(1, 2, Double.POSITIVE_INFINITY), "values[2]", "Infinity");
    KolmogorovSmirnov ks = KolmogorovSmirnov.withDefaults();
    refused(() -> ks.test(new double[] {0, 1, Double.NaN}, SOME), "first[2]");
    boolean[] labels = {true, true, false, false};
    DeLong deLong = DeLong.withDefaults();
    refused(() -> deLong.auc(labels, new double[] {1, 2, 3, Double.NaN}), "scores[3]");
    refused(() -> PValueAdjustment.HOLM.adjust(0.5, Double.NaN), "[1]", "NaN");
    refused(() -> QuantileBins.of(new double[] {1, Double.NEGATIVE_INFINITY}, 4), "reference[1]");
  }

  @Test
  void tooFewValuesAreRefused() {
    WelchT welch = WelchT.withDefaults();
    refused(() -> welch.test(new double[0], SOME), "first has 0 values", "at least 2");
    refused(() -> welch.test(SOME, new double[] {1}), "second has 1 values");
    refused(() -> welch.test(new SampleSummary(1, 0, 0), SampleSummary.of(SOME)), "first has 1");
    refused(() -> SampleSummary.of(), "0 values");
    refused(() -> KolmogorovSmirnov.withDefaults().test(SOME, new double[0]), "second has 0");
    refused(() -> McNemar.withDefaults().test(new boolean[0], new boolean[0]), "no cases");
    refused(
        () -> DeLong.withDefaults().auc(new boolean[] {true, false, false}, SOME),
        "1 positive and 2 negative",
        "at least two");
    refused(
        () -> Bootstrap.withDefaults().interval(1, places -> 1, new SplittableRandom(1)),
        "1 cases");
    refused(
        () -> PopulationStabilityIndex.withDefaults().test(new long[] {0, 0}, new long[] {1, 2}),
        "reference has no cases");
    refused(() -> QuantileBins.of(new double[] {Double.NaN}, 4), "all 1", "missing");
  }

  @Test
  void zeroVarianceOfBothSamplesIsRefusedAndOfOneIsNot() {
    WelchT welch = WelchT.withDefaults();
    double[] sevens = {7, 7, 7};
    refused(() -> welch.test(sevens, new double[] {5, 5}), "zero variance", "7.0", "5.0");
    WelchT.Result result = welch.test(sevens, SOME);
    assertThat(result.degreesOfFreedom()).isEqualTo(2);
    assertThat(result.difference()).isEqualTo(5);
    assertThat(welch.test(new double[] {1e-120, 3e-120}, new double[] {2e-120, 9e-120}).pValue())
        .as("tiny variances do not underflow")
        .isBetween(0.1, 0.9);
    refused(
        () -> SeparationIndex.of(SampleSummary.of(sevens), SampleSummary.of(sevens)),
        "zero variance");
  }

  @Test
  void separationIsTheDifferenceInUnitsOfBothSpreads() {
    double index = SeparationIndex.of(SampleSummary.of(1, 2, 3), SampleSummary.of(4, 6, 8));
    assertThat(index).isCloseTo(4.0 / 3, within(1e-15));
  }

  @Test
  void proportionsOfNoneAndAllHaveSoundIntervals() {
    Interval none = Wilson.withDefaults().interval(0, 10);
    assertThat(none.low()).isZero();
    // z²/(n + z²)
    assertThat(none.high()).isCloseTo(0.2775327998628892, within(1e-15));
    Interval all = Wilson.withDefaults().interval(10, 10);
    assertThat(all.low()).isCloseTo(1 - none.high(), within(1e-15));
    assertThat(all.high()).isEqualTo(1);
    // rule of Clopper and Pearson: (α/2)^(1/n)
    assertThat(ClopperPearson.withDefaults().interval(10, 10).low())
        .isCloseTo(Math.pow(0.025, 0.1), within(1e-14));
    assertThat(Wilson.withDefaults().interval(1, 1_000_000_000_000L).low()).isPositive();
    Interval same = Newcombe.withDefaults().interval(10, 10, 20, 20);
    assertThat(same.contains(0)).isTrue();
    assertThat(same.width()).isGreaterThan(0.3);
    assertThat(BonettPrice.withDefaults().interval(0, 0, 10).width()).isPositive();
  }

  @Test
  void equalProportionsWithoutSpreadAreNoEvidence() {
    TwoProportionZ.Result all = TwoProportionZ.withDefaults().test(10, 10, 20, 20);
    assertThat(all.statistic()).isZero();
    assertThat(all.pValue()).isEqualTo(1);
    TwoProportionZ.Result none =
        TwoProportionZ.withDefaults()
            .with(TwoProportionZ.IntervalMethod.NEWCOMBE)
            .test(0, 10, 0, 20);
    assertThat(none.interval().width()).isPositive();
    TwoProportionZ unpooled = TwoProportionZ.withDefaults().with(TwoProportionZ.Variance.UNPOOLED);
    refused(() -> unpooled.test(10, 10, 0, 10), "variance of zero", "pooled");
    assertThat(TwoProportionZ.withDefaults().test(10, 10, 0, 10).rejectsAt(0.001)).isTrue();
  }

  @Test
  void impossibleCountsAreRefused() {
    refused(() -> Wilson.withDefaults().interval(3, 2), "3 successes of 2");
    refused(() -> Wilson.withDefaults().interval(0, 0), "at least one trial");
    refused(() -> Newcombe.withDefaults().interval(1, 2, -1, 3), "second", "-1");
    refused(() -> TwoProportionZ.withDefaults().test(0, 0, 1, 2), "first");
    refused(() -> BonettPrice.withDefaults().interval(6, 5, 10), "6 and 5", "10 cases");
    refused(() -> McNemar.withDefaults().test(3, -2), "[1] is -2");
    ChiSquare chiSquare = ChiSquare.withDefaults();
    refused(() -> chiSquare.independence(new long[][] {{1, 2}, {3}}), "row 1");
    refused(() -> chiSquare.independence(new long[][] {{1, 0}, {3, 0}}), "column 1");
    refused(() -> chiSquare.independence(new long[0][]), "0 × 0");
    refused(() -> chiSquare.goodnessOfFit(new long[] {0, 0}, new double[] {.5, .5}), "all");
    refused(() -> chiSquare.goodnessOfFit(new long[] {1, 2}, new double[] {.5, .6}), "sum");
    SampleRatioMismatch split = SampleRatioMismatch.withDefaults();
    refused(() -> split.test(new long[] {1, 2}, new double[] {1, 0}), "weights[1]");
    refused(() -> split.test(new long[] {1, 2}, new double[] {1, 1, 1}), "2", "3");
  }

  @Test
  void completeSeparationStillHasAnInterval() {
    boolean[] labels = {true, true, true, false, false, false};
    DeLong.Area area = DeLong.withDefaults().auc(labels, new double[] {4, 5, 6, 1, 2, 3});
    assertThat(area.auc()).isEqualTo(1);
    assertThat(area.interval().high()).isEqualTo(1);
    assertThat(area.interval().low()).isLessThan(0.5);
    assertThat(area.interval().method()).contains("largest variance");
    DeLong.Comparison same =
        DeLong.withDefaults()
            .compare(labels, new double[] {4, 5, 6, 1, 2, 3}, new double[] {9, 9, 9, 1, 1, 1});
    assertThat(same.statistic()).isZero();
    assertThat(same.pValue()).isEqualTo(1);
    refused(
        () ->
            DeLong.withDefaults()
                .compare(labels, new double[] {4, 5, 6, 1, 2, 3}, new double[] {1, 2, 3, 4, 5, 6}),
        "variance of zero");
  }

  @Test
  void neverDisagreeingIsNoEvidence() {
    for (McNemar.Method method : McNemar.Method.values()) {
      assertThat(McNemar.withDefaults().with(method).test(0, 0).pValue()).isEqualTo(1);
    }
    boolean[] first = {true, true, false, false, true};
    boolean[] second = {true, false, true, false, false};
    McNemar.Result result = McNemar.withDefaults().test(first, second);
    assertThat(result.onlyFirst()).isEqualTo(2);
    assertThat(result.onlySecond()).isEqualTo(1);
  }

  @Test
  void equalSamplesHaveDistanceZero() {
    KolmogorovSmirnov.Result result = KolmogorovSmirnov.withDefaults().test(SOME, SOME);
    assertThat(result.statistic()).isZero();
    assertThat(result.pValue()).isEqualTo(1);
  }

  @Test
  void impossiblePlansAreRefused() {
    TwoMeansPower means = TwoMeansPower.withDefaults();
    refused(() -> means.sampleSize(0, 1, 0.8), "difference");
    refused(() -> means.sampleSize(1, 0, 0.8), "standard deviation");
    refused(() -> means.sampleSize(1, 1, 0.04), "0.04", "alpha");
    refused(() -> means.power(1, 1, 1), "1.0 cases");
    refused(() -> TwoMeansPower.withDefaults().withAlpha(0), "alpha");
    TwoProportionsPower proportions = TwoProportionsPower.withDefaults();
    refused(() -> proportions.sampleSize(0.5, 0.5, 0.8), "difference");
    refused(() -> proportions.power(100, 0, 0.5), "first proportion");
    refused(
        () ->
            proportions.minimumDetectableEffect(
                10, 0.9, TwoProportionsPower.Direction.INCREASE, 0.8),
        "more cases");
    assertThat(means.sampleSize(1000, 1, 0.8).firstCases()).isEqualTo(2);
  }

  @Test
  void oneBinCannotDrift() {
    PopulationStabilityIndex.Result result =
        PopulationStabilityIndex.withDefaults().test(Map.of("a", 10L), Map.of("a", 99L));
    assertThat(result.drift()).isFalse();
    assertThat(result.pValue()).isEqualTo(1);
  }

  @Test
  void binsKeepRareValuesApart() {
    QuantileBins constant = QuantileBins.of(new double[] {5, 5, 5, 5}, 10);
    assertThat(constant.counts(4.9, 5, 5, 5.1, 7)).containsExactly(1, 2, 2, 0);
    QuantileBins mostlyLow = QuantileBins.of(new double[] {0, 0, 0, 0, 0, 0, 0, 0, 1, 2}, 4);
    assertThat(mostlyLow.counts(-1, 0, 0.5, 9, Double.NaN, Double.POSITIVE_INFINITY))
        .containsExactly(2, 3, 1);
    QuantileBins mostlyHigh = QuantileBins.of(new double[] {0, 1, 1, 1, 1, 1, 1, 1, 1, 1}, 4);
    assertThat(mostlyHigh.counts(0, 0, 1, 2)).containsExactly(2, 2, 0);
    refused(() -> new QuantileBins(List.of(2.0, 1.0)), "rising");
  }
}
