package io.lepton.stats.internal.random;

/** Gamma and beta draws. */
public final class Gammas {
  private Gammas() {}

  /** Scale 1; Marsaglia and Tsang (2000), below shape 1 by {@code G(a) = G(a+1)·U^(1/a)}. */
  public static double gamma(CounterStream stream, double shape) {
    return Math.exp(logBoost(stream, shape)) * above(stream, shape < 1 ? shape + 1 : shape);
  }

  /** The logarithm of a gamma draw, which does not underflow for tiny shapes. */
  private static double logGamma(CounterStream stream, double shape) {
    return logBoost(stream, shape) + Math.log(above(stream, shape < 1 ? shape + 1 : shape));
  }

  /** {@code G(a)/(G(a) + G(b))}; by logarithms where a gamma draw could underflow. */
  public static double beta(CounterStream stream, double alpha, double beta) {
    if (alpha >= 1 && beta >= 1) {
      double first = above(stream, alpha);
      return first / (first + above(stream, beta));
    }
    double difference = logGamma(stream, beta) - logGamma(stream, alpha);
    return 1 / (1 + Math.exp(difference));
  }

  private static double logBoost(CounterStream stream, double shape) {
    return shape < 1 ? Math.log(stream.nextOpen()) / shape : 0;
  }

  /** For shapes of 1 and above. */
  static double above(CounterStream stream, double shape) {
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = stream.nextNormal();
      double root = 1 + c * x;
      if (root <= 0) {
        continue;
      }
      double v = root * root * root;
      double u = stream.nextOpen();
      double square = x * x;
      if (u < 1 - 0.0331 * square * square
          || Math.log(u) < 0.5 * square + d * (1 - v + Math.log(v))) {
        return d * v;
      }
    }
  }
}
