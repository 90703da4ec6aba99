package io.lepton.tune;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Measure.Direction;
import io.lepton.tune.internal.cma.Covariance;
import java.util.List;
import java.util.OptionalInt;

/**
 * Covariance matrix adaptation (CMA-ES; Hansen and Ostermeier 2001) with the defaults of Hansen's
 * tutorial (2016), restarted with twice the population where it has converged (IPOP; Auger and
 * Hansen 2005). The choice for many cheap trials of numbers: thousands of trials, up to about 100
 * parameters that depend on each other, or more with {@link #separable}.
 *
 * <p>It learns from every finished trial in the order in which they ended, whoever proposed it, a
 * population at a time; trials side by side are drawn from the same distribution. Choices are drawn
 * by probabilities that follow the better half of each population. Failed, pruned and infeasible
 * trials count as the worst. One direction only. Immutable.
 */
public final class CmaSampler implements Sampler {
  private final Covariance covariance;
  private final OptionalInt population;
  private final double sigma;

  private CmaSampler(Covariance covariance, OptionalInt population, double sigma) {
    this.covariance = covariance;
    this.population = population;
    this.sigma = sigma;
  }

  /**
   * All covariances, 4 + ⌊3 ln d⌋ trials a population, from the middle of the space with a standard
   * deviation of 0.3 of its width.
   *
   * @return the sampler
   */
  public static CmaSampler create() {
    return new CmaSampler(Covariance.FULL, OptionalInt.empty(), 0.3);
  }

  /**
   * Learns variances only (Ros and Hansen 2008): for hundreds of parameters, or such as do not
   * depend on each other.
   *
   * @return a new sampler
   */
  public CmaSampler separable() {
    return new CmaSampler(Covariance.DIAGONAL, population, sigma);
  }

  /**
   * Sets how many trials are learnt from at a time, such as the number of parallel workers.
   *
   * @param size at least 4
   * @return a new sampler
   * @throws InvalidInputException if it is below 4
   */
  public CmaSampler population(int size) {
    if (size < 4) {
      throw new InvalidInputException("a population of " + size + "; expected at least 4");
    }
    return new CmaSampler(covariance, OptionalInt.of(size), sigma);
  }

  /**
   * Sets how far from the middle of the space the first trials lie.
   *
   * @param share standard deviation by the width of the space, above 0 and at most 1
   * @return a new sampler
   * @throws InvalidInputException if it is out of range
   */
  public CmaSampler spread(double share) {
    if (!(share > 0 && share <= 1)) {
      throw new InvalidInputException("a spread of " + share + "; expected above 0 and at most 1");
    }
    return new CmaSampler(covariance, population, share);
  }

  /**
   * {@inheritDoc}
   *
   * @throws InvalidInputException if there are several directions, or no parameter is a number with
   *     more than one value
   */
  @Override
  public Session start(SearchSpace space, List<Direction> directions) {
    if (directions.size() != 1) {
      throw new InvalidInputException(
          "CMA-ES for " + directions.size() + " directions; it knows one: use NsgaSampler");
    }
    CmaSession session = new CmaSession(space, covariance, population, sigma);
    if (session.dimension() == 0) {
      throw new InvalidInputException(
          "CMA-ES on " + space + "; it needs a number with more than one value");
    }
    return session;
  }

  /** The name and what was set. */
  @Override
  public String toString() {
    return "cma "
        + covariance.name().toLowerCase(java.util.Locale.ROOT)
        + " population "
        + (population.isPresent() ? population.getAsInt() : "default")
        + " spread "
        + sigma;
  }
}
