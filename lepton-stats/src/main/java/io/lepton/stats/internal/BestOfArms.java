package io.lepton.stats.internal;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * How probably each of several independent arms is the best: {@code P(i) = ∫ fᵢ Π_{j≠i} Fⱼ}.
 * Gauss-Legendre of 8 points between marks that lie a width apart around every arm's centre and
 * farther towards the tails, so that every factor is smooth between neighbours. The sum of the
 * probabilities, which should be 1, was seen to be off by less than 1e-10 (of rates 2e-9, by the
 * error of their cumulative probability), and is made 1.
 */
public final class BestOfArms {
  private static final double[] NODES = {
    0.18343464249564978, 0.525532409916329, 0.7966664774136267, 0.9602898564975362
  };
  private static final double[] WEIGHTS = {
    0.36268378337836166, 0.3137066458778869, 0.22238103445337443, 0.10122853629037706
  };
  private static final double NEGLIGIBLE = 1e-18;
  private static final int NEAR = 8;

  private BestOfArms() {}

  /** By arm; all arms on the same scale. */
  public static double[] probabilities(List<? extends Posterior> arms) {
    double[] sums = integrals(arms);
    double all = 0;
    for (double sum : sums) {
      all += sum;
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] /= all;
    }
    return sums;
  }

  /** Not yet made to sum to 1. */
  public static double[] integrals(List<? extends Posterior> arms) {
    TreeSet<Double> marks = new TreeSet<>();
    // below the highest of the low ends some arm is larger for certain
    double least = Double.NEGATIVE_INFINITY;
    for (Posterior arm : arms) {
      double low = mark(arm, -1, marks);
      mark(arm, 1, marks);
      least = Math.max(least, low);
    }
    double[] sums = new double[arms.size()];
    double left = Double.NaN;
    for (double right : marks.tailSet(least)) {
      if (left < right) {
        add(sums, arms, left, right);
      }
      left = right;
    }
    return sums;
  }

  /** Marks one side of an arm, and gives where its density ends. */
  private static double mark(Posterior arm, int side, Set<Double> marks) {
    double peak = arm.density(arm.centre());
    marks.add(arm.centre());
    double distance = 0;
    double at = arm.centre();
    while (arm.density(at) > NEGLIGIBLE * peak) {
      distance = distance < NEAR ? distance + 1 : distance * 1.25;
      at = arm.centre() + side * distance * arm.scale();
      marks.add(at);
    }
    return at;
  }

  private static void add(
      double[] sums, List<? extends Posterior> arms, double left, double right) {
    double middle = 0.5 * (left + right);
    double half = 0.5 * (right - left);
    for (int node = 0; node < NODES.length; node++) {
      addNode(sums, arms, middle - half * NODES[node], half * WEIGHTS[node]);
      addNode(sums, arms, middle + half * NODES[node], half * WEIGHTS[node]);
    }
  }

  private static void addNode(
      double[] sums, List<? extends Posterior> arms, double at, double weight) {
    int k = sums.length;
    double[] below = new double[k];
    double[] before = new double[k];
    double product = weight;
    for (int i = 0; i < k; i++) {
      before[i] = product;
      below[i] = arms.get(i).cumulative(at);
      product *= below[i];
    }
    double after = 1;
    for (int i = k - 1; i >= 0; i--) {
      double others = before[i] * after;
      if (others > 0) {
        sums[i] += others * arms.get(i).density(at);
      }
      after *= below[i];
    }
  }
}
