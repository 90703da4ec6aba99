package io.lepton.stats.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/**
 * Merging is associative and commutative to rounding. Each of n additions rounds a mean by at most
 * ε·max|x| and a sum of squares by ε of itself, plus what the means' rounding moves: the bound is a
 * few n·ε of the sizes that enter.
 */
class MomentsPropertiesTest {
  private static final double EPSILON = Math.ulp(1.0);

  private static double[][] columns(long seed, int n, double offset) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] columns = new double[2][n];
    for (int i = 0; i < n; i++) {
      columns[0][i] = offset + random.nextDouble();
      columns[1][i] = columns[0][i] * 0.3 + random.nextDouble();
    }
    return columns;
  }

  private static void same(Moments actual, Moments expected, double offset) {
    assertThat(actual.n()).isEqualTo(expected.n());
    double n = Math.max(1, expected.n());
    double size = Math.abs(offset) + 2;
    for (int i = 0; i < 2; i++) {
      assertThat(actual.mean(i)).isCloseTo(expected.mean(i), within(4 * n * EPSILON * size));
      for (int j = 0; j <= i; j++) {
        double bound = 8 * n * EPSILON * (n + size * Math.sqrt(n));
        assertThat(actual.coMoment(i, j)).isCloseTo(expected.coMoment(i, j), within(bound));
      }
    }
  }

  @Property(tries = 200, seed = "1")
  void mergesInAnyOrder(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 60) int a,
      @ForAll @IntRange(min = 0, max = 60) int b,
      @ForAll @IntRange(min = 0, max = 60) int c,
      @ForAll @DoubleRange(min = -1e9, max = 1e9) double offset) {
    Moments x = Moments.of(columns(seed, a, offset));
    Moments y = Moments.of(columns(seed + 1, b, offset));
    Moments z = Moments.of(columns(seed + 2, c, offset));
    same(x.plus(y), y.plus(x), offset);
    same(x.plus(y).plus(z), x.plus(y.plus(z)), offset);
    same(x.plus(Moments.empty(2)), x, offset);
    double[][] all = new double[2][a + b];
    for (int i = 0; i < 2; i++) {
      System.arraycopy(columns(seed, a, offset)[i], 0, all[i], 0, a);
      System.arraycopy(columns(seed + 1, b, offset)[i], 0, all[i], a, b);
    }
    same(x.plus(y), Moments.of(all), offset);
  }

  @Property(tries = 100, seed = "2")
  void losesNothingWhereTheMeanIsLarge(
      @ForAll long seed, @ForAll @DoubleRange(min = -1e9, max = 1e9) double offset) {
    int n = 50;
    double[][] columns = columns(seed, n, offset);
    BigDecimal sum = BigDecimal.ZERO;
    for (double value : columns[0]) {
      sum = sum.add(new BigDecimal(value));
    }
    BigDecimal mean = sum.divide(BigDecimal.valueOf(n), new MathContext(60));
    BigDecimal squares = BigDecimal.ZERO;
    for (double value : columns[0]) {
      squares = squares.add(new BigDecimal(value).subtract(mean).pow(2));
    }
    double bound = 8 * n * EPSILON * (n + (Math.abs(offset) + 2) * Math.sqrt(n));
    double exact = squares.doubleValue();
    assertThat(Moments.of(columns).coMoment(0, 0)).isCloseTo(exact, within(bound));
    double[] pivots = {columns[0][0], columns[1][0]};
    assertThat(about(pivots, columns).coMoment(0, 0)).isCloseTo(exact, within(bound));
  }

  private static Moments about(double[] pivots, double[][] columns) {
    double[] sums = new double[2];
    double[] products = new double[3];
    for (int i = 0; i < columns[0].length; i++) {
      double x = columns[0][i] - pivots[0];
      double y = columns[1][i] - pivots[1];
      sums[0] += x;
      sums[1] += y;
      products[0] += x * x;
      products[1] += y * x;
      products[2] += y * y;
    }
    return Moments.aboutPivots(columns[0].length, pivots, sums, products);
  }

  @Property(tries = 100, seed = "3")
  void countsOfValuesMergeExactly(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 80) int a,
      @ForAll @IntRange(min = 1, max = 80) int b,
      @ForAll @DoubleRange(min = 0, max = 1) double probability) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] left = random.ints(a, 0, 20).asDoubleStream().toArray();
    double[] right = random.ints(b, 0, 20).asDoubleStream().toArray();
    double[] all = new double[a + b];
    System.arraycopy(left, 0, all, 0, a);
    System.arraycopy(right, 0, all, a, b);
    ValueCounts merged = ValueCounts.of(left).plus(ValueCounts.of(right));
    ValueCounts once = ValueCounts.of(all);
    assertThat(merged.values()).containsExactly(once.values());
    assertThat(merged.counts()).containsExactly(once.counts());
    assertThat(merged.quantile(probability)).isEqualTo(once.quantile(probability));
    assertThat(ValueCounts.of(once.values(), once.counts()).quantile(probability))
        .isEqualTo(once.quantile(probability));
  }
}
