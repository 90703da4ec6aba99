package io.lepton.stats.compute;

import io.lepton.error.InvalidInputException;
import io.lepton.spi.ComputeBackend;
import io.lepton.spi.RandomLaw;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.random.Streams;
import java.util.Arrays;
import java.util.Objects;

/**
 * Draws from posteriors, by a backend. Draw i of a key is the same however many are drawn; draws of
 * two quantities that are to be compared need two keys. Immutable; safe for use by many threads.
 */
public final class PosteriorDraws {
  private static final PosteriorDraws DEFAULT = new PosteriorDraws(new JvmBackend());

  private final ComputeBackend backend;

  private PosteriorDraws(ComputeBackend backend) {
    this.backend = backend;
  }

  /**
   * By this JVM.
   *
   * @return the draws
   */
  public static PosteriorDraws withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets what computes.
   *
   * @param value the backend
   * @return new draws
   */
  public PosteriorDraws with(ComputeBackend value) {
    return new PosteriorDraws(Objects.requireNonNull(value));
  }

  /**
   * Beta, such as of a rate after {@code alpha - 1} successes and {@code beta - 1} failures.
   *
   * @param alpha above 0
   * @param beta above 0
   * @param count how many, at least 1
   * @param key chooses the randomness
   * @return values from 0 to 1
   * @throws InvalidInputException if an argument is out of range
   */
  public double[] beta(double alpha, double beta, int count, long key) {
    return backend.draws(new RandomLaw.Beta(alpha, beta), count, key);
  }

  /**
   * Gamma, such as of the rate of a Poisson count.
   *
   * @param shape above 0
   * @param rate above 0; the mean is shape/rate
   * @param count how many, at least 1
   * @param key chooses the randomness
   * @return values of 0 and above
   * @throws InvalidInputException if an argument is out of range
   */
  public double[] gamma(double shape, double rate, int count, long key) {
    Checks.positive("rate", rate);
    return line(backend.draws(new RandomLaw.Gamma(shape), count, key), 0, 1 / rate);
  }

  /**
   * Normal.
   *
   * @param mean finite
   * @param deviation standard deviation, above 0
   * @param count how many, at least 1
   * @param key chooses the randomness
   * @return the draws
   * @throws InvalidInputException if an argument is out of range
   */
  public double[] normal(double mean, double deviation, int count, long key) {
    Checks.finite("mean", mean);
    Checks.positive("deviation", deviation);
    return line(backend.draws(new RandomLaw.Normal(), count, key), mean, deviation);
  }

  /**
   * Student's t, such as of a normal mean with unknown variance: a normal draw by the root of a
   * chi-square draw over its degrees of freedom.
   *
   * @param degrees of freedom, above 0
   * @param location finite
   * @param scale above 0
   * @param count how many, at least 1
   * @param key chooses the randomness
   * @return the draws
   * @throws InvalidInputException if an argument is out of range
   */
  public double[] studentT(double degrees, double location, double scale, int count, long key) {
    Checks.positive("degrees", degrees);
    Checks.finite("location", location);
    Checks.positive("scale", scale);
    double[] z = backend.draws(new RandomLaw.Normal(), count, Streams.childKey(key, 0));
    double[] g = backend.draws(new RandomLaw.Gamma(degrees / 2), count, Streams.childKey(key, 1));
    for (int i = 0; i < count; i++) {
      z[i] /= Math.sqrt(2 * g[i] / degrees);
    }
    return line(z, location, scale);
  }

  /**
   * Dirichlet, such as of the shares of several kinds.
   *
   * @param concentrations at least two, all above 0
   * @param count how many, at least 1
   * @param key chooses the randomness
   * @return {@code [draw][kind]}, each draw adding up to 1
   * @throws InvalidInputException if an argument is out of range
   */
  public double[][] dirichlet(double[] concentrations, int count, long key) {
    Checks.sample("concentrations", concentrations, 2);
    double[][] draws = new double[Math.max(0, count)][concentrations.length];
    for (double concentration : concentrations) {
      Checks.positive("concentration", concentration);
    }
    double[] left = new double[draws.length];
    Arrays.fill(left, 1);
    // stick breaking: sound for tiny concentrations too, where gamma draws would underflow
    for (int kind = 0; kind < concentrations.length - 1; kind++) {
      double[] share =
          beta(
              concentrations[kind], tail(concentrations, kind), count, Streams.childKey(key, kind));
      for (int i = 0; i < count; i++) {
        draws[i][kind] = left[i] * share[i];
        left[i] -= draws[i][kind];
      }
    }
    for (int i = 0; i < draws.length; i++) {
      draws[i][concentrations.length - 1] = left[i];
    }
    return draws;
  }

  private static double tail(double[] concentrations, int after) {
    double sum = 0;
    for (int kind = after + 1; kind < concentrations.length; kind++) {
      sum += concentrations[kind];
    }
    return sum;
  }

  private static double[] line(double[] values, double shift, double scale) {
    for (int i = 0; i < values.length; i++) {
      values[i] = shift + scale * values[i];
    }
    return values;
  }
}
