package io.lepton.stats.internal;

import io.lepton.error.InvalidInputException;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.apache.commons.math3.special.Gamma;

/**
 * Tails and quantiles of Student's t, F, chi-square, beta and binomial distributions. The
 * incomplete gamma function is that of Commons Math, the incomplete beta function is {@link
 * IncompleteBeta}; quantiles are solved here on the logarithm of the tail, because the solvers of
 * the distributions of Commons Math stop at an absolute error of 1e-9.
 */
public final class Tails {
  private static final int MOST_EVALUATIONS = 1000;

  private Tails() {}

  /** P(T > t). */
  public static double studentUpper(double t, double degreesOfFreedom) {
    if (Double.isInfinite(t)) {
      return t > 0 ? 0 : 1;
    }
    double square = t * t;
    double both = degreesOfFreedom + square;
    double tail =
        0.5
            * IncompleteBeta.regularized(
                degreesOfFreedom / both, square / both, 0.5 * degreesOfFreedom, 0.5);
    return t >= 0 ? tail : 1 - tail;
  }

  /** P(F > f). */
  public static double fisherUpper(double f, double numeratorDegrees, double denominatorDegrees) {
    if (f <= 0) {
      return 1;
    }
    if (f == Double.POSITIVE_INFINITY) {
      return 0;
    }
    double scaled = numeratorDegrees * f;
    double both = denominatorDegrees + scaled;
    return IncompleteBeta.regularized(
        denominatorDegrees / both, scaled / both, 0.5 * denominatorDegrees, 0.5 * numeratorDegrees);
  }

  /** The t exceeded with probability p. */
  public static double studentUpperQuantile(double p, double degreesOfFreedom) {
    if (p > 0.5) {
      return -studentUpperQuantile(1 - p, degreesOfFreedom);
    }
    if (p == 0.5) {
      return 0;
    }
    double z = Normal.upperQuantile(p);
    if ((z * z + 10) / degreesOfFreedom < 0.008) { // then the next term is below 1e-13
      return studentExpansion(z, degreesOfFreedom);
    }
    DoubleUnaryOperator excess = t -> Math.log(studentUpper(t, degreesOfFreedom) / p);
    return falling(excess, 0, Math.max(1, z));
  }

  /** Student's quantile by the normal one: Abramowitz and Stegun 26.7.5, of order 1/ν⁵. */
  private static double studentExpansion(double z, double degreesOfFreedom) {
    double square = z * z;
    double first = (square + 1) / 4;
    double second = ((5 * square + 16) * square + 3) / 96;
    double third = (((3 * square + 19) * square + 17) * square - 15) / 384;
    double fourth =
        ((((79 * square + 776) * square + 1482) * square - 1920) * square - 945) / 92160;
    double v = 1 / degreesOfFreedom;
    return z * (1 + v * (first + v * (second + v * (third + v * fourth))));
  }

  /** P(X > x) for chi-square. */
  public static double chiSquareUpper(double x, double degreesOfFreedom) {
    if (x <= 0) {
      return 1;
    }
    return x == Double.POSITIVE_INFINITY
        ? 0
        : Gamma.regularizedGammaQ(0.5 * degreesOfFreedom, 0.5 * x);
  }

  /** The x exceeded with probability p. */
  public static double chiSquareUpperQuantile(double p, double degreesOfFreedom) {
    DoubleUnaryOperator excess = x -> Math.log(chiSquareUpper(x, degreesOfFreedom) / p);
    return falling(excess, 0, Math.max(1, degreesOfFreedom));
  }

  /** The x with cumulative beta probability p. */
  public static double betaQuantile(double p, double a, double b) {
    return solve(x -> IncompleteBeta.regularized(x, 1 - x, a, b) - p, 0, 1);
  }

  /** P(X <= k) for a binomial with n trials. */
  public static double binomialLower(long k, long n, double probability) {
    if (k < 0) {
      return 0;
    }
    return k >= n
        ? 1
        : IncompleteBeta.regularized(1 - probability, probability, (double) n - k, k + 1.0);
  }

  /** Where a function that falls from above zero at {@code low} crosses zero. */
  public static double falling(DoubleUnaryOperator function, double low, double guess) {
    double left = low;
    double right = guess;
    while (function.applyAsDouble(right) > 0) {
      left = right;
      right *= 2;
      if (Double.isInfinite(right)) {
        throw new InvalidInputException(
            "no finite solution was found above " + low + "; the request is out of reach");
      }
    }
    return solve(function, left, right);
  }

  /** The zero of a continuous function between two places where its signs differ. */
  public static double solve(DoubleUnaryOperator function, double left, double right) {
    BrentSolver solver = new BrentSolver(1e-15, Double.MIN_NORMAL, 0);
    return solver.solve(MOST_EVALUATIONS, function::applyAsDouble, left, right);
  }
}
