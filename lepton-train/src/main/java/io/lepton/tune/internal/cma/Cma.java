package io.lepton.tune.internal.cma;

import io.lepton.tune.internal.gp.Gauss;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Covariance matrix adaptation (Hansen and Ostermeier 2001) with the defaults of Hansen's tutorial
 * (2016) on the unit cube. It learns from any points, its own or others: a step that is longer than
 * its own would be is shortened first (Hansen 2011, "Injecting external solutions"). A coordinate
 * of few values keeps a standard deviation of a fifth of the gap between them, so that it does not
 * freeze (Hansen 2011, "A CMA-ES for mixed-integer nonlinear optimization"). Not thread-safe.
 */
public final class Cma {
  private static final int RESAMPLES = 100;
  private static final double FLAT = 1e-12;
  private static final double ILL_CONDITIONED = 1e14;

  private final CmaSettings settings;
  private final CovarianceModel covariance;
  private final double[] mean;
  private final double[] floors;
  private final double[] sigmaPath;
  private final double[] path;
  private final Deque<Double> bests = new ArrayDeque<>();
  private final double firstSigma;
  private double sigma;
  private int generation;
  private boolean flat;

  /**
   * Starts with a unit covariance.
   *
   * @param mean where to start
   * @param sigma standard deviation of the first steps
   * @param population points a generation, at least 4
   * @param kind what is learnt
   * @param floors least standard deviation of each coordinate, 0 for continuous ones
   */
  public Cma(double[] mean, double sigma, int population, Covariance kind, double[] floors) {
    this.settings = CmaSettings.of(mean.length, population, kind);
    this.covariance = new CovarianceModel(mean.length, kind);
    this.mean = mean.clone();
    this.sigma = sigma;
    this.firstSigma = sigma;
    this.floors = floors.clone();
    this.sigmaPath = new double[mean.length];
    this.path = new double[mean.length];
  }

  /**
   * The usual number of points a generation.
   *
   * @param dimension number of coordinates
   * @return 4 + ⌊3 ln d⌋
   */
  public static int population(int dimension) {
    return CmaSettings.population(dimension);
  }

  /**
   * Draws a point: from the normal distribution given that it lies in the cube, or on the border
   * after 100 draws outside.
   *
   * @param random source
   * @return a point of the unit cube
   */
  public double[] sample(SplittableRandom random) {
    double[] x = new double[mean.length];
    for (int attempt = 0; attempt < RESAMPLES; attempt++) {
      double[] y =
          covariance.root(
              IntStream.range(0, x.length).mapToDouble(i -> Gauss.next(random)).toArray());
      boolean inside = true;
      for (int i = 0; i < x.length; i++) {
        x[i] = mean[i] + sigma * y[i];
        inside &= x[i] >= 0 && x[i] <= 1;
      }
      if (inside) {
        return x;
      }
    }
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.min(Math.max(x[i], 0), 1);
    }
    return x;
  }

  /**
   * Learns from a generation.
   *
   * @param points as many as the population; NaN where a coordinate does not matter
   * @param values lower is better; NaN and infinite ones are the worst
   */
  public void tell(double[][] points, double[] values) {
    int d = mean.length;
    Integer[] order = new Integer[points.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(
        order,
        Comparator.comparingDouble(
            i -> Double.isNaN(values[i]) ? Double.POSITIVE_INFINITY : values[i]));
    double[][] steps = new double[points.length][];
    double[] lengths = new double[points.length];
    double[] shift = new double[d];
    for (int rank = 0; rank < points.length; rank++) {
      steps[rank] = step(points[order[rank]]);
      lengths[rank] = norm(covariance.whiten(steps[rank]));
      shorten(steps, lengths, rank);
      for (int i = 0; i < d && rank < settings.parents(); i++) {
        shift[i] += settings.weights()[rank] * steps[rank][i];
      }
    }
    for (int i = 0; i < d; i++) {
      mean[i] = Math.min(Math.max(mean[i] + sigma * shift[i], 0), 1);
    }
    generation++;
    boolean stalled = paths(shift);
    adapt(steps, lengths, stalled);
    sigma *=
        StrictMath.exp(
            Math.min(
                1,
                settings.sigmaRate()
                    / settings.sigmaDamping()
                    * (norm(sigmaPath) / settings.expectedLength() - 1)));
    for (int i = 0; i < d; i++) {
      if (sigma * sigma * covariance.variance(i) < floors[i] * floors[i]) {
        covariance.raise(i, floors[i] * floors[i] / (sigma * sigma));
      }
    }
    covariance.decompose();
    remember(values, order);
  }

  private double[] step(double[] point) {
    double[] y = new double[point.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = Double.isNaN(point[i]) ? 0 : (point[i] - mean[i]) / sigma;
    }
    return y;
  }

  private void shorten(double[][] steps, double[] lengths, int rank) {
    int d = mean.length;
    double longest = Math.sqrt(d) + 2.0 * d / (d + 2);
    if (lengths[rank] > longest) {
      for (int i = 0; i < d; i++) {
        steps[rank][i] *= longest / lengths[rank];
      }
      lengths[rank] = longest;
    }
  }

  /** Equations 43 and 45; says whether the rank-one path is held back because σ grows fast. */
  private boolean paths(double[] shift) {
    double c = settings.sigmaRate();
    double[] white = covariance.whiten(shift);
    for (int i = 0; i < white.length; i++) {
      sigmaPath[i] =
          (1 - c) * sigmaPath[i] + Math.sqrt(c * (2 - c) * settings.effective()) * white[i];
    }
    double expected = Math.sqrt(1 - StrictMath.pow(1 - c, 2.0 * generation));
    boolean stalled =
        norm(sigmaPath) / expected >= (1.4 + 2 / (mean.length + 1.0)) * settings.expectedLength();
    double p = settings.pathRate();
    for (int i = 0; i < path.length; i++) {
      double pull = stalled ? 0 : Math.sqrt(p * (2 - p) * settings.effective()) * shift[i];
      path[i] = (1 - p) * path[i] + pull;
    }
    return stalled;
  }

  /**
   * Equation 47: old matrix, rank one, rank μ with negative weights scaled to the step's length.
   */
  private void adapt(double[][] steps, double[] lengths, boolean stalled) {
    double c1 = settings.rankOne();
    double cmu = settings.rankMu();
    double p = settings.pathRate();
    double sum = Arrays.stream(settings.weights()).sum();
    covariance.scale(1 + (stalled ? c1 * p * (2 - p) : 0) - c1 - cmu * sum);
    covariance.add(c1, path);
    for (int rank = 0; rank < steps.length; rank++) {
      double weight = settings.weights()[rank];
      double length = lengths[rank];
      double scaled =
          weight >= 0 || length == 0 ? weight : weight * mean.length / (length * length);
      covariance.add(cmu * scaled, steps[rank]);
    }
  }

  private static double norm(double[] vector) {
    return Math.sqrt(Arrays.stream(vector).map(v -> v * v).sum());
  }

  private void remember(double[] values, Integer[] order) {
    int generations = 10 + (int) Math.ceil(30.0 * mean.length / settings.population());
    bests.addLast(values[order[0]]);
    if (bests.size() > generations) {
      bests.removeFirst();
      double least = bests.stream().mapToDouble(v -> v).min().orElse(0);
      double most = bests.stream().mapToDouble(v -> v).max().orElse(0);
      flat =
          Math.max(most, values[order[order.length - 1]]) - least
              <= FLAT * Math.max(1, Math.abs(least));
    }
  }

  /**
   * Whether going on is of no use: values are flat, steps are tiny, or the matrix is degenerate
   * (Hansen 2016, B.3).
   *
   * @return whether to start again elsewhere
   */
  public boolean isFinished() {
    double widest = 0;
    for (int i = 0; i < mean.length; i++) {
      widest = Math.max(widest, sigma * Math.sqrt(covariance.variance(i)));
    }
    return flat || widest < 1e-12 * firstSigma || covariance.condition() > ILL_CONDITIONED;
  }
}
