package io.lepton.stats.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.model.Interval;
import io.lepton.stats.Alternative;
import io.lepton.stats.internal.Normal;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class SequentialPropertiesTest {
  private static Spending spending(int kind, double parameter) {
    return switch (kind) {
      case 0 -> Spending.lanDeMetsOBrienFleming();
      case 1 -> Spending.lanDeMetsPocock();
      case 2 -> Spending.hwangShihDeCani(4 * parameter - 6);
      default -> Spending.kimDeMets(parameter);
    };
  }

  @Property(tries = 300, seed = "20261201")
  void spendingGrowsToItsTotal(
      @ForAll @IntRange(max = 3) int kind,
      @ForAll @DoubleRange(min = 0.5, max = 3) double parameter,
      @ForAll @DoubleRange(min = 0.01, max = 0.4) double total,
      @ForAll @DoubleRange(min = 0.01, max = 1) double first,
      @ForAll @DoubleRange(min = 0.01, max = 1) double second) {
    Spending spending = spending(kind, parameter);
    double early = spending.spent(total, Math.min(first, second));
    double late = spending.spent(total, Math.max(first, second));
    assertThat(early).isBetween(0.0, late);
    assertThat(late).isLessThanOrEqualTo(total * (1 + 1e-12));
    assertThat(spending.spent(total, 1)).isEqualTo(total);
  }

  @Property(tries = 60, seed = "20261202")
  void looksThatAreAddedDoNotChangeThoseBefore(
      @ForAll long seed,
      @ForAll @IntRange(max = 3) int kind,
      @ForAll @DoubleRange(min = 0.5, max = 3) double parameter,
      @ForAll @IntRange(min = 2, max = 6) int looks) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] fractions = new double[looks];
    double last = 0;
    for (int k = 0; k < looks; k++) {
      last += 0.02 + random.nextDouble() * 0.13;
      fractions[k] = last;
    }
    GroupSequential plan = GroupSequential.withDefaults().with(spending(kind, parameter));
    double[] all = plan.withFractions(fractions).design().criticalValues();
    double[] some =
        plan.withFractions(Arrays.copyOf(fractions, looks - 1)).design().criticalValues();
    for (int k = 0; k < looks - 1; k++) {
      if (some[k] < 40) {
        assertThat(all[k]).isCloseTo(some[k], within(1e-8));
      }
    }
    // what is spent is what the boundaries let through
    GroupSequentialDesign design = plan.withFractions(fractions).design();
    double power = design.under(0).power();
    assertThat(2 * power).isCloseTo(design.alphaSpent()[looks - 1], within(1e-10));
    assertThat(design.driftFor(0.8)).isLessThan(design.driftFor(0.9));
  }

  @Property(tries = 300, seed = "20261203")
  void alwaysValidPValueAndIntervalSayTheSame(
      @ForAll @DoubleRange(min = -6, max = 6) double z,
      @ForAll @IntRange(min = 1, max = 100_000) int n,
      @ForAll @IntRange(min = 10, max = 20_000) int tuned,
      @ForAll @DoubleRange(min = 0.6, max = 0.99) double level,
      @ForAll Alternative alternative) {
    AlwaysValid method =
        AlwaysValid.withDefaults().withLevel(level).tunedFor(tuned).with(alternative);
    AlwaysValid.Result result = method.test(z, 1, n);
    double alpha = 1 - level;
    if (Math.abs(result.pValue() - alpha) > 1e-9) {
      assertThat(result.rejectsAt(alpha)).isEqualTo(!result.interval().contains(0));
    }
    Interval two = method.with(Alternative.TWO_SIDED).interval(z, 1, n);
    assertThat(two.width()).isGreaterThan(2 * Normal.critical(level));
  }

  @Property(tries = 200, seed = "20261204")
  void proportionSequenceHoldsTheShareAndWhatItDoesNotReject(
      @ForAll @IntRange(min = 1, max = 5000) int trials,
      @ForAll @DoubleRange(min = 0, max = 1) double share,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double value) {
    long successes = Math.round(share * trials);
    ProportionSequence method = ProportionSequence.withDefaults().tunedFor(500);
    Interval interval = method.interval(successes, trials);
    assertThat(interval.low()).isGreaterThanOrEqualTo(0);
    assertThat(interval.high()).isLessThanOrEqualTo(1);
    assertThat(interval.contains((double) successes / trials)).isTrue();
    Interval mirrored = method.interval(trials - successes, trials);
    assertThat(mirrored.low()).isCloseTo(1 - interval.high(), within(1e-8));
    double p = method.pValue(successes, trials, value);
    if (Math.abs(p - 0.05) > 1e-6) {
      assertThat(p > 0.05).isEqualTo(interval.contains(value));
    }
  }
}
