package io.lepton.stats.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.InvalidInputException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Posteriors of proportions")
class BetaPosteriorTest {

  /** The finite sum over beta functions (Miller 2015), by mpmath in 60 digits. */
  @Test
  void smallProbabilitiesKeepTheirDigits() {
    compared(166, 633, 187, 1920, 2.5768359984814073e-17, 3.8717560960000729e-20);
    compared(197, 1455, 16, 809, 3.2446435138033649e-21, 4.5360095338172694e-24);
  }

  private static void compared(double a, double b, double c, double d, double p, double loss) {
    BetaPosterior first = new BetaPosterior(a, b);
    BetaPosterior second = new BetaPosterior(c, d);
    assertThat(second.probabilityToBeat(first)).isCloseTo(p, within(1e-11 * p));
    assertThat(first.expectedLoss(second)).isCloseTo(loss, within(1e-11 * loss));
    assertThat(first.probabilityToBeat(second)).isCloseTo(1, within(1e-13));
    // the two losses differ by the difference of the means
    assertThat(second.expectedLoss(first) - first.expectedLoss(second))
        .isCloseTo(first.mean() - second.mean(), within(1e-14));
  }

  /** GrowthBook's case, exact: the normal approximation would give 0.60918. */
  @Test
  void chanceToWin() {
    BetaPosterior a = new BetaPosterior(1, 1).observe(49, 100);
    BetaPosterior b = new BetaPosterior(1, 1).observe(51, 100);
    assertThat(b.probabilityToBeat(a)).isCloseTo(0.61077, within(5e-6));
    assertThat(a.probabilityToBeat(a)).isCloseTo(0.5, within(1e-13));
  }

  @Test
  void whatIsNoPosteriorIsRefused() {
    assertThatThrownBy(() -> new BetaPosterior(0, 1)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> new BetaPosterior(1, 1).observe(3, 2))
        .isInstanceOf(InvalidInputException.class);
  }
}
