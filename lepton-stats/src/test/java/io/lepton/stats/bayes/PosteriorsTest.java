package io.lepton.stats.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.interval.RelativeLift;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Posteriors of means, rates and proportions")
class PosteriorsTest {

  @Test
  @DisplayName("GrowthBook's chance to win by the normal approximation of the lift")
  void growthBook() {
    RelativeLift.Result lift =
        RelativeLift.withDefaults()
            .interval(
                new SampleSummary(100, 0.51, 0.51 * 0.49),
                new SampleSummary(100, 0.49, 0.51 * 0.49));
    NormalPosterior posterior = NormalPosterior.flat(lift.lift(), lift.standardError());
    assertThat(posterior.above(0)).isCloseTo(0.60918, within(5e-6));
  }

  @Test
  void anInformativePriorWeighsByPrecision() {
    NormalPosterior posterior = new NormalPosterior(0, 0.1).observe(0.3, 0.2);
    // precisions 100 and 25
    assertThat(posterior.mean()).isCloseTo(0.3 * 25 / 125, within(1e-15));
    assertThat(posterior.standardDeviation()).isCloseTo(1 / Math.sqrt(125), within(1e-15));
    assertThat(new NormalPosterior(0, 1e9).observe(0.3, 0.2).mean()).isCloseTo(0.3, within(1e-15));
    Interval interval = posterior.interval(0.95);
    assertThat(posterior.above(interval.high())).isCloseTo(0.025, within(1e-15));
  }

  @Test
  void lossesOfNormalsAreTheirIntegrals() {
    NormalPosterior advantage = new NormalPosterior(0.4, 0.5);
    double sum = 0;
    double step = 1e-4;
    for (double x = -6; x < 0; x += step) {
      double z = (x - 0.4) / 0.5;
      sum += -x * Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI) / 0.5 * step;
    }
    assertThat(advantage.expectedShortfall()).isCloseTo(sum, within(1e-8));
    NormalPosterior a = new NormalPosterior(2, 0.3);
    NormalPosterior b = new NormalPosterior(1.6, 0.4);
    assertThat(a.expectedLoss(b)).isCloseTo(sum, within(1e-8));
    assertThat(a.probabilityToBeat(b) + b.probabilityToBeat(a)).isCloseTo(1, within(1e-15));
    // far away, from the asymptotic series of Mills' ratio: φ(z)/z² (1 − 3/z² + 15/z⁴ − …), z = 20
    double density = Math.exp(-200) / Math.sqrt(2 * Math.PI);
    double series = density / 400 * (1 - 3.0 / 400 + 15.0 / 160000 - 105.0 / 64e6 + 945.0 / 256e8);
    assertThat(new NormalPosterior(20, 1).expectedShortfall())
        .isCloseTo(series, within(1e-7 * series));
  }

  @Test
  void regionsOfPracticalEquivalence() {
    NormalPosterior narrow = new NormalPosterior(0.001, 0.003);
    assertThat(narrow.rope(-0.01, 0.01).decide(0.95)).isEqualTo(Rope.Decision.EQUIVALENT);
    assertThat(new NormalPosterior(0.05, 0.01).rope(-0.01, 0.01).decide(0.95))
        .isEqualTo(Rope.Decision.ABOVE);
    assertThat(new NormalPosterior(-0.05, 0.01).rope(-0.01, 0.01).decide(0.95))
        .isEqualTo(Rope.Decision.BELOW);
    Rope wide = new NormalPosterior(0.02, 0.05).rope(-0.01, 0.01);
    assertThat(wide.decide(0.95)).isEqualTo(Rope.Decision.UNDECIDED);
    assertThat(wide.below() + wide.inside() + wide.above()).isCloseTo(1, within(1e-15));
    assertThat(new BetaPosterior(51, 51).rope(0.3, 0.7).inside()).isGreaterThan(0.999);
    assertThat(new GammaPosterior(50, 100).rope(0.4, 0.6).inside()).isBetween(0.8, 0.9);
    assertThatThrownBy(() -> narrow.rope(0.1, 0.1)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> wide.decide(0.3)).isInstanceOf(InvalidInputException.class);
  }

  @Test
  @DisplayName("credible intervals hold their level, and the densest is the shortest")
  void credibleIntervals() {
    BetaPosterior beta = new BetaPosterior(3, 17);
    Interval equal = beta.interval(0.9);
    Interval dense = beta.highestDensity(0.9);
    assertThat(beta.above(equal.low()) - beta.above(equal.high())).isCloseTo(0.9, within(1e-12));
    assertThat(beta.above(dense.low()) - beta.above(dense.high())).isCloseTo(0.9, within(1e-12));
    assertThat(dense.width()).isLessThan(equal.width());
    assertThat(density(beta, dense.low())).isCloseTo(density(beta, dense.high()), within(1e-5));
    assertThat(new BetaPosterior(1, 5).highestDensity(0.9).low()).isZero();
    assertThat(new BetaPosterior(5, 1).highestDensity(0.9).high()).isEqualTo(1);
    assertThat(new BetaPosterior(1, 1).highestDensity(0.9).width()).isCloseTo(0.9, within(1e-12));
    assertThatThrownBy(() -> new BetaPosterior(0.5, 0.5).highestDensity(0.9))
        .isInstanceOf(InvalidInputException.class);
    GammaPosterior gamma = new GammaPosterior(4, 10);
    Interval shortest = gamma.highestDensity(0.95);
    assertThat(gamma.above(shortest.low()) - gamma.above(shortest.high()))
        .isCloseTo(0.95, within(1e-12));
    assertThat(shortest.width()).isLessThan(gamma.interval(0.95).width());
    assertThat(new GammaPosterior(1, 2).highestDensity(0.95).low()).isZero();
  }

  private static double density(BetaPosterior beta, double x) {
    return Math.pow(x, beta.alpha() - 1) * Math.pow(1 - x, beta.beta() - 1);
  }

  @Test
  void ratesCompareByTheShareOfEvents() {
    GammaPosterior a = new GammaPosterior(1, 1);
    GammaPosterior b = new GammaPosterior(1, 3);
    // two exponentials: P(A > B) = 3/(1 + 3), and E max(B − A, 0) = P(B > A) E B = 1/4 · 1/3
    assertThat(a.probabilityToBeat(b)).isCloseTo(0.75, within(1e-14));
    assertThat(a.expectedLoss(b)).isCloseTo(1.0 / 12, within(1e-14));
    assertThat(b.expectedLoss(a) - a.expectedLoss(b)).isCloseTo(a.mean() - b.mean(), within(1e-14));
    GammaPosterior seen = new GammaPosterior(0.5, 0.001).observe(30, 60);
    assertThat(seen.mean()).isCloseTo(30.5 / 60.001, within(1e-15));
    assertThatThrownBy(() -> seen.observe(-1, 1)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> seen.observe(1, 0)).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void theBestOfTwoIsTheOneThatBeats() {
    BetaPosterior a = new BetaPosterior(50, 52);
    BetaPosterior b = new BetaPosterior(52, 50);
    assertThat(BestArm.ofProportions(List.of(a, b)).get(1))
        .isCloseTo(b.probabilityToBeat(a), within(1e-11));
    BetaPosterior thin = new BetaPosterior(0.05, 0.05);
    BetaPosterior rare = new BetaPosterior(0.05, 30);
    assertThat(BestArm.ofProportions(List.of(thin, rare)).get(0))
        .as("the integral by mpmath at 30 digits")
        .isCloseTo(0.792925327228603129, within(1e-11));
    NormalPosterior x = new NormalPosterior(1e6, 3);
    NormalPosterior y = new NormalPosterior(1e6 + 1, 0.01);
    assertThat(BestArm.ofMeans(List.of(x, y)).get(0))
        .isCloseTo(x.probabilityToBeat(y), within(1e-10));
    GammaPosterior few = new GammaPosterior(0.5, 0.1);
    GammaPosterior many = new GammaPosterior(900, 200);
    assertThat(BestArm.ofRates(List.of(few, many)).get(0))
        .isCloseTo(few.probabilityToBeat(many), within(1e-10));
  }

  @Test
  void severalArmsShareOneChance() {
    BetaPosterior arm = new BetaPosterior(0.5, 0.5).observe(3, 40);
    assertThat(BestArm.ofProportions(List.of(arm, arm, arm)))
        .allSatisfy(chance -> assertThat(chance).isCloseTo(1.0 / 3, within(1e-11)));
    List<BetaPosterior> arms =
        List.of(
            new BetaPosterior(1, 1),
            new BetaPosterior(2000, 18000),
            new BetaPosterior(31, 270),
            new BetaPosterior(9, 80));
    List<Double> chances = BestArm.ofProportions(arms);
    assertThat(chances.stream().mapToDouble(c -> c).sum()).isCloseTo(1, within(1e-10));
    SplittableRandom random = new SplittableRandom(5);
    List<NormalPosterior> means =
        List.of(
            new NormalPosterior(0, 1), new NormalPosterior(0.5, 0.5), new NormalPosterior(0.3, 2));
    List<Double> best = BestArm.ofMeans(means);
    assertThat(best.stream().mapToDouble(c -> c).sum()).isCloseTo(1, within(1e-11));
    int runs = 100_000;
    int[] won = new int[3];
    for (int run = 0; run < runs; run++) {
      int leader = 0;
      double top = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < 3; i++) {
        double draw =
            means.get(i).mean() + means.get(i).standardDeviation() * random.nextGaussian();
        if (draw > top) {
          top = draw;
          leader = i;
        }
      }
      won[leader]++;
    }
    for (int i = 0; i < 3; i++) {
      assertThat((double) won[i] / runs).isCloseTo(best.get(i), within(4 * Math.sqrt(0.25 / runs)));
    }
    assertThatThrownBy(() -> BestArm.ofMeans(means.subList(0, 1)))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> BestArm.ofProportions(List.of(arm, new BetaPosterior(0.001, 1))))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> new NormalPosterior(Double.NaN, 1))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> NormalPosterior.flat(1, 0)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> new GammaPosterior(0, 1)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> new NormalPosterior(0, 1).interval(1))
        .isInstanceOf(InvalidInputException.class);
  }
}
