package io.lepton.stats;

import static io.lepton.stats.Simulation.binomial;
import static io.lepton.stats.Simulation.normal;
import static io.lepton.stats.Simulation.rate;
import static io.lepton.stats.Simulation.tolerance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.interval.OddsRatio;
import io.lepton.stats.interval.QuantileInterval;
import io.lepton.stats.interval.RelativeLift;
import io.lepton.stats.interval.RiskRatio;
import io.lepton.stats.multiple.PValueAdjustment;
import io.lepton.stats.multiple.SimultaneousIntervals;
import io.lepton.stats.test.WelchT;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Expected numbers by R 4.2.2, scipy 1.17.1 and GrowthBook's tests; the call is beside each. */
@DisplayName("Ratios, quantiles, simultaneous intervals and effect sizes")
class IntervalsAndEffectsTest {
  private static final double[] FIRST = {1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30};
  private static final double[] SECOND = {0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29};

  private static void same(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, within(2e-13 + 1e-12 * Math.abs(expected)));
  }

  @Test
  void relativeLiftOfGrowthBook() {
    SampleSummary a = SampleSummary.ofSums(3407, 1396.87, 52377.9767);
    SampleSummary b = SampleSummary.ofSums(3461, 2422.7, 134698.29);
    RelativeLift.Result result = RelativeLift.withDefaults().interval(b, a);
    assertThat(result.lift()).isCloseTo(0.70732, within(5e-6));
    assertThat(result.standardError()).isCloseTo(0.37879, within(5e-6));
    assertThat(result.interval().low()).isCloseTo(-0.03526, within(5e-6));
    assertThat(result.interval().high()).isCloseTo(1.44989, within(5e-6));
  }

  /** Roots by uniroot() of the statistic itself, good to 1e-12. */
  @Test
  void fieller() {
    RelativeLift fieller = RelativeLift.withDefaults().with(RelativeLift.Method.FIELLER);
    RelativeLift.Result result =
        fieller.interval(SampleSummary.of(FIRST), SampleSummary.of(SECOND));
    assertThat(result.interval().low()).isCloseTo(-0.158090307985111, within(1e-11));
    assertThat(result.interval().high()).isCloseTo(1.28790850271544, within(1e-11));
    assertThat(result.shape()).isEqualTo(RelativeLift.Shape.BOUNDED);
    SampleSummary noise = new SampleSummary(10, 0.1, 10);
    RelativeLift.Result unknown = fieller.interval(noise, noise);
    assertThat(unknown.shape()).isEqualTo(RelativeLift.Shape.EVERYTHING);
    assertThat(unknown.interval().low()).isEqualTo(Double.NEGATIVE_INFINITY);
    RelativeLift.Result outside = fieller.interval(new SampleSummary(10, 50, 10), noise);
    assertThat(outside.shape()).isEqualTo(RelativeLift.Shape.OUTSIDE);
    assertThat(outside.interval().high()).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void fiellerCoversWhereTheControlIsNearZeroAndBounded() {
    int runs = 20_000;
    RelativeLift fieller = RelativeLift.withDefaults().with(RelativeLift.Method.FIELLER);
    double covered =
        rate(
            41,
            runs,
            random ->
                fieller
                    .interval(
                        SampleSummary.of(normal(random, 400, 1.5, 10)),
                        SampleSummary.of(normal(random, 400, 1.5, 10)))
                    .interval()
                    .contains(0));
    // the hull of two rays covers what lies between them too
    assertThat(covered).isGreaterThan(0.95 - tolerance(0.95, runs).value);
  }

  @Test
  void ratioMetricsCoverAndMerge() {
    int runs = 4000;
    double covered =
        rate(
            42,
            runs,
            random -> {
              SampleSummary a = units(random, 400).linearised();
              SampleSummary b = units(random, 600).linearised();
              return WelchT.withDefaults().test(a, b).interval().contains(0);
            });
    assertThat(covered).isCloseTo(0.95, within(tolerance(0.95, runs).value + 0.003));
    SplittableRandom random = new SplittableRandom(1);
    double[] x = normal(random, 30, 3, 1);
    double[] y = normal(random, 30, 5, 1);
    RatioSummary whole = RatioSummary.of(x, y);
    RatioSummary merged =
        RatioSummary.of(Arrays.copyOf(x, 7), Arrays.copyOf(y, 7))
            .plus(RatioSummary.of(Arrays.copyOfRange(x, 7, 30), Arrays.copyOfRange(y, 7, 30)));
    assertThat(merged.ratio()).isCloseTo(whole.ratio(), within(1e-14));
    assertThat(merged.covariance()).isCloseTo(whole.covariance(), within(1e-14));
    // the same as linearising each unit
    double[] lines = IntStream.range(0, 30).mapToDouble(i -> x[i] - whole.ratio() * y[i]).toArray();
    double square = whole.denominator().mean() * whole.denominator().mean();
    assertThat(whole.linearised().variance())
        .isCloseTo(SampleSummary.of(lines).variance() / square, within(1e-14));
  }

  /** Users with different numbers of views and rates of their own. */
  private static RatioSummary units(SplittableRandom random, int n) {
    double[] clicks = new double[n];
    double[] views = new double[n];
    for (int i = 0; i < n; i++) {
      views[i] = 1 + random.nextInt(20);
      clicks[i] = binomial(random, (int) views[i], 0.1 + 0.3 * random.nextDouble());
    }
    return RatioSummary.of(clicks, views);
  }

  /** qbinom(0.025, n, 0.5) and n − qbinom(0.025, n, 0.5) + 1, coverage by pbinom. */
  @Test
  void ranksOfMedians() {
    double[][] expected = {
      {5, 0, 6, 1},
      {10, 2, 9, 0.978515625},
      {50, 18, 33, 0.967160862435732},
      {101, 41, 61, 0.953955933070657}
    };
    for (double[] row : expected) {
      int n = (int) row[0];
      double[] ranks = IntStream.rangeClosed(1, n).mapToDouble(i -> i).toArray();
      QuantileInterval.Result result = QuantileInterval.median().interval(ranks);
      assertThat(result.interval().low())
          .isEqualTo(row[1] == 0 ? Double.NEGATIVE_INFINITY : row[1]);
      assertThat(result.interval().high())
          .isEqualTo(row[2] > n ? Double.POSITIVE_INFINITY : row[2]);
      same(result.coverage(), row[3]);
    }
  }

  @Test
  void quantileIntervalsCoverSkewedData() {
    int runs = 20_000;
    QuantileInterval method = QuantileInterval.of(0.9);
    double truth = -Math.log(0.1);
    double coverage = method.interval(new double[80]).coverage();
    double rate =
        rate(
            43,
            runs,
            random ->
                method
                    .interval(
                        IntStream.range(0, 80)
                            .mapToDouble(i -> -Math.log(1 - random.nextDouble()))
                            .toArray())
                    .interval()
                    .contains(truth));
    assertThat(rate).isCloseTo(coverage, tolerance(coverage, runs));
    assertThat(coverage).isGreaterThanOrEqualTo(0.95);
  }

  /** scipy relative_risk(27, 122, 44, 487) and odds_ratio(kind="sample"). */
  @Test
  void ratiosOfProportions() {
    RiskRatio.Result risk = RiskRatio.withDefaults().interval(27, 122, 44, 487);
    same(risk.ratio(), 2.4495156482861398);
    same(risk.interval().low(), 1.5836990926700116);
    same(risk.interval().high(), 3.7886786315466354);
    OddsRatio.Result odds = OddsRatio.withDefaults().interval(7, 22, 58, 530);
    same(odds.ratio(), 7.0 * 472 / (15 * 58));
    same(odds.interval().low(), 1.4869302660564159);
    same(odds.interval().high(), 9.699536252360435);
  }

  @Test
  void ratiosOfEmptyAndFullArmsAreFiniteOrRefused() {
    RiskRatio.Result none = RiskRatio.withDefaults().interval(0, 50, 5, 50);
    assertThat(none.interval().low()).isPositive();
    assertThat(none.interval().method()).contains("1/2 added");
    Interval full = RiskRatio.withDefaults().interval(10, 10, 20, 20).interval();
    assertThat(full.low()).isPositive().isLessThan(1);
    assertThat(full.high()).isGreaterThan(1);
    assertThat(OddsRatio.withDefaults().interval(10, 10, 3, 20).interval().high()).isFinite();
    assertThatThrownBy(() -> RiskRatio.withDefaults().interval(0, 9, 0, 9))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("neither");
    assertThatThrownBy(() -> OddsRatio.withDefaults().interval(-1, 9, 0, 9))
        .isInstanceOf(InvalidInputException.class);
    SampleSummary zero = new SampleSummary(5, 0, 1);
    assertThatThrownBy(() -> RelativeLift.withDefaults().interval(zero, zero))
        .hasMessageContaining("mean is 0");
    assertThatThrownBy(() -> RatioSummary.of(new double[] {1, 2}, new double[] {1, -1}))
        .hasMessageContaining("mean of 0");
    assertThatThrownBy(() -> QuantileInterval.median().interval(1, Double.NaN))
        .hasMessageContaining("values[1]");
  }

  @Test
  void simultaneousIntervalsAgreeWithCorrectedPValues() {
    SplittableRandom random = new SplittableRandom(3);
    for (int run = 0; run < 300; run++) {
      int m = random.nextInt(1, 7);
      List<DoubleFunction<Interval>> intervals = new ArrayList<>();
      List<DoubleUnaryOperator> bounds = new ArrayList<>();
      double[] two = new double[m];
      double[] one = new double[m];
      for (int i = 0; i < m; i++) {
        double[] x = normal(random, 12, random.nextInt(2) * 1.2, 1);
        double[] y = normal(random, 12, 0, 1);
        WelchT test = WelchT.withDefaults();
        WelchT greater = test.with(Alternative.GREATER);
        intervals.add(level -> test.withLevel(level).test(x, y).interval());
        bounds.add(rate -> greater.withLevel(1 - rate).test(x, y).interval().low());
        two[i] = test.test(x, y).pValue();
        one[i] = greater.test(x, y).pValue();
      }
      SimultaneousIntervals method = SimultaneousIntervals.withDefaults();
      double[] bonferroni = PValueAdjustment.BONFERRONI.adjust(two);
      double[] holm = PValueAdjustment.HOLM.adjust(one);
      List<Interval> all = method.bonferroni(intervals);
      double[] lower = method.holm(bounds, new double[m]);
      for (int i = 0; i < m; i++) {
        assertThat(all.get(i).contains(0)).isEqualTo(bonferroni[i] > 0.05);
        assertThat(lower[i] >= 0).isEqualTo(holm[i] < 0.05);
      }
    }
  }

  @Test
  void holmBoundsHoldAllAtOnce() {
    int runs = 4000;
    double[] truth = {0, 0, 0.8, 2};
    WelchT greater = WelchT.withDefaults().with(Alternative.GREATER);
    double rate =
        rate(
            44,
            runs,
            random -> {
              List<DoubleUnaryOperator> bounds = new ArrayList<>();
              for (double mean : truth) {
                SampleSummary x = SampleSummary.of(normal(random, 20, mean, 1));
                SampleSummary y = SampleSummary.of(normal(random, 20, 0, 1));
                bounds.add(error -> greater.withLevel(1 - error).test(x, y).interval().low());
              }
              double[] lower = SimultaneousIntervals.withDefaults().holm(bounds, 0, 0, 0, 0);
              return IntStream.range(0, 4).allMatch(i -> lower[i] <= truth[i]);
            });
    assertThat(rate).isGreaterThan(0.95 - tolerance(0.95, runs).value);
  }

  /** By their formulas with gamma(), chisq.test() and anova() of R. */
  @Test
  void effectSizes() {
    SampleSummary x = SampleSummary.of(FIRST);
    SampleSummary y = SampleSummary.of(SECOND);
    same(EffectSize.cohensD(x, y), 0.568123905833257);
    same(EffectSize.hedgesG(x, y), 0.540998167973746);
    same(EffectSize.cohensH(0.3, 0.2), 0.231984262725796);
    long[][] table = {{27, 22, 26, 28}, {27, 31, 27, 23}, {26, 17, 32, 15}};
    same(EffectSize.cramersV(table), 0.111255010195043);
    same(EffectSize.cramersVCorrected(table), 0.0489247877790736);
    double[][] plants = {
      {4.17, 5.58, 5.18, 6.11, 4.50, 4.61, 5.17, 4.53, 5.33, 5.14},
      {4.81, 4.17, 4.41, 3.59, 5.87, 3.83, 6.03, 4.89, 4.32, 4.69},
      {6.31, 5.12, 5.54, 5.50, 5.37, 5.29, 4.92, 6.15, 5.80, 5.26}
    };
    same(EffectSize.etaSquared(plants), 0.26414829683212);
    same(EffectSize.omegaSquared(plants), 0.204078845989971);
    assertThat(EffectSize.cliffsDelta(new double[] {1, 2, 3}, new double[] {2, 4}))
        .isCloseTo(-0.5, within(1e-15));
    assertThatThrownBy(() -> EffectSize.cohensD(SampleSummary.of(1, 1), SampleSummary.of(2, 2)))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> EffectSize.cohensH(1.1, 0.5)).hasMessageContaining("1.1");
    assertThat(EffectSize.hedgesG(new SampleSummary(20_000, 1, 1), new SampleSummary(4, 0, 1)))
        .as("the series and the gamma functions meet")
        .isCloseTo(
            EffectSize.hedgesG(new SampleSummary(19_998, 1, 1), new SampleSummary(4, 0, 1)),
            within(1e-8));
  }
}
