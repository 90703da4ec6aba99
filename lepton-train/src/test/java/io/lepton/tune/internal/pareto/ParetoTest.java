package io.lepton.tune.internal.pareto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ParetoTest {
  private static double[][] random(int n, int d, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] points = new double[n][];
    for (int i = 0; i < n; i++) {
      points[i] = random.doubles(d).toArray();
    }
    return points;
  }

  /** The reference lies on a grid of 20 steps, so counting cells is exact for points on it. */
  @Test
  void hypervolumeIsTheNumberOfDominatedCells() {
    for (int d = 1; d <= 4; d++) {
      SplittableRandom random = new SplittableRandom(d);
      double[][] points = new double[12][d];
      for (double[] point : points) {
        for (int m = 0; m < d; m++) {
          point[m] = random.nextInt(13) / 10.0; // some beyond the reference
        }
      }
      double[] reference = new double[d];
      java.util.Arrays.fill(reference, 1);
      int cells = (int) Math.pow(10, d);
      int dominated = 0;
      for (int cell = 0; cell < cells; cell++) {
        dominated += covered(points, cell, d) ? 1 : 0;
      }
      assertThat(Hypervolume.of(points, reference))
          .as("%d objectives", d)
          .isCloseTo((double) dominated / cells, offset(1e-12));
    }
  }

  private static boolean covered(double[][] points, int cell, int d) {
    for (double[] point : points) {
      boolean below = true;
      int rest = cell;
      for (int m = 0; m < d; m++) {
        below &= point[m] < (rest % 10 + 0.5) / 10;
        rest /= 10;
      }
      if (below) {
        return true;
      }
    }
    return false;
  }

  /** A sphere's octant: the volume beyond it is 1 − π/6; a fine front comes close from below. */
  @Test
  void hypervolumeOfAKnownFront() {
    double[] reference = {1, 1};
    double[][] line = new double[1001][];
    for (int i = 0; i <= 1000; i++) {
      line[i] = new double[] {i / 1000.0, 1 - i / 1000.0};
    }
    assertThat(Hypervolume.of(line, reference)).isCloseTo(0.5 - 0.0005, offset(1e-9));
    assertThat(Hypervolume.of(new double[0][], reference)).isZero();
    assertThat(Hypervolume.of(new double[][] {{2, 0}}, reference)).isZero();
  }

  @Test
  void threeObjectivesOfAHundredPointsAgreeWithSampling() {
    double[][] points = random(100, 3, 9);
    for (double[] p : points) {
      double length = Math.sqrt(p[0] * p[0] + p[1] * p[1] + p[2] * p[2]);
      for (int m = 0; m < 3; m++) {
        p[m] /= length;
      }
    }
    double exact = Hypervolume.of(points, new double[] {1, 1, 1});
    int hits = 0;
    for (double[] at : random(40_000, 3, 10)) {
      for (double[] p : points) {
        if (p[0] < at[0] && p[1] < at[1] && p[2] < at[2]) {
          hits++;
          break;
        }
      }
    }
    double sampled = hits / 40_000.0;
    assertThat(exact).isCloseTo(sampled, offset(4 * Math.sqrt(sampled * (1 - sampled) / 40_000)));
  }

  @Test
  void frontsAreDominatedOnlyByTheFrontsBefore() {
    double[][] losses = random(80, 3, 2);
    List<int[]> fronts = Fronts.sort(losses, new double[80]);
    assertThat(fronts.stream().mapToInt(front -> front.length).sum()).isEqualTo(80);
    for (int f = 0; f < fronts.size(); f++) {
      for (int i : fronts.get(f)) {
        for (int j : fronts.get(f)) {
          assertThat(Fronts.dominates(losses[i], losses[j])).isFalse();
        }
        boolean below = f == 0;
        for (int j : f == 0 ? new int[0] : fronts.get(f - 1)) {
          below |= Fronts.dominates(losses[j], losses[i]);
        }
        assertThat(below).isTrue();
      }
    }
  }

  @Test
  void whatViolatesLessComesFirst() {
    double[][] losses = {{0, 0}, {5, 5}, {9, 9}, {1, 1}};
    List<int[]> fronts = Fronts.sort(losses, new double[] {3, 0, 1, 3});
    assertThat(fronts).hasSize(4);
    assertThat(fronts.stream().mapToInt(front -> front[0])).containsExactly(1, 2, 0, 3);
  }

  @Test
  void crowdingIsTheRoomBetweenNeighbours() {
    double[][] front = {{0, 10}, {1, 6}, {4, 5}, {10, 0}};
    assertThat(Fronts.crowding(front))
        .containsExactly(Double.POSITIVE_INFINITY, 0.4 + 0.5, 0.9 + 0.6, Double.POSITIVE_INFINITY);
    assertThat(Fronts.crowding(new double[][] {{1, 1}})).containsExactly(Double.POSITIVE_INFINITY);
    assertThat(Fronts.crowding(new double[0][])).isEmpty();
  }
}
