package io.lepton.tune.internal.gp;

import io.lepton.tune.internal.qmc.Sobol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * Looks for the maximum of an acquisition over mixed axes: Sobol' points over all of the cube and
 * around the best observations, then from the best of them, in turn, gradient steps along the
 * continuous axes and every or the neighbouring values of the others, while it rises. All values
 * are on the axes' levels at all times (Garrido-Merchán and Hernández-Lobato 2020).
 */
public final class AcquisitionSearch {
  private static final int SPREAD = 512;
  private static final int NEAR = 512;
  private static final int STARTS = 6;
  private static final int ROUNDS = 4;
  private static final int STEPS = 50;

  /** Up to so many values of an axis are all tried; of more, neighbours at growing distance. */
  private static final int EXHAUSTIVE = 12;

  private final List<Axis> axes;

  /**
   * Defines the cube.
   *
   * @param axes of its coordinates
   */
  public AcquisitionSearch(List<Axis> axes) {
    this.axes = List.copyOf(axes);
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Candidate(double[] point, double value) {}

  /**
   * The best point found.
   *
   * @param acquisition to be maximised
   * @param good observed points, best first, around which it is worth looking
   * @param seed of the points tried first
   * @return a point on the axes
   */
  public double[] maximize(Acquisition acquisition, double[][] good, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Candidate> candidates = new ArrayList<>();
    for (double[] point : spread(random.nextLong())) {
      candidates.add(new Candidate(point, acquisition.at(point)));
    }
    for (double[] point : near(good, random)) {
      candidates.add(new Candidate(point, acquisition.at(point)));
    }
    candidates.sort(Comparator.comparingDouble(Candidate::value).reversed());
    Candidate best = candidates.get(0);
    for (Candidate start : starts(candidates)) {
      Candidate top = climb(acquisition, start);
      best = top.value > best.value ? top : best;
    }
    return best.point;
  }

  /** The best, and below it only those at some distance from the ones taken before. */
  private List<Candidate> starts(List<Candidate> sorted) {
    List<Candidate> starts = new ArrayList<>();
    for (Candidate candidate : sorted) {
      if (starts.size() == STARTS) {
        break;
      }
      if (starts.stream().allMatch(s -> far(s.point, candidate.point))) {
        starts.add(candidate);
      }
    }
    return starts;
  }

  private static boolean far(double[] a, double[] b) {
    double largest = 0;
    for (int j = 0; j < a.length; j++) {
      largest = Math.max(largest, Math.abs(a[j] - b[j]));
    }
    return largest > 0.05;
  }

  private List<double[]> spread(long seed) {
    int sobol = Math.min(axes.size(), Sobol.MAX_DIMENSION);
    Sobol points = Sobol.of(sobol, OptionalLong.of(seed));
    SplittableRandom rest = new SplittableRandom(seed);
    List<double[]> all = new ArrayList<>();
    for (int i = 0; i < SPREAD; i++) {
      double[] point = Arrays.copyOf(points.point(i), axes.size());
      for (int j = sobol; j < point.length; j++) {
        point[j] = rest.nextDouble();
      }
      for (int j = 0; j < point.length; j++) {
        point[j] = pick(j, point[j]);
      }
      all.add(point);
    }
    return all;
  }

  /** A level by a uniform number, each as often as any other. */
  private double pick(int axis, double uniform) {
    List<Double> levels = axes.get(axis).levels();
    return levels.isEmpty() ? uniform : levels.get((int) (uniform * levels.size()));
  }

  /** Around the best observations: in some coordinates a little elsewhere, or a new category. */
  private List<double[]> near(double[][] good, SplittableRandom random) {
    List<double[]> all = new ArrayList<>();
    for (int i = 0; i < (good.length == 0 ? 0 : NEAR); i++) {
      double[] point = good[i % good.length].clone();
      double width = StrictMath.pow(10, -3 * random.nextDouble()) * 0.3;
      double share = Math.min(1, (i % 2 == 0 ? 20.0 : 2.0) / point.length);
      int kept = random.nextInt(point.length);
      for (int j = 0; j < point.length; j++) {
        if (j == kept || random.nextDouble() < share) {
          point[j] = moved(j, point[j], width, random);
        }
      }
      all.add(point);
    }
    return all;
  }

  private double moved(int axis, double value, double width, SplittableRandom random) {
    if (axes.get(axis).kind() == Axis.Kind.CATEGORICAL) {
      return pick(axis, random.nextDouble());
    }
    double to = value + width * Gauss.next(random);
    return axes.get(axis).snap(Math.min(Math.max(to, 0), 1));
  }

  private Candidate climb(Acquisition acquisition, Candidate start) {
    Candidate best = start;
    for (int round = 0; round < ROUNDS; round++) {
      Candidate smooth = along(acquisition, best);
      Candidate next = switchLevels(acquisition, smooth);
      boolean same = next.value <= smooth.value;
      best = next;
      if (same) {
        break;
      }
    }
    return best;
  }

  private Candidate along(Acquisition acquisition, Candidate from) {
    double[] low = new double[axes.size()];
    double[] high = new double[axes.size()];
    boolean any = false;
    for (int j = 0; j < low.length; j++) {
      boolean continuous = axes.get(j).isContinuous();
      low[j] = continuous ? 0 : from.point[j];
      high[j] = continuous ? 1 : from.point[j];
      any |= continuous;
    }
    if (!any) {
      return from;
    }
    BoxMinimizer.Minimum top =
        new BoxMinimizer(low, high, STEPS, 1e-5)
            .minimize(
                (x, gradient) -> {
                  double value = acquisition.at(x, gradient);
                  for (int j = 0; j < gradient.length; j++) {
                    gradient[j] = low[j] < high[j] ? -gradient[j] : 0;
                  }
                  return -value;
                },
                from.point);
    return -top.value() > from.value ? new Candidate(top.point(), -top.value()) : from;
  }

  private Candidate switchLevels(Acquisition acquisition, Candidate from) {
    Candidate best = from;
    for (int j = 0; j < axes.size(); j++) {
      for (double level : alternatives(axes.get(j), best.point[j])) {
        double[] point = best.point.clone();
        point[j] = level;
        double value = acquisition.at(point);
        best = value > best.value ? new Candidate(point, value) : best;
      }
    }
    return best;
  }

  private static List<Double> alternatives(Axis axis, double now) {
    List<Double> levels = axis.levels();
    if (levels.size() <= EXHAUSTIVE || axis.kind() == Axis.Kind.CATEGORICAL) {
      return levels;
    }
    int at = levels.indexOf(now);
    List<Double> some = new ArrayList<>();
    for (int step = 1; step < levels.size(); step *= 2) {
      for (int to : new int[] {at - step, at + step}) {
        if (to >= 0 && to < levels.size()) {
          some.add(levels.get(to));
        }
      }
    }
    return List.copyOf(some);
  }
}
