package io.lepton.stats.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.aggregate.ValueCounts;
import io.lepton.stats.interval.ClopperPearson;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Differences of proportions and quantiles that may be looked at at any time. */
class DifferenceSequenceTest {
  private static final double LIMIT = -Math.log(0.05);

  private static TwoProportionEvidence evidence(
      long controlSuccesses, long controls, long treatmentSuccesses, long treated, double planned) {
    return new TwoProportionEvidence(
        new long[] {controlSuccesses, treatmentSuccesses},
        new long[] {controls - controlSuccesses, treated - treatmentSuccesses},
        new double[] {planned, planned},
        0.05);
  }

  /** By scipy's quad and minimize_scalar: difference-sequence.py beside the other references. */
  @Test
  void agreesWithQuadrature() {
    TwoProportionEvidence common = evidence(250, 740, 300, 740, 740);
    assertThat(common.log(0.3, 0.05)).isCloseTo(2.019514442336685, within(1e-8));
    assertThat(common.log(0)).isCloseTo(2.0612333502856193, within(1e-5));
    assertThat(common.log(0.05)).isCloseTo(-0.9286999384225867, within(1e-5));
    TwoProportionEvidence none = evidence(0, 1000, 12, 1000, 740);
    assertThat(none.log(0.01, 0)).isCloseTo(6.467325477823404, within(1e-8));
  }

  @Test
  void isAboutTheNormalSequenceInLargeSamples() {
    ProportionDifferenceSequence method =
        ProportionDifferenceSequence.withDefaults().tunedFor(2e5, 2e5);
    // reach 3.035 at alpha, sqrt(3.035² + 2 · 1.126 · ln(1/0.9)) at 0.9 of it
    assertThat(method.criticalValue()).isCloseTo(3.074, within(0.001));
    Interval interval = method.test(101_000, 200_000, 100_000, 200_000).interval();
    double error = Math.sqrt(2 * 0.25 / 200_000);
    // the independent tenth of the mixture helps a little, at most as far as the whole of alpha
    assertThat(interval.width() / 2).isBetween(3.035 * error, 3.075 * error);
  }

  @Test
  void everyCountHasAnAnswerAndTheIntervalInvertsTheTest() {
    for (int n = 1; n < 130; n = 3 * n + 1) {
      for (int first = 0; first <= n; first += Math.max(1, n / 2)) {
        for (int second = 0; second <= n; second += Math.max(1, n / 2)) {
          var result = ProportionDifferenceSequence.withDefaults().test(first, n, second, n);
          assertThat(result.interval().contains(result.difference())).isTrue();
          assertThat(result.interval().contains(0)).isEqualTo(result.pValue() > 0.05);
        }
      }
    }
    var all = ProportionDifferenceSequence.withDefaults().test(500, 500, 500, 500);
    assertThat(all.pValue()).isCloseTo(1, within(1e-5));
    assertThat(all.interval().high()).isBetween(0.006, 0.012); // 3/500 by one look
    assertThat(all.interval().low()).isCloseTo(-all.interval().high(), within(1e-6));
  }

  /** Looks after each hundredth of the units; how many runs ever reject the truth. */
  private static int rejections(
      int runs, double control, double treatment, double allocation, int units) {
    int rejected = 0;
    SplittableRandom random = new SplittableRandom(17);
    double treated = allocation * units;
    for (int run = 0; run < runs; run++) {
      long[] successes = new long[2];
      long[] failures = new long[2];
      for (int unit = 1; unit <= units; unit++) {
        int arm = random.nextDouble() < allocation ? 1 : 0;
        if (random.nextDouble() < (arm == 1 ? treatment : control)) {
          successes[arm]++;
        } else {
          failures[arm]++;
        }
        if (unit % (units / 50) == 0
            && successes[0] + failures[0] > 0
            && successes[1] + failures[1] > 0
            && new TwoProportionEvidence(
                        successes, failures, new double[] {units - treated, treated}, 0.05)
                    .log(treatment - control)
                >= LIMIT) {
          rejected++;
          break;
        }
      }
    }
    return rejected;
  }

  /** Where the normal sequence is wrong in a third of the runs: rare events, unequal arms. */
  @Test
  void rareEventsInUnequalArmsKeepAlpha() {
    int runs = 200;
    for (int rejected :
        new int[] {
          rejections(runs, 0.005, 0.005, 0.1, 8000), rejections(runs, 0.005, 0.02, 0.8, 4000)
        }) {
      assertThat(ClopperPearson.withDefaults().withLevel(0.9999).interval(rejected, runs).low())
          .isLessThanOrEqualTo(0.05);
      assertThat(rejected).isLessThan(runs / 20 + 4);
    }
  }

  private static double[] draw(int n, IntToDoubleFunction value) {
    double[] drawn = new double[n];
    for (int i = 0; i < n; i++) {
      drawn[i] = value.applyAsDouble(i);
    }
    return drawn;
  }

  @Test
  void quantilesOfShiftedValuesDifferByTheShift() {
    ValueCounts control = ValueCounts.of(draw(1000, i -> i));
    ValueCounts same = ValueCounts.of(draw(1000, i -> i));
    ValueCounts shifted = ValueCounts.of(draw(1000, i -> i + 200));
    QuantileDifferenceSequence median = QuantileDifferenceSequence.of(0.5);
    assertThat(median.test(same, control).pValue()).isEqualTo(1);
    var result = median.test(shifted, control);
    assertThat(result.difference()).isEqualTo(200);
    assertThat(result.pValue()).isLessThan(1e-6);
    // a rank of the median has deviation sqrt(n)/2, and ranks are values here
    double reach = median.criticalValue() * Math.sqrt(2 * 1000) / 2;
    assertThat(result.interval().low()).isCloseTo(200 - reach, within(3.0));
    assertThat(result.interval().high()).isCloseTo(200 + reach, within(3.0));
    assertThat(median.test(control, shifted).interval().low()).isEqualTo(-result.interval().high());
    Interval apart = QuantileSequence.of(0.5).withLevel(0.975).interval(draw(1000, i -> i));
    assertThat(result.interval().width()).isLessThan(0.78 * 2 * apart.width());
  }

  @Test
  void theIntervalOfQuantilesIsWhatShiftsAreNotRejected() {
    SplittableRandom random = new SplittableRandom(3);
    double[] control = draw(150, i -> Math.round(20 * random.nextDouble()));
    double[] treatment = draw(90, i -> Math.round(20 * random.nextDouble()));
    QuantileDifferenceSequence method = QuantileDifferenceSequence.of(0.7).tunedFor(100, 100);
    Interval interval = method.test(ValueCounts.of(treatment), ValueCounts.of(control)).interval();
    for (double shift = interval.low() - 3; shift <= interval.high() + 3; shift += 1) {
      double by = shift;
      double p =
          method
              .test(ValueCounts.of(draw(90, i -> treatment[i] - by)), ValueCounts.of(control))
              .pValue();
      assertThat(p > 0.05).as("shift %s of %s", shift, interval).isEqualTo(interval.contains(by));
    }
  }

  @Test
  void quantilesOfFewValuesAreOpen() {
    Interval few =
        QuantileDifferenceSequence.of(0.9)
            .test(ValueCounts.of(1, 2, 3), ValueCounts.of(4))
            .interval();
    assertThat(few.low()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(few.high()).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void quantilesCoverWhenLookedAtAgainAndAgain() {
    int missed = 0;
    SplittableRandom random = new SplittableRandom(8);
    QuantileDifferenceSequence p90 = QuantileDifferenceSequence.of(0.9).tunedFor(400, 400);
    for (int run = 0; run < 100; run++) {
      double[] control = draw(400, i -> -Math.log(1 - random.nextDouble()));
      double[] treatment = draw(400, i -> 1 - Math.log(1 - random.nextDouble()));
      for (int n = 20; n <= 400; n += 20) {
        var result =
            p90.test(
                ValueCounts.of(java.util.Arrays.copyOf(treatment, n)),
                ValueCounts.of(java.util.Arrays.copyOf(control, n)));
        if (!result.interval().contains(1)) {
          missed++;
          break;
        }
      }
    }
    assertThat(missed).isLessThanOrEqualTo(5 + 8); // 0.05 and four standard errors
  }

  @Test
  void refusesWhatCannotBe() {
    ProportionDifferenceSequence method = ProportionDifferenceSequence.withDefaults();
    assertThatThrownBy(() -> method.test(1, 0, 0, 1)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> method.test(3, 2, 0, 1)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> method.tunedFor(0, 1)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> method.withLevel(1)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(
            () -> QuantileDifferenceSequence.of(0.5).test(ValueCounts.of(), ValueCounts.of(1)))
        .isInstanceOf(InvalidInputException.class);
  }
}
