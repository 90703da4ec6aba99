package io.lepton.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.test.Anova;
import io.lepton.stats.test.FisherExact;
import io.lepton.stats.test.Friedman;
import io.lepton.stats.test.KruskalWallis;
import io.lepton.stats.test.MannWhitney;
import io.lepton.stats.test.NonInferiority;
import io.lepton.stats.test.PairedT;
import io.lepton.stats.test.StudentT;
import io.lepton.stats.test.WilcoxonSignedRank;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("At the edges of tests of ranks, groups and tables")
class RankAndGroupEdgeTest {
  private static final double[] SOME = {1, 2, 3};

  private static void refused(ThrowingCallable call, String... parts) {
    assertThatThrownBy(call)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void whatHasNoAnswerIsRefused() {
    double[] bad = {1, Double.NaN, 3};
    refused(() -> StudentT.withDefaults().test(SOME, bad), "second[1]", "NaN");
    refused(() -> StudentT.withDefaults().test(SOME, new double[] {1}), "1 values");
    refused(() -> StudentT.withDefaults().test(new double[2], new double[2]), "zero variance");
    refused(() -> PairedT.withDefaults().test(SOME, new double[] {2, 3, 4}), "-1.0", "spread");
    refused(() -> PairedT.withDefaults().test(SOME, new double[] {2, 3}), "3", "2");
    double huge = Double.MAX_VALUE;
    refused(
        () -> PairedT.withDefaults().test(new double[] {huge, 1}, new double[] {-huge, 1}),
        "first − second[0]");
    refused(() -> MannWhitney.withDefaults().test(SOME, new double[0]), "second has 0");
    refused(() -> WilcoxonSignedRank.withDefaults().test(), "0 values");
    refused(
        () ->
            MannWhitney.withDefaults()
                .with(MannWhitney.Method.EXACT)
                .test(new double[5000], new double[5000]),
        "asymptotic");
    refused(() -> Anova.withDefaults().test(SOME), "1 groups");
    refused(() -> Anova.withDefaults().test(new double[] {1, 1}, new double[] {2, 2}), "spread");
    refused(() -> KruskalWallis.withDefaults().test(SOME, bad), "group 1[1]");
    refused(() -> Friedman.withDefaults().test(SOME), "1 blocks");
    refused(() -> Friedman.withDefaults().test(SOME, new double[] {1, 2}), "block 1");
    refused(() -> FisherExact.withDefaults().test(new long[][] {{0, 0}, {3, 4}}), "0 and 7");
    refused(() -> FisherExact.withDefaults().test(new long[][] {{1, -1}, {3, 4}}), "[1] is -1");
    refused(() -> FisherExact.withDefaults().test(new long[1][2]), "2 × 2");
    refused(() -> NonInferiority.withMargin(0), "margin");
    refused(() -> NonInferiority.withMargin(1.5).proportions(1, 2, 1, 2), "margin", "1.5");
  }

  @Test
  void tiesAllOverAreNoEvidence() {
    double[] sevens = {7, 7, 7, 7};
    for (MannWhitney.Method method : MannWhitney.Method.values()) {
      assertThat(MannWhitney.withDefaults().with(method).test(sevens, sevens).pValue())
          .isCloseTo(1, within(1e-12));
    }
    for (WilcoxonSignedRank.Method method : WilcoxonSignedRank.Method.values()) {
      for (WilcoxonSignedRank.Zeros zeros : WilcoxonSignedRank.Zeros.values()) {
        WilcoxonSignedRank.Result result =
            WilcoxonSignedRank.withDefaults().with(method).with(zeros).test(sevens, sevens);
        assertThat(result.pValue()).isEqualTo(1);
        assertThat(result.rankBiserial()).isZero();
      }
    }
    assertThat(KruskalWallis.withDefaults().test(sevens, sevens).pValue()).isEqualTo(1);
    assertThat(Friedman.withDefaults().test(sevens, sevens).pValue()).isEqualTo(1);
  }

  @Test
  void blocksThatAllRankAlikeHaveTheLargestStatistic() {
    Friedman test = Friedman.withDefaults().with(Friedman.Statistic.IMAN_DAVENPORT);
    Friedman.Result result = test.test(SOME, SOME, SOME, SOME);
    assertThat(result.statistic()).isInfinite();
    assertThat(result.pValue()).isZero();
  }

  @Test
  void exactRankSumsOfOneValueEachAreSimpleShares() {
    MannWhitney.Result result =
        MannWhitney.withDefaults()
            .with(Alternative.GREATER)
            .test(new double[] {9}, new double[] {1, 2, 3});
    assertThat(result.pValue()).isCloseTo(0.25, within(1e-15));
    assertThat(result.superiority()).isEqualTo(1);
    // C(98, 49) splits: no overflow, and the tail keeps its digits
    double[] low = new double[49];
    double[] high = new double[49];
    for (int i = 0; i < 49; i++) {
      low[i] = i;
      high[i] = 100 + i;
    }
    double one = 1;
    for (int i = 1; i <= 49; i++) {
      one *= i / (49.0 + i);
    }
    assertThat(MannWhitney.withDefaults().test(low, high).pValue())
        .isCloseTo(2 * one, within(1e-12 * one));
  }

  @Test
  void emptyCellsOfATableHaveEndsAtTheEndsOfOddsRatios() {
    FisherExact.Result result = FisherExact.withDefaults().test(new long[][] {{0, 5}, {4, 3}});
    assertThat(result.oddsRatio()).isZero();
    assertThat(result.interval().low()).isZero();
    FisherExact.Result turned = FisherExact.withDefaults().test(new long[][] {{5, 0}, {3, 4}});
    assertThat(turned.oddsRatio()).isInfinite();
    assertThat(turned.interval().low()).isCloseTo(1 / result.interval().high(), within(1e-9));
    assertThat(FisherExact.withDefaults().test(new long[][] {{9000, 8000}, {7000, 9000}}).pValue())
        .isPositive()
        .isLessThan(1e-50);
  }
}
