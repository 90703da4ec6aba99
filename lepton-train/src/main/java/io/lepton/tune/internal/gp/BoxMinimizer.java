package io.lepton.tune.internal.gp;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;

/**
 * Minimises a smooth function on a box: limited-memory BFGS (Liu and Nocedal 1989) on the variables
 * that are free, steps projected onto the box (Bertsekas 1982), backtracking until the decrease is
 * sufficient. Finds a local minimum, never a point worse than the start.
 */
final class BoxMinimizer {
  private static final int MEMORY = 8;
  private static final double SUFFICIENT = 1e-4;
  private static final int BACKTRACKS = 20;

  private final double[] low;
  private final double[] high;
  private final int iterations;
  private final double gradientTolerance;

  /**
   * Defines the box and when to stop.
   *
   * @param low lower bounds
   * @param high upper bounds; where equal to the lower, the variable is fixed
   * @param iterations at most
   * @param gradientTolerance stops when no projected derivative is larger
   */
  BoxMinimizer(double[] low, double[] high, int iterations, double gradientTolerance) {
    this.low = low.clone();
    this.high = high.clone();
    this.iterations = iterations;
    this.gradientTolerance = gradientTolerance;
  }

  /** Where the search ended. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Minimum(double[] point, double value) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Pair(double[] step, double[] change, double product) {}

  Minimum minimize(Differentiable function, double[] start) {
    int d = start.length;
    double[] x = start.clone();
    project(x);
    double[] gradient = new double[d];
    double value = function.at(x, gradient);
    Deque<Pair> pairs = new ArrayDeque<>();
    double[] next = new double[d];
    double[] nextGradient = new double[d];
    for (int iteration = 0; iteration < iterations && Double.isFinite(value); iteration++) {
      double[] free = freeGradient(x, gradient);
      double steepest = Arrays.stream(free).map(Math::abs).max().orElse(0);
      if (steepest <= gradientTolerance) {
        break;
      }
      double[] direction = direction(free, pairs);
      if (!(Cholesky.dot(direction, gradient) < 0)) {
        pairs.clear();
        direction = direction(free, pairs);
      }
      double step = pairs.isEmpty() ? Math.min(1, 0.1 / steepest) : 1;
      double nextValue = Double.NaN;
      boolean found = false;
      for (int attempt = 0; attempt < BACKTRACKS && !found; attempt++) {
        double slope = 0;
        for (int i = 0; i < d; i++) {
          next[i] = Math.min(Math.max(x[i] + step * direction[i], low[i]), high[i]);
          slope += gradient[i] * (next[i] - x[i]);
        }
        nextValue = function.at(next, nextGradient);
        found = nextValue <= value + SUFFICIENT * slope && slope < 0;
        step *= found ? 1 : shorter(value, nextValue, slope);
      }
      if (!found) {
        if (pairs.isEmpty()) {
          break;
        }
        pairs.clear(); // once more along the gradient
        continue;
      }
      remember(pairs, x, next, gradient, nextGradient);
      double decrease = value - nextValue;
      System.arraycopy(next, 0, x, 0, d);
      System.arraycopy(nextGradient, 0, gradient, 0, d);
      value = nextValue;
      if (decrease <= 1e-12 * Math.max(1, Math.abs(value))) {
        break;
      }
    }
    return new Minimum(x, value);
  }

  private void project(double[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.min(Math.max(x[i], low[i]), high[i]);
    }
  }

  /** The minimum of the parabola through both ends, kept between a tenth and a half. */
  private static double shorter(double value, double nextValue, double slope) {
    double parabola = -slope / (2 * (nextValue - value - slope));
    return parabola >= 0.1 && parabola <= 0.5 ? parabola : parabola > 0.5 ? 0.5 : 0.1;
  }

  private double[] freeGradient(double[] x, double[] gradient) {
    double[] free = gradient.clone();
    for (int i = 0; i < free.length; i++) {
      if ((x[i] <= low[i] && free[i] > 0) || (x[i] >= high[i] && free[i] < 0)) {
        free[i] = 0;
      }
    }
    return free;
  }

  private static double[] direction(double[] free, Deque<Pair> pairs) {
    double[] q = free.clone();
    double[] weights = new double[pairs.size()];
    int at = 0;
    for (Pair pair : pairs) { // newest first
      weights[at] = Cholesky.dot(pair.step, q) / pair.product;
      add(q, -weights[at], pair.change);
      at++;
    }
    if (!pairs.isEmpty()) {
      Pair newest = pairs.getFirst();
      double scale = newest.product / Cholesky.dot(newest.change, newest.change);
      for (int i = 0; i < q.length; i++) {
        q[i] *= scale;
      }
    }
    for (Iterator<Pair> oldest = pairs.descendingIterator(); oldest.hasNext(); ) {
      Pair pair = oldest.next();
      at--;
      add(q, weights[at] - Cholesky.dot(pair.change, q) / pair.product, pair.step);
    }
    for (int i = 0; i < q.length; i++) {
      q[i] = free[i] == 0 ? 0 : -q[i];
    }
    return q;
  }

  private static void add(double[] target, double factor, double[] source) {
    for (int i = 0; i < target.length; i++) {
      target[i] += factor * source[i];
    }
  }

  private static void remember(
      Deque<Pair> pairs, double[] x, double[] next, double[] gradient, double[] nextGradient) {
    double[] step = next.clone();
    double[] change = nextGradient.clone();
    add(step, -1, x);
    add(change, -1, gradient);
    double product = Cholesky.dot(step, change);
    if (product > 1e-10 * Math.sqrt(Cholesky.dot(step, step) * Cholesky.dot(change, change))) {
      pairs.addFirst(new Pair(step, change, product));
      if (pairs.size() > MEMORY) {
        pairs.removeLast();
      }
    }
  }
}
