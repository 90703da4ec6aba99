package io.lepton.stats.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.InvalidInputException;
import org.junit.jupiter.api.Test;

/** Paired TOST is two paired t-tests; figures by R 4.2. */
class PairedMarginsTest {
  private static final double[] BEFORE = {12.1, 9.8, 11.4, 10.9, 13.0, 10.2, 11.7, 12.4};
  private static final double[] AFTER = {12.6, 9.9, 11.1, 11.6, 12.7, 10.9, 11.5, 12.9};

  /**
   * {@code t.test(after, before, paired = TRUE, mu = -0.6, alternative = "greater")}, and with mu =
   * 0.6 and "less"; {@code conf.level = 0.9} for the interval.
   */
  @Test
  void agreesWithTwoPairedTests() {
    Equivalence.Result tost = Equivalence.withMargin(0.6).pairs(AFTER, BEFORE);
    assertThat(tost.statistic()).isCloseTo(-2.49689334313792477, within(1e-9));
    assertThat(tost.pValue()).isCloseTo(0.0205894974188737812, within(1e-9));
    assertThat(tost.difference()).isCloseTo(0.2125, within(1e-12));
    assertThat(tost.interval().low()).isCloseTo(-0.0815250577742937382, within(1e-9));
    assertThat(tost.interval().high()).isCloseTo(0.5065250577742935745, within(1e-9));
    assertThat(tost.interval().level()).isCloseTo(0.9, within(1e-12));
    NonInferiority.Result lower = NonInferiority.withMargin(0.6).pairs(AFTER, BEFORE);
    assertThat(lower.statistic()).isCloseTo(5.2354215259343570565, within(1e-9));
    assertThat(lower.pValue()).isCloseTo(0.0006026378898445165, within(1e-12));
  }

  @Test
  void rejectsExactlyIfTheIntervalLiesWithinTheMargins() {
    for (double margin = 0.2; margin < 1; margin += 0.05) {
      Equivalence.Result tost = Equivalence.withMargin(margin).pairs(AFTER, BEFORE);
      boolean within = tost.interval().low() > -margin && tost.interval().high() < margin;
      assertThat(tost.pValue() < 0.05).isEqualTo(within);
    }
  }

  @Test
  void refusesPairsWithoutSpreadOrPartner() {
    Equivalence tost = Equivalence.withMargin(1);
    assertThatThrownBy(() -> tost.pairs(new double[] {1, 2}, new double[] {0, 1}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("all differences");
    assertThatThrownBy(() -> tost.pairs(new double[] {1, 2}, new double[] {0}))
        .isInstanceOf(InvalidInputException.class);
  }
}
