package io.lepton.tune;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Measure.Direction;
import java.util.List;

/**
 * Bayesian optimisation by a Gaussian process (Matérn 5/2, a length scale for each parameter,
 * fitted anew as trials end) and the logarithm of the expected improvement (Ament et al. 2023). The
 * choice for costly objectives: up to about 20 parameters and a few hundred trials it needs the
 * fewest trials; a proposal takes tens of milliseconds at 100 trials and about a second at 1,000.
 *
 * <p>Whole numbers and steps are modelled at the values they take, choices as equally unlike each
 * other. Terrible values count by their logarithm. Trials that run are taken to come out as
 * expected ("kriging believer", Ginsbourger et al. 2010), so that parallel trials keep apart.
 * Trials that failed count as the worst value seen, pruned ones as their last report if that is
 * worse than the median. Constraints are modelled by processes of their own (Gardner et al. 2014).
 * One direction only. A parameter that does not count is taken to have its middle value. Immutable.
 */
public final class GpSampler implements Sampler {
  private final int startUps;

  private GpSampler(int startUps) {
    this.startUps = startUps;
  }

  /**
   * With 10 random trials at first.
   *
   * @return the sampler
   */
  public static GpSampler create() {
    return new GpSampler(10);
  }

  /**
   * Sets how many trials are drawn at random at first.
   *
   * @param count at least 1
   * @return a new sampler
   * @throws InvalidInputException if it is below 1
   */
  public GpSampler startUps(int count) {
    if (count < 1) {
      throw new InvalidInputException(count + " random trials at first; expected at least 1");
    }
    return new GpSampler(count);
  }

  /**
   * {@inheritDoc}
   *
   * @throws InvalidInputException if there are several directions
   */
  @Override
  public Session start(SearchSpace space, List<Direction> directions) {
    if (directions.size() != 1) {
      throw new InvalidInputException(
          "a Gaussian process for "
              + directions.size()
              + " directions; it knows one: use NsgaSampler for several");
    }
    return new GpSession(space, startUps);
  }

  /** The name and what was set. */
  @Override
  public String toString() {
    return "gp " + startUps + " start-ups";
  }
}
