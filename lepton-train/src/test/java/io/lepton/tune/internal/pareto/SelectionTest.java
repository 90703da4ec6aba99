package io.lepton.tune.internal.pareto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SelectionTest {
  private static final double[][] FRONT = {{0, 10}, {1, 4}, {1.1, 3.9}, {4, 1}, {10, 0}};

  @Test
  void takesWhatAddsTheMost() {
    // The reference is (11, 11): 70.29 of (1.1, 3.9), 70 of (1, 4) or (4, 1), of which the latter
    // has more to itself then.
    assertThat(Selection.of(FRONT, 2)).startsWith(2, 3).hasSize(5);
    assertThat(Selection.of(FRONT, 3)[2]).isIn(0, 4);
    assertThat(Selection.of(FRONT, 5)).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
  }

  @Test
  void doesNotDependOnScales() {
    double[][] scaled = new double[FRONT.length][];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = new double[] {1e6 * FRONT[i][0] - 7, 1e-3 * FRONT[i][1] + 5};
    }
    assertThat(Selection.of(scaled, 3)).isEqualTo(Selection.of(FRONT, 3));
  }

  @Test
  void saysWhatEachAloneDominates() {
    double[] alone = Selection.contributions(FRONT);

    assertThat(alone[0]).isEqualTo(1, within(1e-9)); // from 0 to 1, and from 10 to 11
    assertThat(alone[2]).isEqualTo(2.9 * 0.1, within(1e-9)); // from 1.1 to 4, and from 3.9 to 4
    assertThat(Selection.contributions(new double[][] {{1, 1}, {2, 2}})[1]).isZero();
    assertThat(Selection.contributions(new double[0][])).isEmpty();
  }
}
