package io.lepton.stats.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.Alternative;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.interval.RelativeLift;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Always-valid intervals and p-values")
class AlwaysValidTest {

  @Test
  @DisplayName("GrowthBook's sequential interval of a relative lift")
  void growthBook() {
    RelativeLift.Result lift =
        RelativeLift.withDefaults()
            .interval(
                SampleSummary.ofSums(3461, 2422.7, 134698.29),
                SampleSummary.ofSums(3000, 1396.87, 52377.9767));
    Interval interval =
        AlwaysValid.withDefaults()
            .tunedFor(1000)
            .interval(lift.lift(), lift.standardError(), 3000 + 3461);
    assertThat(interval.low()).isCloseTo(-0.55844, within(5e-6));
    assertThat(interval.high()).isCloseTo(1.56516, within(5e-6));
  }

  @Test
  @DisplayName("the bound of confseq for the same sum and time")
  void confseq() {
    // v = 100, s = 10: an estimate of 0.1 from 100 values of variance 1
    AlwaysValid method = AlwaysValid.withDefaults().tunedFor(100);
    Interval two = method.interval(0.1, 0.1, 100);
    assertThat(two.width() / 2 * 100).isCloseTo(30.35209, within(1e-5));
    assertThat(method.pValue(0.1, 0.1, 100)).isEqualTo(1);
    Interval one = method.with(Alternative.GREATER).interval(0.1, 0.1, 100);
    assertThat((0.1 - one.low()) * 100).isCloseTo(27.66071, within(1e-5));
    assertThat(one.high()).isEqualTo(Double.POSITIVE_INFINITY);
    Interval less = method.with(Alternative.LESS).interval(-0.1, 0.1, 100);
    assertThat(less.high()).isCloseTo(-one.low(), within(1e-12));
    assertThat(less.low()).isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void aRejectionOnceMadeStands() {
    AlwaysValid method = AlwaysValid.withDefaults().tunedFor(200);
    AlwaysValid.Result first = method.test(0.5, 0.1, 100);
    AlwaysValid.Result second = method.test(0.1, 0.07, 200).after(first);
    assertThat(first.rejectsAt(0.05)).isTrue();
    assertThat(method.test(0.1, 0.07, 200).rejectsAt(0.05)).isFalse();
    assertThat(second.rejectsAt(0.05)).isTrue();
    assertThat(second.interval()).isEqualTo(method.interval(0.1, 0.07, 200));
  }

  @Test
  void refusesWhatCannotBe() {
    AlwaysValid method = AlwaysValid.withDefaults();
    assertThatThrownBy(() -> method.interval(Double.NaN, 1, 10))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("estimate");
    assertThatThrownBy(() -> method.interval(1, 0, 10))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("standard error");
    assertThatThrownBy(() -> method.interval(1, 1, 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("n is 0");
    assertThatThrownBy(() -> method.withLevel(1)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> method.tunedFor(0)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> method.withLevel(0.4).with(Alternative.LESS).interval(1, 1, 10))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("0.5");
  }
}
