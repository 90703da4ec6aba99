package io.lepton.tune.internal.gp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GaussTest {
  @Test
  void agreesWithTheExponentialOfTheJdk() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 20_000; i++) {
      double x = -700 * random.nextDouble() * random.nextDouble();
      assertThat(Gauss.exp(x) / StrictMath.exp(x)).isCloseTo(1, within(2e-14));
    }
    assertThat(Gauss.exp(0)).isEqualTo(1);
    assertThat(Gauss.exp(-709)).isZero();
    assertThat(Gauss.exp(Double.NEGATIVE_INFINITY)).isZero();
  }

  /** Values from R 4.2: format(pnorm(c(...)), digits = 17). */
  @Test
  void agreesWithTheNormalDistributionOfR() {
    double[][] table = {
      {0, 0.5},
      {1, 0.84134474606854293},
      {-1, 0.15865525393145705},
      {1.959963984540054, 0.97499999999999998},
      {-3, 0.0013498980316300933},
      {-6, 9.8658764503769809e-10},
      {-8, 6.2209605742717849e-16},
      {-20, 2.7536241186062337e-89}
    };
    for (double[] row : table) {
      assertThat(Gauss.cdf(row[0]) / row[1]).isCloseTo(1, within(1e-8));
    }
    assertThat(Gauss.cdf(-40)).isZero();
    assertThat(Gauss.cdf(40)).isEqualTo(1);
  }

  @Test
  void drawsFromTheTruncatedNormal() {
    SplittableRandom random = new SplittableRandom(2);
    double sum = 0;
    int count = 20_000;
    for (int i = 0; i < count; i++) {
      double x = Gauss.nextInUnit(random, 0.1, 0.3);
      assertThat(x).isBetween(0.0, 1.0);
      sum += x;
    }
    // R: a <- -1/3; b <- 3; .1 + .3*(dnorm(a)-dnorm(b))/(pnorm(b)-pnorm(a)) = 0.27782; five
    // standard
    // errors are 5 * 0.19 / sqrt(20000) = 0.0067
    assertThat(sum / count).isCloseTo(0.2778, within(0.0067));
  }
}
