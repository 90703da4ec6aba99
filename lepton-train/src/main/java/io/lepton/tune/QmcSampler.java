package io.lepton.tune;

import io.lepton.model.Measure.Direction;
import io.lepton.tune.internal.qmc.Halton;
import io.lepton.tune.internal.qmc.LowDiscrepancy;
import io.lepton.tune.internal.qmc.Sobol;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Draws points that fill the space more evenly than random ones, at their best for 2^k trials:
 * Sobol' (1967) points with Joe and Kuo's direction numbers (2008) under Owen's scrambling, or
 * Halton's (1960). For exploring a space with many parallel trials, for importance and plots. Works
 * with any number of directions. The point of a trial depends on its number, not on the study's
 * seed. Immutable.
 */
public final class QmcSampler implements Sampler {
  private final Sequence sequence;
  private final OptionalLong seed;

  /** Which points. */
  public enum Sequence {
    /** Up to 1,000 parameters. */
    SOBOL,
    /** Up to 40 parameters, with less regard for powers of 2. */
    HALTON
  }

  private QmcSampler(Sequence sequence, OptionalLong seed) {
    this.sequence = sequence;
    this.seed = seed;
  }

  /**
   * Sobol' points, scrambled with seed 0.
   *
   * @return the sampler
   */
  public static QmcSampler create() {
    return new QmcSampler(Sequence.SOBOL, OptionalLong.of(0));
  }

  /**
   * Sets which points.
   *
   * @param value the sequence
   * @return a new sampler
   */
  public QmcSampler sequence(Sequence value) {
    return new QmcSampler(Objects.requireNonNull(value), seed);
  }

  /**
   * Sets the seed of the scrambling.
   *
   * @param value any number
   * @return a new sampler
   */
  public QmcSampler seed(long value) {
    return new QmcSampler(sequence, OptionalLong.of(value));
  }

  /**
   * Leaves the points as they are in theory. The first Sobol' point is then the lowest value of
   * every parameter.
   *
   * @return a new sampler
   */
  public QmcSampler unscrambled() {
    return new QmcSampler(sequence, OptionalLong.empty());
  }

  /**
   * {@inheritDoc}
   *
   * @throws io.lepton.error.InvalidInputException if the space has more parameters than the
   *     sequence has coordinates
   */
  @Override
  public Session start(SearchSpace space, List<Direction> directions) {
    int d = space.parameters().size();
    LowDiscrepancy points = sequence == Sequence.SOBOL ? Sobol.of(d, seed) : Halton.of(d, seed);
    return (history, number, random) -> Proposal.of(space.decode(points.point(number - 1)));
  }

  /** The sequence and its seed. */
  @Override
  public String toString() {
    String scrambled = seed.isPresent() ? " seed " + seed.getAsLong() : " unscrambled";
    return "qmc " + sequence.name().toLowerCase(java.util.Locale.ROOT) + scrambled;
  }
}
