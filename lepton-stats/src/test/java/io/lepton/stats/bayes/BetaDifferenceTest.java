package io.lepton.stats.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.model.Interval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Against scipy's quad and brentq (difference-sequence.py), and the posteriors' own exact parts.
 */
class BetaDifferenceTest {
  private static BetaDifference of(double a, double b, double c, double d) {
    return new BetaDifference(new BetaPosterior(a, b), new BetaPosterior(c, d));
  }

  @ParameterizedTest
  @CsvSource({
    "31,71,25,77,0.02,0.734557207487122",
    "31,71,25,77,-0.1,0.9946290536600402",
    "6.5,1994.5,3.5,1997.5,0.001,0.6201951848259659",
    "1,1,2,3,0.3,0.306642",
    "500.5,500.5,480.5,520.5,0,0.8144991329770568"
  })
  void chancesAgreeWithQuadrature(
      double a, double b, double c, double d, double above, double chance) {
    assertThat(of(a, b, c, d).above(above)).isCloseTo(chance, within(1e-9));
  }

  @Test
  void intervalsAgreeWithQuadrature() {
    Interval common = of(31, 71, 25, 77).interval(0.95);
    assertThat(common.low()).isCloseTo(-0.06306012429036639, within(1e-8));
    assertThat(common.high()).isCloseTo(0.18019929688240563, within(1e-8));
    Interval rare = of(6.5, 1994.5, 3.5, 1997.5).interval(0.95);
    assertThat(rare.low()).isCloseTo(-0.001515065494684674, within(1e-9));
    assertThat(rare.high()).isCloseTo(0.004784126846866388, within(1e-9));
  }

  @Test
  void atZeroItIsTheChanceToBeat() {
    BetaPosterior first = new BetaPosterior(12.5, 88.5);
    BetaPosterior second = new BetaPosterior(0.5, 100.5); // none of a hundred, Jeffreys
    BetaDifference difference = new BetaDifference(first, second);
    assertThat(difference.above(0)).isCloseTo(first.probabilityToBeat(second), within(1e-8));
    Rope rope = difference.rope(-0.02, 0.02);
    assertThat(rope.below() + rope.inside() + rope.above()).isCloseTo(1, within(1e-12));
    Interval all = new BetaDifference(new BetaPosterior(500.5, 0.5), second).interval(0.95);
    assertThat(all.low()).isGreaterThan(0.95);
    assertThat(all.high()).isBetween(0.999, 1.0);
  }
}
