package io.lepton.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.stats.internal.StudentizedRange;
import io.lepton.stats.internal.Tails;
import io.lepton.stats.test.Anova;
import io.lepton.stats.test.Continuity;
import io.lepton.stats.test.FisherExact;
import io.lepton.stats.test.Friedman;
import io.lepton.stats.test.KruskalWallis;
import io.lepton.stats.test.MannWhitney;
import io.lepton.stats.test.PairedT;
import io.lepton.stats.test.WilcoxonSignedRank;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Numbers printed by R 4.2.2 and scipy 1.17.1 with 15 digits, the call beside each; the data are
 * those of R's examples where they have a name.
 */
@DisplayName("Agreement with R's and scipy's examples")
class AgainstRTest {
  private static final double[] TIED = {1, 2, 2, 3, 3, 3, 4, 5, 5, 6};
  private static final double[] TIED_TOO = {2, 3, 3, 4, 4, 5, 6, 7, 7, 8, 8};
  private static final double[] WITH_ZEROS = {0, 0, 1, -1, 2, 2, -3, 4, 5, 6, 7, -2, 3, 0};

  private static void same(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, within(2e-13 + 1e-12 * Math.abs(expected)));
  }

  /** t.test(extra ~ group, data = sleep, paired = TRUE). */
  @Test
  void sleepPaired() {
    double[] first = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
    double[] second = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};
    PairedT.Result result = PairedT.withDefaults().test(first, second);
    same(result.statistic(), -4.06212768338204);
    same(result.pValue(), 0.00283289019738427);
    same(result.interval().low(), -2.45988576327698);
    same(result.interval().high(), -0.700114236723018);
  }

  /** The examples of ?wilcox.test: permeability of membranes, depression scores. */
  @Test
  void exactRankTests() {
    double[] x = {0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46};
    double[] y = {1.15, 0.88, 0.90, 0.74, 1.21};
    MannWhitney.Result sums = MannWhitney.withDefaults().with(Alternative.GREATER).test(x, y);
    same(sums.statistic(), 35);
    same(sums.pValue(), 0.127206127206127);
    same(sums.superiority(), 0.7);
    double[] before = {1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30};
    double[] after = {0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29};
    WilcoxonSignedRank.Result signs =
        WilcoxonSignedRank.withDefaults().with(Alternative.GREATER).test(before, after);
    same(signs.statistic(), 40);
    same(signs.pValue(), 0.01953125);
    same(signs.rankBiserial(), 35.0 / 45);
  }

  /** wilcox.test(x, y, alternative, correct, exact = FALSE). */
  @Test
  void asymptoticRankSumsWithTies() {
    MannWhitney test = MannWhitney.withDefaults().with(MannWhitney.Method.ASYMPTOTIC);
    double[][] expected = {
      {0.0640212817171577, 0.0320106408585788, 0.972776523946986},
      {0.0590732728790182, 0.0295366364395091, 0.970463363560491}
    };
    for (Continuity correction : Continuity.values()) {
      for (Alternative alternative : Alternative.values()) {
        MannWhitney.Result result = test.with(correction).with(alternative).test(TIED, TIED_TOO);
        same(result.statistic(), 28.5);
        same(result.pValue(), expected[correction.ordinal()][alternative.ordinal()]);
      }
    }
  }

  /** wilcox.test(z, alternative, correct, exact = FALSE); scipy wilcoxon(zero_method="pratt"). */
  @Test
  void asymptoticSignedRanksWithTiesAndZeros() {
    WilcoxonSignedRank test =
        WilcoxonSignedRank.withDefaults().with(WilcoxonSignedRank.Method.ASYMPTOTIC);
    double[][] expected = {
      {0.0675345983135519, 0.972398512915665, 0.033767299156776},
      {0.0611115586753628, 0.969444220662319, 0.0305557793376814}
    };
    double[] pratt = {0.07118374567239966, 0.9644081271638002, 0.03559187283619983};
    for (Alternative alternative : Alternative.values()) {
      for (Continuity correction : Continuity.values()) {
        WilcoxonSignedRank.Result result = test.with(correction).with(alternative).test(WITH_ZEROS);
        same(result.statistic(), 54);
        same(result.pValue(), expected[correction.ordinal()][alternative.ordinal()]);
        assertThat(result.counted()).isEqualTo(11);
      }
      same(
          test.with(Continuity.NONE)
              .with(WilcoxonSignedRank.Zeros.PRATT)
              .with(alternative)
              .test(WITH_ZEROS)
              .pValue(),
          pratt[alternative.ordinal()]);
    }
  }

  /** oneway.test(weight ~ group, PlantGrowth), and with var.equal = TRUE. */
  @Test
  void plantGrowth() {
    double[] control = {4.17, 5.58, 5.18, 6.11, 4.50, 4.61, 5.17, 4.53, 5.33, 5.14};
    double[] first = {4.81, 4.17, 4.41, 3.59, 5.87, 3.83, 6.03, 4.89, 4.32, 4.69};
    double[] second = {6.31, 5.12, 5.54, 5.50, 5.37, 5.29, 4.92, 6.15, 5.80, 5.26};
    Anova.Result equal = Anova.withDefaults().test(control, first, second);
    same(equal.statistic(), 4.84608786238014);
    same(equal.pValue(), 0.0159099583256229);
    Anova.Result welch =
        Anova.withDefaults().with(Anova.Variances.WELCH).test(control, first, second);
    same(welch.statistic(), 5.18097240811319);
    same(welch.pValue(), 0.01739282149017);
  }

  /** The example of ?kruskal.test (Hollander and Wolfe 1973), and one with ties. */
  @Test
  void kruskalWallis() {
    KruskalWallis.Result clearance =
        KruskalWallis.withDefaults()
            .test(
                new double[] {2.9, 3.0, 2.5, 2.6, 3.2},
                new double[] {3.8, 2.7, 4.0, 2.4},
                new double[] {2.8, 3.4, 3.7, 2.2, 2.0});
    same(clearance.statistic(), 0.771428571428572);
    same(clearance.pValue(), 0.679964773578894);
    KruskalWallis.Result tied =
        KruskalWallis.withDefaults().test(TIED, TIED_TOO, new double[] {1, 1, 2, 8, 9});
    same(tied.statistic(), 2.93444086327299);
    same(tied.pValue(), 0.230565467817007);
  }

  /** RoundingTimes of ?friedman.test, with ties; Nemenyi's by ptukey(sqrt(2) * ..., 3, Inf). */
  @Test
  void roundingTimes() {
    double[][] times = {
      {5.40, 5.50, 5.55}, {5.85, 5.70, 5.75}, {5.20, 5.60, 5.50}, {5.55, 5.50, 5.40},
      {5.90, 5.85, 5.70}, {5.45, 5.55, 5.60}, {5.40, 5.40, 5.35}, {5.45, 5.50, 5.35},
      {5.25, 5.15, 5.00}, {5.85, 5.80, 5.70}, {5.25, 5.20, 5.10}, {5.65, 5.55, 5.45},
      {5.60, 5.35, 5.45}, {5.05, 5.00, 4.95}, {5.50, 5.50, 5.40}, {5.45, 5.55, 5.50},
      {5.55, 5.55, 5.35}, {5.45, 5.50, 5.55}, {5.50, 5.45, 5.25}, {5.65, 5.60, 5.40},
      {5.70, 5.65, 5.55}, {6.30, 6.30, 6.25}
    };
    Friedman.Result result = Friedman.withDefaults().test(times);
    same(result.statistic(), 11.1428571428571);
    same(result.pValue(), 0.00380504077551136);
    // Iman and Davenport: (n - 1) X / (n (k - 1) - X)
    same(
        Friedman.withDefaults().with(Friedman.Statistic.IMAN_DAVENPORT).test(times).statistic(),
        21 * (78.0 / 7) / (44 - 78.0 / 7));
    // a difference at the critical one has the p-value of its level
    double critical = result.criticalDifference(0.05);
    assertThat(critical).isCloseTo(2.34370058790214 * Math.sqrt(3 * 4 / (6.0 * 22)), within(1e-8));
    assertThat(result.nemenyi(0, 2) < 0.05)
        .isEqualTo(result.meanRanks().get(0) - result.meanRanks().get(2) > critical);
  }

  /** ptukey(q, 3, Inf, lower.tail = FALSE), R stops at about 1e-10; q.05 of Demšar's table. */
  @Test
  void studentizedRange() {
    double[] q = {1, 3.31449, 5};
    double[] upper = {0.759287358770717, 0.0500002823243564, 0.00118399123098678};
    for (int i = 0; i < q.length; i++) {
      assertThat(StudentizedRange.upper(q[i], 3)).isCloseTo(upper[i], within(1e-9));
    }
    int[] k = {2, 3, 4, 5, 10};
    double[] nemenyi = {1.95996, 2.34370, 2.56903, 2.72777, 3.16368};
    for (int i = 0; i < k.length; i++) {
      assertThat(StudentizedRange.upperQuantile(0.05, k[i]) / Math.sqrt(2))
          .isCloseTo(nemenyi[i], within(5e-6));
    }
    // of two values it is a normal one of variance 2
    same(StudentizedRange.upper(8, 2), 1.5417257900280019e-8);
  }

  /** fisher.test(c(7, 2, 5, 9)) by its three alternatives; TeaTasting and Convictions. */
  @Test
  void fisher() {
    long[][] table = {{7, 2}, {5, 9}};
    double[] p = {0.0893794588773724, 0.993067707632252, 0.0602369094090725};
    for (Alternative alternative : Alternative.values()) {
      same(
          FisherExact.withDefaults().with(alternative).test(table).pValue(),
          p[alternative.ordinal()]);
    }
    FisherExact test = FisherExact.withDefaults();
    same(
        test.with(Alternative.GREATER).test(new long[][] {{3, 1}, {1, 3}}).pValue(),
        0.242857142857143);
    FisherExact.Result convictions =
        test.with(Alternative.LESS).test(new long[][] {{2, 15}, {10, 3}});
    same(convictions.pValue(), 0.000465180943362905);
    // R stops its search at 1.2e-4
    assertThat(convictions.oddsRatio()).isCloseTo(0.0469366088276989, within(1.3e-4));
    assertThat(convictions.interval().low()).isZero();
    assertThat(convictions.interval().high()).isCloseTo(0.28496013793557, within(1.3e-4));
    // scipy's odds_ratio([[7, 15], [58, 472]]), kind "conditional"; its search goes further
    FisherExact.Result exact = test.test(new long[][] {{7, 15}, {58, 472}});
    assertThat(exact.oddsRatio()).isCloseTo(3.7836687705553493, within(1e-9));
    assertThat(exact.interval().low()).isCloseTo(1.2514829132266785, within(1e-9));
    assertThat(exact.interval().high()).isCloseTo(10.363493716701269, within(1e-8));
  }

  /** mpmath betainc(b/2, a/2, 0, b/(b + a f)) at 40 digits. */
  @Test
  void tailsOfF() {
    double[][] values = {
      {3, 2.5, 1e6, 0.038169562110307661},
      {30, 5, 200, 1.0895661597077031e-22},
      {0.001, 3, 7, 0.99995186339789415},
      {10000, 3, 7, 4.5138462453293874e-13}
    };
    for (double[] row : values) {
      assertThat(Tails.fisherUpper(row[0], row[1], row[2]))
          .isCloseTo(row[3], within(1e-12 * row[3]));
    }
  }
}
