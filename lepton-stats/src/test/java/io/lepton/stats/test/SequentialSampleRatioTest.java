package io.lepton.stats.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.InvalidInputException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SequentialSampleRatioTest {
  private static final SequentialSampleRatio CHECK = SequentialSampleRatio.withDefaults();
  private static final double[] EVEN = {1, 1};

  /** From scipy.special.gammaln: the same formula in four lines of Python. */
  @Test
  void agreesWithScipy() {
    assertThat(statistic(1000, 850)).isCloseTo(3.2370361531708824, within(1e-8));
    assertThat(statistic(100, 40)).isCloseTo(6.076379167051844, within(1e-8));
    assertThat(statistic(52_000, 48_000)).isCloseTo(75.39380197425831, within(1e-8));
    double[] three = {1, 1, 1};
    assertThat(CHECK.test(new long[] {300, 310, 250}, three).pValue())
        .isCloseTo(0.5971755515001581, within(1e-9));
  }

  private static double statistic(long... observed) {
    return CHECK.test(observed, EVEN).statistic();
  }

  @Test
  void seldomEverRaisesAFalseAlarmHoweverOftenItIsAsked() {
    int runs = 400;
    int looks = 2_000;
    int sequential = 0;
    int chiSquare = 0;
    for (int run = 0; run < runs; run++) {
      SplittableRandom random = new SplittableRandom(run);
      long[] units = new long[2];
      boolean alarm = false;
      boolean naive = false;
      for (int look = 0; look < looks; look++) {
        units[random.nextInt(2)]++;
        alarm |= CHECK.withAlpha(0.05).test(units, EVEN).mismatch();
        double z = (units[0] - units[1]) / Math.sqrt(units[0] + (double) units[1]);
        naive |= Math.abs(z) > 1.959964;
      }
      sequential += alarm ? 1 : 0;
      chiSquare += naive ? 1 : 0;
    }
    // 4 standard deviations of the number of 400 runs above 5 %
    assertThat(sequential).isLessThanOrEqualTo(20 + 17);
    assertThat(chiSquare).isGreaterThan(runs / 3);
  }

  @Test
  void findsAFaultOfOnePerCentInTenThousandsOfUnits() {
    assertThat(CHECK.test(new long[] {50_500, 49_500}, EVEN).mismatch()).isFalse();
    assertThat(CHECK.test(new long[] {202_000, 198_000}, EVEN).mismatch()).isTrue();
  }

  @Test
  void refusesWhatItCannotJudge() {
    assertThatThrownBy(() -> CHECK.test(new long[] {1}, new double[] {1}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("1 counts");
    assertThatThrownBy(() -> CHECK.test(new long[2], EVEN))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no unit");
    assertThatThrownBy(() -> CHECK.test(new long[] {3, -1}, EVEN))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("observed[1] is -1");
    assertThatThrownBy(() -> CHECK.test(new long[] {3, 1}, new double[] {1, Double.NaN}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("weights[1]");
  }
}
