package io.lepton.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.model.Interval;
import io.lepton.stats.internal.Normal;
import io.lepton.stats.interval.ClopperPearson;
import io.lepton.stats.interval.Wilson;
import io.lepton.stats.power.EffectDirection;
import io.lepton.stats.power.PowerPlan;
import io.lepton.stats.power.TwoMeansPower;
import io.lepton.stats.power.TwoProportionsPower;
import io.lepton.stats.test.Anova;
import io.lepton.stats.test.PairedT;
import io.lepton.stats.test.StudentT;
import io.lepton.stats.test.WelchT;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.distribution.BinomialDistribution;

/** What an interval leaves out is what its test rejects, and what tests say where nothing is. */
@Label("Intervals and their tests")
class InversionProperties {

  private static double[] minus(double[] values, double shift) {
    return Arrays.stream(values).map(value -> value - shift).toArray();
  }

  @Property(tries = 60, seed = "20261201")
  void atTheEndsOfAnIntervalOfMeansTheTestIsAtItsLevel(
      @ForAll long seed,
      @ForAll @IntRange(min = 3, max = 30) int n,
      @ForAll @DoubleRange(min = 0.5, max = 0.99) double level) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = Simulation.normal(random, n, 3, 2);
    double[] y = Simulation.normal(random, n, -1, 0.5);
    double alpha = 1 - level;
    StudentT student = StudentT.withDefaults().withLevel(level);
    WelchT welch = WelchT.withDefaults().withLevel(level);
    PairedT paired = PairedT.withDefaults().withLevel(level);
    Interval ofStudent = student.test(x, y).interval();
    Interval ofWelch = welch.test(x, y).interval();
    Interval ofPairs = paired.test(x, y).interval();
    for (boolean low : new boolean[] {true, false}) {
      at(student.test(minus(x, low ? ofStudent.low() : ofStudent.high()), y).pValue(), alpha);
      at(welch.test(minus(x, low ? ofWelch.low() : ofWelch.high()), y).pValue(), alpha);
      at(paired.test(minus(x, low ? ofPairs.low() : ofPairs.high()), y).pValue(), alpha);
    }
    double bound = welch.with(Alternative.GREATER).test(x, y).interval().low();
    at(welch.with(Alternative.GREATER).test(minus(x, bound), y).pValue(), alpha);
  }

  /** Shifting the data rounds them, by 1e-15 of values whose spread is about 1. */
  private static void at(double pValue, double alpha) {
    assertThat(pValue).isCloseTo(alpha, within(1e-11));
  }

  @Property(tries = 100, seed = "20261202")
  void atTheEndsOfAnIntervalOfAProportionTheCountIsAtItsLevel(
      @ForAll @IntRange(min = 1, max = 400) int n,
      @ForAll @DoubleRange(min = 0, max = 1) double share,
      @ForAll @DoubleRange(min = 0.5, max = 0.99) double level) {
    int successes = (int) Math.round(share * n);
    double tail = (1 - level) / 2;
    Interval exact = ClopperPearson.withDefaults().withLevel(level).interval(successes, n);
    if (successes > 0) {
      double above =
          1 - new BinomialDistribution(null, n, exact.low()).cumulativeProbability(successes - 1);
      assertThat(above).isCloseTo(tail, within(1e-9));
    }
    if (successes < n) {
      double below =
          new BinomialDistribution(null, n, exact.high()).cumulativeProbability(successes);
      assertThat(below).isCloseTo(tail, within(1e-9));
    }
    Interval score = Wilson.withDefaults().withLevel(level).interval(successes, n);
    for (double end : new double[] {score.low(), score.high()}) {
      if (end > 0 && end < 1) {
        double z = (successes - n * end) / Math.sqrt(n * end * (1 - end));
        assertThat(Math.abs(z)).isCloseTo(Normal.critical(level), within(1e-7));
      }
    }
  }

  /**
   * By the inequality of Dvoretzky, Kiefer and Wolfowitz with Massart's constant, 1000 p-values are
   * further than this from uniform once in a million.
   */
  private static final double FAR = Math.sqrt(Math.log(2e6) / 2 / 1000);

  @Property(tries = 8, seed = "20261203")
  void whereNothingDiffersPValuesAreUniform(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 12) int n) {
    SplittableRandom random = new SplittableRandom(seed);
    uniform(one -> StudentT.withDefaults().test(one[0], one[1]).pValue(), random, n);
    uniform(one -> PairedT.withDefaults().test(one[0], one[1]).pValue(), random, n);
    uniform(one -> Anova.withDefaults().test(one).pValue(), random, n);
  }

  private static void uniform(ToDoubleFunction<double[][]> test, SplittableRandom random, int n) {
    double[] found = new double[1000];
    for (int i = 0; i < found.length; i++) {
      double[][] groups = new double[2][];
      Arrays.setAll(groups, group -> Simulation.normal(random, n, 5, 1));
      found[i] = test.applyAsDouble(groups);
    }
    Arrays.sort(found);
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i])
          .isBetween((i + 1.0) / found.length - FAR, (double) i / found.length + FAR);
    }
  }

  @Property(tries = 60, seed = "20261204")
  void thePlanOfTwoArmsIsTheBareFormulaOfTwoGroups(
      @ForAll @DoubleRange(min = 10, max = 2000) double first,
      @ForAll @DoubleRange(min = 0.3, max = 3) double ratio,
      @ForAll @DoubleRange(min = 0.02, max = 0.4) double effect,
      @ForAll @DoubleRange(min = 0.05, max = 0.55) double rate) {
    double all = first * (1 + ratio);
    assertThat(PowerPlan.ofMean(2).withWeights(1, ratio).power(all, effect))
        .isCloseTo(
            TwoMeansPower.withDefaults().withAllocationRatio(ratio).power(first, effect, 2),
            within(1e-10));
    assertThat(
            PowerPlan.ofProportion(rate)
                .with(EffectDirection.INCREASE)
                .withWeights(1, ratio)
                .power(all, effect))
        .isCloseTo(
            TwoProportionsPower.withDefaults()
                .withAllocationRatio(ratio)
                .power(first, rate, rate + effect),
            within(1e-10));
  }
}
