package io.lepton.tune.internal.gp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AcquisitionTest {
  private static final int N = 20;

  private static double[][] points(long seed, int dimension) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] x = new double[N][];
    for (int i = 0; i < N; i++) {
      x[i] = random.doubles(dimension).toArray();
    }
    return x;
  }

  private static GaussianProcess process(double[][] x, double[] y, boolean[] categorical) {
    return GaussianProcess.of(KernelFit.kernel(x, y, categorical), x, y);
  }

  private static GaussianProcess bowl(double[][] x) {
    double[] y =
        Arrays.stream(x)
            .mapToDouble(p -> 8 * Arrays.stream(p).map(v -> (v - 0.3) * (v - 0.3)).sum() - 1)
            .toArray();
    return process(x, y, new boolean[x[0].length]);
  }

  @Test
  void gradientIsTheDerivativeAlsoFarFromAnyImprovement() {
    double[][] x = points(1, 3);
    GaussianProcess process = bowl(x);
    for (double incumbent : new double[] {-1, -3, -30, Double.POSITIVE_INFINITY}) {
      Acquisition acquisition =
          new Acquisition(process, incumbent, List.of(new Acquisition.Constraint(process, -0.8)));
      double[] gradient = new double[3];
      for (double[] at : points(2, 3)) {
        double value = acquisition.at(at, gradient);
        assertThat(value).isCloseTo(acquisition.at(at), offset(1e-9 * (1 + Math.abs(value))));
        for (int j = 0; j < 3; j++) {
          double[] up = at.clone();
          double[] down = at.clone();
          up[j] += 1e-6;
          down[j] -= 1e-6;
          double slope = (acquisition.at(up) - acquisition.at(down)) / 2e-6;
          assertThat(gradient[j]).isCloseTo(slope, offset(1e-4 * (1 + Math.abs(slope))));
        }
      }
    }
  }

  /** Against every tenth of a fine grid over a mixed space. */
  @Test
  void searchFindsTheMaximumOverMixedAxes() {
    double[][] x = points(3, 3);
    List<Double> levels = List.of(0.0, 0.25, 0.5, 0.75, 1.0);
    List<Axis> axes =
        List.of(
            Axis.continuous(),
            new Axis(Axis.Kind.ORDERED, levels),
            new Axis(Axis.Kind.CATEGORICAL, List.of(0.0, 0.5, 1.0)));
    double[] y = new double[N];
    for (int i = 0; i < N; i++) {
      x[i][1] = axes.get(1).snap(x[i][1]);
      x[i][2] = axes.get(2).snap(x[i][2]);
      y[i] = Math.sin(7 * x[i][0]) + x[i][1] + (x[i][2] == 0.5 ? -1 : 0);
    }
    GaussianProcess process = process(x, y, new boolean[] {false, false, true});
    Acquisition acquisition = new Acquisition(process, -1.5, List.of());
    double best = Double.NEGATIVE_INFINITY;
    for (int i = 0; i <= 2000; i++) {
      for (double level : levels) {
        for (double category : new double[] {0, 0.5, 1}) {
          best = Math.max(best, acquisition.at(new double[] {i / 2000.0, level, category}));
        }
      }
    }
    for (long seed = 0; seed < 5; seed++) {
      double[] found =
          new AcquisitionSearch(axes).maximize(acquisition, new double[][] {x[0]}, seed);
      assertThat(levels).contains(found[1]);
      assertThat(List.of(0.0, 0.5, 1.0)).contains(found[2]);
      assertThat(acquisition.at(found)).isGreaterThanOrEqualTo(best - 1e-6);
    }
  }

  @Test
  void searchIsTheSameForTheSameSeed() {
    double[][] x = points(5, 4);
    Acquisition acquisition = new Acquisition(bowl(x), -1, List.of());
    List<Axis> axes = new ArrayList<>();
    for (int j = 0; j < 4; j++) {
      axes.add(Axis.continuous());
    }
    double[] once = new AcquisitionSearch(axes).maximize(acquisition, x, 9);
    assertThat(new AcquisitionSearch(axes).maximize(acquisition, x, 9)).containsExactly(once);
  }

  /** The unconstrained optimum is at 0.3; only points with a large first coordinate are allowed. */
  @Test
  void aConstraintKeepsTheSearchWhereItIsMet() {
    double[][] x = points(7, 2);
    GaussianProcess process = bowl(x);
    double[] slack = Arrays.stream(x).mapToDouble(p -> 3 * (0.6 - p[0])).toArray();
    GaussianProcess limit = process(x, slack, new boolean[2]);
    Acquisition acquisition =
        new Acquisition(process, -0.3, List.of(new Acquisition.Constraint(limit, 0)));
    List<Axis> axes = List.of(Axis.continuous(), Axis.continuous());
    double[] found = new AcquisitionSearch(axes).maximize(acquisition, x, 1);
    assertThat(found[0]).isBetween(0.59, 0.75);
  }
}
