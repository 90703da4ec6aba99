package io.lepton.tune.internal.cma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Functions on [−5, 5]^d, as cma.py runs them with another implementation of the same defaults. */
class CmaTest {
  private static final double TARGET = 1e-8;

  private static double[] scaled(double[] u) {
    return Arrays.stream(u).map(v -> 10 * v - 5).toArray();
  }

  private static double sphere(double[] u) {
    return Arrays.stream(scaled(u)).map(v -> v * v).sum();
  }

  private static double ellipsoid(double[] u) {
    double[] x = scaled(u);
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += Math.pow(10, 6.0 * i / (x.length - 1)) * x[i] * x[i];
    }
    return sum;
  }

  private static double rosenbrock(double[] u) {
    double[] x = scaled(u);
    double sum = 0;
    for (int i = 0; i + 1 < x.length; i++) {
      double a = x[i + 1] - x[i] * x[i];
      sum += 100 * a * a + (1 - x[i]) * (1 - x[i]);
    }
    return sum;
  }

  private static int evaluations(
      ToDoubleFunction<double[]> f,
      int d,
      double start,
      int population,
      Covariance kind,
      long seed) {
    double[] mean = new double[d];
    Arrays.fill(mean, start);
    Cma cma = new Cma(mean, 0.2, population, kind, new double[d]);
    SplittableRandom random = new SplittableRandom(seed);
    int count = 0;
    while (count < 40_000) {
      double[][] points = new double[population][];
      double[] values = new double[population];
      for (int i = 0; i < population; i++) {
        points[i] = cma.sample(random);
        values[i] = f.applyAsDouble(points[i]);
        count++;
        if (values[i] <= TARGET) {
          return count;
        }
      }
      cma.tell(points, values);
    }
    return Integer.MAX_VALUE;
  }

  private static int median(
      ToDoubleFunction<double[]> f, int d, double start, int population, Covariance kind) {
    int[] counts = new int[11];
    for (int seed = 0; seed < counts.length; seed++) {
      counts[seed] = evaluations(f, d, start, population, kind, seed);
    }
    Arrays.sort(counts);
    return counts[5];
  }

  /**
   * Medians of 21 runs of cmaes: 1468, 4079, 5396. A run differs from another by about 5 %, 6 % and
   * 8 %, so the medians of 11 and 21 by 3 % at most; 12 % is four times that.
   */
  @Test
  void needsAsManyEvaluationsAsTheReference() {
    assertThat(median(CmaTest::sphere, 10, 0.8, 10, Covariance.FULL)).isBetween(1292, 1644);
    assertThat(median(CmaTest::ellipsoid, 10, 0.8, 10, Covariance.FULL)).isBetween(3590, 4568);
    assertThat(median(CmaTest::rosenbrock, 10, 0.4, 10, Covariance.FULL)).isBetween(4750, 6044);
  }

  /** cmaes' SepCMA, which knows no negative weights: 5956; with them fewer are needed. */
  @Test
  void theSeparableVariantLearnsTheScalesOfTwentyCoordinates() {
    assertThat(median(CmaTest::ellipsoid, 20, 0.8, 12, Covariance.DIAGONAL)).isBetween(3500, 5956);
  }

  @Test
  void weightsOfTheTutorial() {
    CmaSettings settings = CmaSettings.of(10, 10, Covariance.FULL);
    double positive = Arrays.stream(settings.weights()).filter(w -> w > 0).sum();
    assertThat(positive).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-12));
    assertThat(settings.weights()).hasSize(10).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(settings.effective()).isBetween(3.0, 3.3); // about 0.3 λ
    assertThat(settings.rankOne() + settings.rankMu()).isLessThan(1);
  }

  /** The best of 480 random points would be about (6/480)^⅓ = 0.23. */
  @Test
  void samplesStayInTheCubeWhenTheOptimumIsInACorner() {
    Cma cma = new Cma(new double[] {0.5, 0.5, 0.5}, 0.3, 8, Covariance.FULL, new double[3]);
    SplittableRandom random = new SplittableRandom(4);
    double best = 3;
    for (int generation = 0; generation < 60; generation++) {
      double[][] points = new double[8][];
      double[] values = new double[8];
      for (int i = 0; i < 8; i++) {
        points[i] = cma.sample(random);
        for (double v : points[i]) {
          assertThat(v).isBetween(0.0, 1.0);
        }
        values[i] = Arrays.stream(points[i]).sum();
        best = Math.min(best, values[i]);
      }
      cma.tell(points, values);
    }
    assertThat(best).isLessThan(0.05);
  }

  /** Eleven levels, the best of them the last: the level before costs 0.1. */
  @Test
  void aCoordinateOfFewValuesDoesNotFreeze() {
    for (long seed = 0; seed < 10; seed++) {
      Cma cma = new Cma(new double[] {0.2, 0.2}, 0.1, 8, Covariance.FULL, new double[] {0, 0.02});
      SplittableRandom random = new SplittableRandom(seed);
      double best = 9;
      for (int generation = 0; generation < 100; generation++) {
        double[][] points = new double[8][];
        double[] values = new double[8];
        for (int i = 0; i < 8; i++) {
          points[i] = cma.sample(random);
          points[i][1] = Math.round(points[i][1] * 10) / 10.0;
          values[i] = 100 * Math.pow(points[i][0] - 0.7, 2) + (1 - points[i][1]);
          best = Math.min(best, values[i]);
        }
        cma.tell(points, values);
      }
      assertThat(best).as("seed %d", seed).isLessThan(1e-3);
    }
  }

  @Test
  void flatValuesFinishTheSearch() {
    Cma cma = new Cma(new double[] {0.5, 0.5}, 0.2, 6, Covariance.FULL, new double[2]);
    SplittableRandom random = new SplittableRandom(0);
    int generations = 0;
    while (!cma.isFinished() && generations < 1000) {
      double[][] points = new double[6][];
      Arrays.setAll(points, i -> cma.sample(random));
      cma.tell(points, new double[] {1, 1, 1, 1, 1, 1});
      generations++;
    }
    assertThat(generations).isBetween(10, 40);
  }

  @Test
  void valuesThatAreNotNumbersAreTheWorst() {
    Cma cma = new Cma(new double[] {0.5, 0.5}, 0.2, 6, Covariance.FULL, new double[2]);
    SplittableRandom random = new SplittableRandom(1);
    for (int generation = 0; generation < 80; generation++) {
      double[][] points = new double[6][];
      double[] values = new double[6];
      for (int i = 0; i < 6; i++) {
        points[i] = cma.sample(random);
        values[i] = points[i][0] > 0.6 ? Double.NaN : sphere(points[i]);
      }
      cma.tell(points, values);
    }
    assertThat(sphere(cma.sample(random))).isLessThan(1e-6);
  }
}
