package io.lepton.tune.internal.gp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OutcomesTest {
  @Test
  void keepOrderAndGetMeanZeroAndVarianceOne() {
    double[] out = Outcomes.compressed(new double[] {1e9, 3, 2, 1, 50, 2.5, 4, -1});
    assertThat(Arrays.stream(out).sum()).isCloseTo(0, offset(1e-12));
    assertThat(Arrays.stream(out).map(v -> v * v).sum() / 8).isCloseTo(1, offset(1e-12));
    int[] ascending = {7, 3, 2, 5, 1, 6, 4, 0};
    for (int i = 1; i < 8; i++) {
      assertThat(out[ascending[i]]).isGreaterThan(out[ascending[i - 1]]);
    }
  }

  /** Standardised, values −1 to 4 would lie within 1e-8 of each other beside 1e9. */
  @Test
  void aTerribleValueDoesNotFlattenTheOthers() {
    double[] out = Outcomes.compressed(new double[] {1e9, 3, 2, 1, 50, 2.5, 4, -1});
    assertThat(out[1] - out[7]).isGreaterThan(0.2);
  }

  /**
   * What an objective returns that went wrong: a fifth of the values, as in a corner of a space.
   */
  @Test
  void noNumberOfAbsurdValuesFlattensTheOthers() {
    double[] values = new double[50];
    Arrays.setAll(values, i -> i < 10 ? 1e30 : i);
    double[] out = Outcomes.compressed(values);
    assertThat(out[30] - out[10]).isGreaterThan(0.2);
  }

  @Test
  void equalValuesBecomeZero() {
    assertThat(Outcomes.compressed(new double[] {7, 7, 7})).containsOnly(0);
    assertThat(Outcomes.compressed(new double[] {7})).containsOnly(0);
  }

  @Test
  void slackKeepsItsSign() {
    double[] out = Outcomes.slack(new double[] {-1e6, -1, 0, 2, 1e5});
    assertThat(out).isSorted();
    assertThat(out[2]).isZero();
    assertThat(Outcomes.slack(new double[] {0, 0})).containsOnly(0);
  }
}
