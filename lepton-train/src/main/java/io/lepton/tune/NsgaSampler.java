package io.lepton.tune;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Measure.Direction;
import java.util.List;

/**
 * NSGA-II (Deb et al. 2002): parents are the best trials so far by dominance and then by room,
 * children come from simulated binary crossover and polynomial mutation. The choice for several
 * directions and hundreds of trials. Every finished trial may become a parent at once ("steady
 * state", Durillo, Nebro, Luna and Alba 2009), so that trials side by side never wait for a
 * generation. A trial that is not feasible comes after all that violate constraints less; failed
 * and pruned ones are no parents. Works with any number of directions. Immutable.
 */
public final class NsgaSampler implements Sampler {
  private final int population;

  private NsgaSampler(int population) {
    this.population = population;
  }

  /**
   * With 50 parents.
   *
   * @return the sampler
   */
  public static NsgaSampler create() {
    return new NsgaSampler(50);
  }

  /**
   * Sets how many trials are parents at a time, and how many are drawn at random at first.
   *
   * @param size at least 2
   * @return a new sampler
   * @throws InvalidInputException if it is below 2
   */
  public NsgaSampler population(int size) {
    if (size < 2) {
      throw new InvalidInputException("a population of " + size + "; expected at least 2");
    }
    return new NsgaSampler(size);
  }

  @Override
  public Session start(SearchSpace space, List<Direction> directions) {
    return new NsgaSession(space, population);
  }

  /** The name and what was set. */
  @Override
  public String toString() {
    return "nsga2 population " + population;
  }
}
