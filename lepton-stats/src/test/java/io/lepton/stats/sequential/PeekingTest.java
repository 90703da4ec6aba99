package io.lepton.stats.sequential;

import static io.lepton.stats.Simulation.tolerance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.stats.internal.Normal;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Looking several times where nothing differs")
class PeekingTest {

  @ParameterizedTest(name = "{0} looks")
  @CsvSource({"2, 0.042", "4, 0.063", "10, 0.097", "20, 0.124"})
  void naivePeekingInflates(int looks, double published) {
    double[] times = GroupSequential.withDefaults().withLooks(looks).fractions();
    double[] critical = new double[looks];
    Arrays.fill(critical, Normal.upperQuantile(0.025));
    double[] none = new double[looks];
    Arrays.fill(none, Double.NEGATIVE_INFINITY);
    double exact = new Boundaries(times, critical, none, 1).exits(0).allAbove();
    assertThat(exact).isCloseTo(published, within(5.1e-4));
    int runs = 20_000;
    assertThat(crossings(runs, 1000 + looks, critical, Sides.ONE))
        .isCloseTo(exact, tolerance(exact, runs));
  }

  @ParameterizedTest(name = "{0} looks")
  @CsvSource({"1", "10", "100"})
  void planAndSequenceHoldAlpha(int looks) {
    rates(looks, 4_000);
  }

  @Test
  @Tag("slow")
  @DisplayName("after every one of 1000 observations too")
  void everyObservation() {
    rates(1000, 40_000);
  }

  private static void rates(int looks, int runs) {
    GroupSequential plan = GroupSequential.withDefaults().withLooks(looks);
    double[] spending = plan.design().criticalValues();
    double[] even = plan.with(Spending.lanDeMetsPocock()).design().criticalValues();
    assertThat(crossings(runs, 1, spending, Sides.TWO)).isCloseTo(0.05, tolerance(0.05, runs));
    assertThat(crossings(runs, 2, even, Sides.TWO)).isCloseTo(0.05, tolerance(0.05, runs));
    AlwaysValid method = AlwaysValid.withDefaults().tunedFor(looks);
    double[] always = new double[looks];
    for (int k = 0; k < looks; k++) {
      always[k] = method.interval(0, 1, k + 1).high();
    }
    double least = looks > 1 ? 0.001 : 0;
    assertThat(crossings(runs, 3, always, Sides.TWO))
        .isBetween(least, 0.05 + tolerance(0.05, runs).value);
  }

  private enum Sides {
    ONE,
    TWO
  }

  private static double crossings(int runs, long seed, double[] critical, Sides sides) {
    SplittableRandom random = new SplittableRandom(seed);
    int crossed = 0;
    for (int run = 0; run < runs; run++) {
      double sum = 0;
      for (int k = 0; k < critical.length; k++) {
        sum += random.nextGaussian();
        double z = sum / Math.sqrt(k + 1.0);
        if ((sides == Sides.TWO ? Math.abs(z) : z) >= critical[k]) {
          crossed++;
          break;
        }
      }
    }
    return (double) crossed / runs;
  }

  @ParameterizedTest(name = "proportion {0}")
  @CsvSource({"0.5", "0.02"})
  void proportionSequenceCoversAtAllTimes(double proportion) {
    int runs = 500;
    ProportionSequence method = ProportionSequence.withDefaults().tunedFor(150);
    SplittableRandom random = new SplittableRandom(4);
    int missed = 0;
    for (int run = 0; run < runs; run++) {
      long successes = 0;
      for (int n = 1; n <= 300; n++) {
        successes += random.nextDouble() < proportion ? 1 : 0;
        if (method.pValue(successes, n, proportion) <= 0.05) {
          missed++;
          break;
        }
      }
    }
    assertThat((double) missed / runs).isLessThan(0.05 + tolerance(0.05, runs).value);
  }
}
