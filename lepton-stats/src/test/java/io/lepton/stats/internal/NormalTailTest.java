package io.lepton.stats.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The normal tail")
class NormalTailTest {
  @Test
  void agreesWithTheIncompleteGammaFunctionAtEveryPlace() {
    for (double x = -8; x <= 37.5; x += 1.0 / 64) {
      double slow = 0.5 * Erf.erfc(x / Math.sqrt(2));
      // x²/2 as a double is off by half an ulp, and so is the logarithm of the slow one
      assertThat(Normal.upperTail(x))
          .as("above %s", x)
          .isCloseTo(slow, within((2e-14 + 1e-15 * x * x) * slow));
    }
  }

  @Test
  void joinsItsPiecesAndItsEnds() {
    // two steps of a double at √32 change the tail by 1e-14 of itself
    for (double join : new double[] {0.67448975, Math.sqrt(32), -0.67448975, -Math.sqrt(32)}) {
      assertThat(Normal.upperTail(Math.nextUp(join)))
          .isCloseTo(Normal.upperTail(Math.nextDown(join)), within(2e-14 * Normal.upperTail(join)));
    }
    assertThat(Normal.upperTail(0)).isEqualTo(0.5);
    assertThat(Normal.upperTail(Double.POSITIVE_INFINITY)).isZero();
    assertThat(Normal.upperTail(Double.NEGATIVE_INFINITY)).isEqualTo(1);
    assertThat(Normal.upperTail(Double.NaN)).isNaN();
    assertThat(Normal.twoSided(0)).isEqualTo(1);
    assertThat(Normal.upperTail(38.4)).isPositive();
  }
}
