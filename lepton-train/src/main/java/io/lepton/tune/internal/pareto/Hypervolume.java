package io.lepton.tune.internal.pareto;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The volume that points dominate within a reference point, exactly: by a sweep for two objectives,
 * by the recursion of While, Bradstreet and Barone (2012) for more, which is fast up to a few
 * hundred points of three objectives.
 */
public final class Hypervolume {
  private Hypervolume() {}

  /**
   * The volume.
   *
   * @param points losses, lower is better; those that are not better than the reference everywhere
   *     add nothing
   * @param reference as many coordinates, at least 1
   * @return at least 0
   */
  public static double of(double[][] points, double[] reference) {
    List<double[]> inside = new ArrayList<>();
    for (double[] point : points) {
      boolean better = true;
      for (int i = 0; i < reference.length; i++) {
        better &= point[i] < reference[i];
      }
      if (better) {
        inside.add(point);
      }
    }
    return volume(front(inside), reference);
  }

  private static List<double[]> front(List<double[]> points) {
    List<double[]> front = new ArrayList<>();
    for (double[] point : points) {
      boolean covered = false;
      for (double[] other : front) {
        covered |= Arrays.equals(other, point) || Fronts.dominates(other, point);
      }
      if (!covered) {
        front.removeIf(other -> Fronts.dominates(point, other));
        front.add(point);
      }
    }
    front.sort(Comparator.comparingDouble(point -> point[0]));
    return front;
  }

  /** Of points none of which dominates another, ascending in the first coordinate. */
  private static double volume(List<double[]> front, double[] reference) {
    if (reference.length <= 2) {
      return sweep(front, reference);
    }
    double sum = 0;
    for (int i = 0; i < front.size(); i++) {
      double[] point = front.get(i);
      // What the point adds to those after it: its own box less what they dominate of it.
      List<double[]> limited = new ArrayList<>();
      for (double[] other : front.subList(i + 1, front.size())) {
        double[] inBox = new double[point.length];
        Arrays.setAll(inBox, m -> Math.max(point[m], other[m]));
        limited.add(inBox);
      }
      sum += box(point, reference) - volume(front(limited), reference);
    }
    return sum;
  }

  private static double box(double[] point, double[] reference) {
    double volume = 1;
    for (int m = 0; m < point.length; m++) {
      volume *= reference[m] - point[m];
    }
    return volume;
  }

  private static double sweep(List<double[]> front, double[] reference) {
    if (reference.length == 1) {
      return front.isEmpty() ? 0 : reference[0] - front.get(0)[0];
    }
    double sum = 0;
    double top = reference[1];
    for (double[] point : front) {
      sum += (reference[0] - point[0]) * (top - point[1]);
      top = point[1];
    }
    return sum;
  }
}
