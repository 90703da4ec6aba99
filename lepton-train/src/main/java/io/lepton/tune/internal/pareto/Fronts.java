package io.lepton.tune.internal.pareto;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Sorts points by dominance, and within a front by crowding (Deb, Pratap, Agarwal and Meyarivan
 * 2002). Lower is better in each coordinate; a point that violates constraints is dominated by
 * every point that violates them less.
 */
public final class Fronts {
  private Fronts() {}

  /**
   * Whether one point is nowhere worse and somewhere better.
   *
   * @param a losses
   * @param b losses, as many
   * @return true if a dominates b
   */
  public static boolean dominates(double[] a, double[] b) {
    boolean better = false;
    for (int i = 0; i < a.length; i++) {
      if (a[i] > b[i]) {
        return false;
      }
      better |= a[i] < b[i];
    }
    return better;
  }

  private static boolean dominates(double[][] losses, double[] violations, int a, int b) {
    return violations[a] == violations[b]
        ? dominates(losses[a], losses[b])
        : violations[a] < violations[b];
  }

  /**
   * Sorts into fronts: the first is dominated by none, the next only by the first, and so on.
   *
   * @param losses of each point
   * @param violations of each point, at least 0
   * @return indices, front by front, in ascending order within a front
   */
  public static List<int[]> sort(double[][] losses, double[] violations) {
    int n = losses.length;
    int[] above = new int[n];
    List<List<Integer>> below = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      below.add(new ArrayList<>());
    }
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        if (dominates(losses, violations, i, j)) {
          below.get(i).add(j);
          above[j]++;
        } else if (dominates(losses, violations, j, i)) {
          below.get(j).add(i);
          above[i]++;
        }
      }
    }
    List<int[]> fronts = new ArrayList<>();
    int[] front = indices(above, 0);
    while (front.length > 0) {
      fronts.add(front);
      for (int i : front) {
        above[i] = -1;
        below.get(i).forEach(j -> above[j]--);
      }
      front = indices(above, 0);
    }
    return fronts;
  }

  private static int[] indices(int[] values, int wanted) {
    return java.util.stream.IntStream.range(0, values.length)
        .filter(i -> values[i] == wanted)
        .toArray();
  }

  /**
   * How much room each point of a front has: the sum over objectives of the distance of its
   * neighbours by the range, infinite at the ends.
   *
   * @param front losses of each point
   * @return one for each point
   */
  public static double[] crowding(double[][] front) {
    int n = front.length;
    double[] room = new double[n];
    for (int m = 0; n > 0 && m < front[0].length; m++) {
      int objective = m;
      Integer[] order = new Integer[n];
      Arrays.setAll(order, i -> i);
      Arrays.sort(order, Comparator.comparingDouble(i -> front[i][objective]));
      double range = front[order[n - 1]][m] - front[order[0]][m];
      room[order[0]] = Double.POSITIVE_INFINITY;
      room[order[n - 1]] = Double.POSITIVE_INFINITY;
      for (int i = 1; i < n - 1 && range > 0; i++) {
        room[order[i]] += (front[order[i + 1]][m] - front[order[i - 1]][m]) / range;
      }
    }
    return room;
  }
}
