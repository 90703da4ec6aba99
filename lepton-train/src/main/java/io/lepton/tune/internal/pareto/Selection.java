package io.lepton.tune.internal.pareto;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Which points of a front stand for it: by the volume that they dominate within a reference point a
 * tenth of the range beyond the worst values, which makes scales and origins of the objectives
 * meaningless.
 */
public final class Selection {
  private Selection() {}

  private record Gain(int index, double volume, int round) {}

  /**
   * Sorts points such that the first ones dominate much together: each in turn adds the most to
   * those before it (Guerreiro, Fonseca and Paquete 2016; within 1 − 1/e of the best subset). What
   * a point adds only shrinks, so most of it need not be computed again (Minoux 1978).
   *
   * @param points losses, lower is better
   * @param count how many are to be chosen, at most as many as there are
   * @return indices of all points, the chosen ones first, the others in ascending order
   */
  public static int[] of(double[][] points, int count) {
    double[] reference = reference(points);
    PriorityQueue<Gain> queue =
        new PriorityQueue<>(
            Comparator.comparingDouble((Gain it) -> -it.volume).thenComparingInt(Gain::index));
    for (int i = 0; i < points.length; i++) {
      queue.add(new Gain(i, Hypervolume.of(new double[][] {points[i]}, reference), 0));
    }
    List<Integer> chosen = new ArrayList<>();
    List<double[]> taken = new ArrayList<>();
    double volume = 0;
    while (chosen.size() < count) {
      Gain top = queue.remove();
      if (top.round == chosen.size()) {
        chosen.add(top.index);
        taken.add(points[top.index]);
        volume = Hypervolume.of(taken.toArray(double[][]::new), reference);
      } else {
        taken.add(points[top.index]);
        double more = Hypervolume.of(taken.toArray(double[][]::new), reference) - volume;
        taken.remove(taken.size() - 1);
        queue.add(new Gain(top.index, more, chosen.size()));
      }
    }
    boolean[] done = new boolean[points.length];
    chosen.forEach(i -> done[i] = true);
    for (int i = 0; i < points.length; i++) {
      if (!done[i]) {
        chosen.add(i);
      }
    }
    return chosen.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * The volume that each point dominates and no other one does.
   *
   * @param points losses, lower is better
   * @return one for each, at least 0
   */
  public static double[] contributions(double[][] points) {
    if (points.length == 0) {
      return new double[0];
    }
    double[] reference = reference(points);
    double whole = Hypervolume.of(points, reference);
    double[] alone = new double[points.length];
    for (int i = 0; i < points.length; i++) {
      int left = i;
      double[][] others = new double[points.length - 1][];
      Arrays.setAll(others, k -> points[k < left ? k : k + 1]);
      alone[i] = Math.max(0, whole - Hypervolume.of(others, reference));
    }
    return alone;
  }

  /** Infinite losses lie beyond it. */
  private static double[] reference(double[][] points) {
    double[] reference = new double[points[0].length];
    for (int m = 0; m < reference.length; m++) {
      int objective = m;
      double[] finite =
          Arrays.stream(points)
              .mapToDouble(point -> point[objective])
              .filter(Double::isFinite)
              .toArray();
      double worst = Arrays.stream(finite).max().orElse(0);
      double range = worst - Arrays.stream(finite).min().orElse(0);
      reference[m] = worst + (range > 0 ? 0.1 * range : 1);
    }
    return reference;
  }
}
