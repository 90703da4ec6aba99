package io.lepton.compress.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.compress.Calibration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RangesTest {
  private static Ranges of(float[] values) {
    Ranges ranges = new Ranges("t");
    ranges.bound(values);
    ranges.count(values);
    return ranges;
  }

  private static float[] normal(int count) {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @Test
  void goesFromTheLeastToTheLargestValueAndHoldsZero() {
    assertThat(of(new float[] {-1, 2, 3}).range(Calibration.minMax())).containsExactly(-1, 3);
    assertThat(of(new float[] {2, 3}).range(Calibration.minMax())).containsExactly(0, 3);
    assertThat(of(new float[] {0, 0}).range(Calibration.minMax())).containsExactly(0, 0);
  }

  @Test
  void leavesTheTailsOut() {
    float[] range = of(normal(100_000)).range(Calibration.percentile(99));
    // ±2.326 at 1 % each, give or take a bin of 1/2048 of about 9 and sampling error
    assertThat(range[0]).isBetween(-2.40f, -2.26f);
    assertThat(range[1]).isBetween(2.26f, 2.40f);
  }

  @Test
  void clipsOutliersButNotTheBulkByDivergence() {
    float[] values = normal(200_000);
    values[5] = 60;
    float[] range = of(values).range(Calibration.entropy());
    assertThat(range[1]).isBetween(2.5f, 12f);
    float[] plain = of(normal(200_000)).range(Calibration.entropy());
    assertThat(plain[1]).isBetween(2.5f, 5f);
  }

  @Test
  void keepsTheBulkByDivergenceHoweverManyValuesAre0() {
    SplittableRandom random = new SplittableRandom(2);
    for (double zeros : new double[] {0, 0.5, 0.9, 0.98}) { // as a ReLU makes them
      float[] values = normal(200_000);
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextDouble() < zeros ? 0 : Math.abs(values[i]);
      }
      // Beyond 2.5 standard deviations lies 1 % of them.
      assertThat(of(values).range(Calibration.entropy())[1]).as("%s", zeros).isBetween(2.5f, 5f);
    }
  }
}
