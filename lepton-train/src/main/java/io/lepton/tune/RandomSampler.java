package io.lepton.tune;

import io.lepton.model.Measure.Direction;
import java.util.List;

/**
 * Draws points uniformly (Bergstra and Bengio 2012): the baseline any other sampler must beat, and
 * hard to beat with many parallel trials. Works with any number of directions. A point depends on
 * the space, the seed and the number of the trial only.
 */
public final class RandomSampler implements Sampler {
  private RandomSampler() {}

  /**
   * The sampler, which has no options.
   *
   * @return the sampler
   */
  public static RandomSampler create() {
    return new RandomSampler();
  }

  @Override
  public Session start(SearchSpace space, List<Direction> directions) {
    return (history, number, random) -> Proposal.of(space.draw(random));
  }

  /** The name. */
  @Override
  public String toString() {
    return "random";
  }
}
