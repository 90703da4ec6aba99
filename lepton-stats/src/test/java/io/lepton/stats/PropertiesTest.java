package io.lepton.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.model.Interval;
import io.lepton.stats.drift.PopulationStabilityIndex;
import io.lepton.stats.internal.Order;
import io.lepton.stats.interval.Newcombe;
import io.lepton.stats.interval.Wilson;
import io.lepton.stats.multiple.PValueAdjustment;
import io.lepton.stats.power.SampleSize;
import io.lepton.stats.power.TwoMeansPower;
import io.lepton.stats.power.TwoProportionsPower;
import io.lepton.stats.test.DeLong;
import io.lepton.stats.test.KolmogorovSmirnov;
import io.lepton.stats.test.WelchT;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

@Label("Laws")
class PropertiesTest {

  @Property(tries = 60, seed = "20261123")
  void powerOfMeansRisesWithCasesAndEffect(
      @ForAll @DoubleRange(min = 2, max = 5000) double n,
      @ForAll @DoubleRange(min = 0.01, max = 2) double effect,
      @ForAll @DoubleRange(min = 0.2, max = 5) double ratio) {
    TwoMeansPower plan = TwoMeansPower.withDefaults().withAllocationRatio(ratio);
    double power = plan.power(n, effect, 1);
    assertThat(power).isBetween(0.025 - 1e-9, 1 + 1e-12);
    assertThat(plan.power(n * 1.1, effect, 1)).isGreaterThanOrEqualTo(power - 1e-12);
    assertThat(plan.power(n, effect * 1.1, 1)).isGreaterThanOrEqualTo(power - 1e-12);
    assertThat(plan.power(n, -effect, 1)).isEqualTo(power);
    assertThat(plan.withAlpha(0.06).power(n, effect, 1)).isGreaterThanOrEqualTo(power);
  }

  @Property(tries = 50, seed = "20261124")
  void planningOfMeansInvertsPower(
      @ForAll @DoubleRange(min = 0.02, max = 1) double effect,
      @ForAll @DoubleRange(min = 0.1, max = 0.99) double power,
      @ForAll @DoubleRange(min = 0.2, max = 5) double ratio) {
    TwoMeansPower plan = TwoMeansPower.withDefaults().withAllocationRatio(ratio);
    SampleSize cases = plan.sampleSize(effect, 1, power);
    if (cases.first() > 2 / Math.min(1, ratio)) {
      assertThat(plan.power(cases.first(), effect, 1)).isCloseTo(power, within(1e-10));
      assertThat(plan.minimumDetectableEffect(cases.first(), 1, power))
          .isCloseTo(effect, within(1e-9 * effect));
    } else {
      assertThat(plan.power(cases.first(), effect, 1)).isGreaterThanOrEqualTo(power);
    }
  }

  @Property(tries = 2000, seed = "2001394009371048474")
  void planningOfProportionsInvertsPower(
      @ForAll @DoubleRange(min = 0.02, max = 0.98) double first,
      @ForAll @DoubleRange(min = 0.02, max = 0.98) double second,
      @ForAll @DoubleRange(min = 0.1, max = 0.99) double power,
      @ForAll @DoubleRange(min = 0.2, max = 5) double ratio) {
    if (Math.abs(first - second) < 1e-3) {
      return;
    }
    TwoProportionsPower plan = TwoProportionsPower.withDefaults().withAllocationRatio(ratio);
    SampleSize cases = plan.sampleSize(first, second, power);
    assertThat(cases.second()).isCloseTo(ratio * cases.first(), within(1e-9 * cases.second()));
    if (Math.min(cases.first(), cases.second()) > 1 + 1e-9) {
      assertThat(plan.power(cases.first(), first, second)).isCloseTo(power, within(1e-10));
    } else { // the least there can be
      assertThat(plan.power(cases.first(), first, second)).isGreaterThanOrEqualTo(power - 1e-10);
    }
    assertThat(plan.power(2 * cases.first(), first, second)).isGreaterThan(power);
    if (Math.min(cases.first(), cases.second()) < 30) {
      return; // the normal approximation need not rise with the effect
    }
    TwoProportionsPower.Direction direction =
        second > first
            ? TwoProportionsPower.Direction.INCREASE
            : TwoProportionsPower.Direction.DECREASE;
    double effect = plan.minimumDetectableEffect(cases.first(), first, direction, power);
    assertThat(plan.power(cases.first(), first, first + Math.signum(second - first) * effect))
        .isCloseTo(power, within(1e-9));
  }

  @Property(tries = 500, seed = "20261126")
  void wilsonHoldsTheShareAndMirrors(
      @ForAll @IntRange(min = 1, max = 100_000) int n,
      @ForAll @DoubleRange(min = 0, max = 1) double share) {
    long successes = Math.round(share * n);
    Interval interval = Wilson.withDefaults().interval(successes, n);
    Interval mirrored = Wilson.withDefaults().interval(n - successes, n);
    assertThat(interval.low()).isGreaterThanOrEqualTo(0);
    assertThat(interval.high()).isLessThanOrEqualTo(1);
    assertThat(interval.contains((double) successes / n)).isTrue();
    assertThat(mirrored.low()).isCloseTo(1 - interval.high(), within(1e-14));
    assertThat(Wilson.withDefaults().withLevel(0.99).interval(successes, n).width())
        .isGreaterThan(interval.width());
  }

  @Property(tries = 500, seed = "20261127")
  void newcombeChangesSignWithTheGroups(
      @ForAll @IntRange(min = 1, max = 500) int n,
      @ForAll @IntRange(min = 1, max = 500) int m,
      @ForAll @DoubleRange(min = 0, max = 1) double first,
      @ForAll @DoubleRange(min = 0, max = 1) double second) {
    long a = Math.round(first * n);
    long b = Math.round(second * m);
    Interval forth = Newcombe.withDefaults().interval(a, n, b, m);
    Interval back = Newcombe.withDefaults().interval(b, m, a, n);
    assertThat(forth.low()).isGreaterThanOrEqualTo(-1).isCloseTo(-back.high(), within(1e-14));
    assertThat(forth.high()).isLessThanOrEqualTo(1).isCloseTo(-back.low(), within(1e-14));
    assertThat(forth.contains((double) a / n - (double) b / m)).isTrue();
  }

  @Property(tries = 300, seed = "20261128")
  void mergedSummariesAreThoseOfAllValues(
      @ForAll @Size(min = 1, max = 30) double[] first,
      @ForAll @Size(min = 1, max = 30) double[] second) {
    double[] x = tame(first);
    double[] y = tame(second);
    double[] both = Arrays.copyOf(x, x.length + y.length);
    System.arraycopy(y, 0, both, x.length, y.length);
    SampleSummary whole = SampleSummary.of(both);
    SampleSummary merged = SampleSummary.of(x).plus(SampleSummary.of(y));
    assertThat(merged.n()).isEqualTo(whole.n());
    assertThat(merged.mean()).isCloseTo(whole.mean(), within(1e-12));
    assertThat(merged.variance()).isCloseTo(whole.variance(), within(1e-12));
    assertThat(SampleSummary.of(y).plus(SampleSummary.of(x)).variance())
        .isCloseTo(merged.variance(), within(1e-12));
  }

  private static double[] tame(double[] values) {
    return Arrays.stream(values).map(value -> value % 1).toArray();
  }

  @Property(tries = 200, seed = "20261129")
  void welchTurnsRoundWithItsSamples(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = Simulation.normal(random, 5, 0, 1);
    double[] y = Simulation.normal(random, 9, 1, 3);
    WelchT.Result forth = WelchT.withDefaults().test(x, y);
    WelchT.Result back = WelchT.withDefaults().test(y, x);
    assertThat(back.statistic()).isCloseTo(-forth.statistic(), within(1e-12));
    assertThat(back.pValue()).isCloseTo(forth.pValue(), within(1e-12));
    double less = WelchT.withDefaults().with(Alternative.LESS).test(x, y).pValue();
    double greater = WelchT.withDefaults().with(Alternative.GREATER).test(x, y).pValue();
    assertThat(less + greater).isCloseTo(1, within(1e-12));
    // the interval holds what the test does not reject
    double level = 1 - forth.pValue();
    Interval edge = WelchT.withDefaults().withLevel(level).test(x, y).interval();
    assertThat(Math.min(Math.abs(edge.low()), Math.abs(edge.high()))).isLessThan(1e-6);
  }

  @Property(tries = 200, seed = "20261130")
  void areaDependsOnRanksOnlyAndTurnsWithTheSign(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 10) int distinct) {
    SplittableRandom random = new SplittableRandom(seed);
    boolean[] positive = new boolean[30];
    double[] scores = new double[30];
    for (int i = 0; i < 30; i++) {
      positive[i] = i < 12;
      scores[i] = random.nextInt(distinct) + (positive[i] ? random.nextInt(2) : 0);
    }
    DeLong.Area area = DeLong.withDefaults().auc(positive, scores);
    double[] cubed = Arrays.stream(scores).map(score -> score * score * score + 7).toArray();
    double[] turned = Arrays.stream(scores).map(score -> -score).toArray();
    assertThat(DeLong.withDefaults().auc(positive, cubed)).isEqualTo(area);
    assertThat(DeLong.withDefaults().auc(positive, turned).auc())
        .isCloseTo(1 - area.auc(), within(1e-15));
    double pairs = 0;
    for (int i = 0; i < 12; i++) {
      for (int j = 12; j < 30; j++) {
        pairs += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
      }
    }
    assertThat(area.auc()).isCloseTo(pairs / (12 * 18), within(1e-15));
  }

  @Property(tries = 60, seed = "20261131")
  void exactKolmogorovSmirnovWithTiesCountsAllOrderings(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] pooled = random.ints(9, 0, 5).asDoubleStream().toArray();
    double observed = distance(pooled, 0b1111);
    int extreme = 0;
    int all = 0;
    for (int chosen = 0; chosen < 1 << 9; chosen++) {
      if (Integer.bitCount(chosen) == 4) {
        all++;
        extreme += distance(pooled, chosen) >= observed - 1e-12 ? 1 : 0;
      }
    }
    KolmogorovSmirnov.Result result =
        KolmogorovSmirnov.withDefaults()
            .test(Arrays.copyOf(pooled, 4), Arrays.copyOfRange(pooled, 4, 9));
    assertThat(result.statistic()).isCloseTo(observed, within(1e-15));
    assertThat(result.pValue()).isCloseTo((double) extreme / all, within(1e-12));
  }

  /** Largest distance of the chosen values' distribution from that of the others. */
  private static double distance(double[] pooled, int chosen) {
    double largest = 0;
    for (double value : pooled) {
      double first = 0;
      double second = 0;
      for (int i = 0; i < pooled.length; i++) {
        if (pooled[i] <= value) {
          first += (chosen >> i & 1) / 4.0;
          second += (1 - (chosen >> i & 1)) / 5.0;
        }
      }
      largest = Math.max(largest, Math.abs(first - second));
    }
    return largest;
  }

  @Property(tries = 300, seed = "20261132")
  void adjustmentsKeepOrderAndStrength(@ForAll @Size(min = 1, max = 12) double[] raw) {
    double[] p = Arrays.stream(raw).map(value -> Math.abs(value % 1)).toArray();
    double[] bonferroni = PValueAdjustment.BONFERRONI.adjust(p);
    double[] holm = PValueAdjustment.HOLM.adjust(p);
    double[] hochberg = PValueAdjustment.HOCHBERG.adjust(p);
    double[] hommel = PValueAdjustment.HOMMEL.adjust(p);
    double[] discovery = PValueAdjustment.BENJAMINI_HOCHBERG.adjust(p);
    int[] order = Order.ascending(p);
    for (int i = 0; i < p.length; i++) {
      assertThat(holm[i]).isBetween(p[i], bonferroni[i]);
      assertThat(hochberg[i]).isLessThanOrEqualTo(holm[i]);
      assertThat(hommel[i]).isLessThanOrEqualTo(hochberg[i] * (1 + 1e-15));
      assertThat(discovery[i]).isLessThanOrEqualTo(hommel[i] * (1 + 1e-15));
      if (i > 0) {
        assertThat(holm[order[i]]).isGreaterThanOrEqualTo(holm[order[i - 1]]);
      }
    }
  }

  @Property(tries = 300, seed = "20261133")
  void stabilityIndexIsSymmetricAndZeroForEqualShares(
      @ForAll @Size(min = 2, max = 8) int[] counts,
      @ForAll @IntRange(min = 1, max = 50) int factor,
      @ForAll long seed) {
    long[] reference = Arrays.stream(counts).mapToLong(c -> 1 + Math.floorMod(c, 1000)).toArray();
    long[] scaled = Arrays.stream(reference).map(count -> count * factor).toArray();
    PopulationStabilityIndex method = PopulationStabilityIndex.withDefaults();
    assertThat(method.test(reference, scaled).index()).isCloseTo(0, within(1e-12));
    SplittableRandom random = new SplittableRandom(seed);
    long[] other = IntStream.range(0, counts.length).mapToLong(i -> random.nextInt(500)).toArray();
    other[0]++;
    PopulationStabilityIndex.Result forth = method.test(reference, other);
    PopulationStabilityIndex.Result back = method.test(other, reference);
    assertThat(forth.index()).isCloseTo(back.index(), within(1e-12)).isGreaterThanOrEqualTo(0);
    assertThat(forth.pValue()).isCloseTo(back.pValue(), within(1e-12));
    // threshold and p-value are two ways to say one thing
    assertThat(forth.drift()).isEqualTo(forth.rejectsAt(forth.alpha()));
  }

  @Property(tries = 100, seed = "20261134")
  void orderSorts(@ForAll @Size(max = 200) double[] values) {
    double[] tamed = Arrays.stream(values).map(value -> Math.rint(value % 10)).toArray();
    int[] order = Order.ascending(tamed);
    assertThat(Arrays.stream(order).sorted().toArray())
        .isEqualTo(IntStream.range(0, values.length).toArray());
    for (int i = 1; i < order.length; i++) {
      double before = tamed[order[i - 1]];
      double here = tamed[order[i]];
      assertThat(before < here || (before == here && order[i - 1] < order[i])).isTrue();
    }
  }
}
