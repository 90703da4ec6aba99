package io.lepton.assign;

import io.lepton.error.InvalidInputException;
import java.util.List;

/**
 * From a unit's id to the index of its arm: a pure function of scheme, salt, weights, traffic and
 * unit. It allocates nothing, so it may be called for every request. Immutable and safe for use by
 * many threads.
 */
public final class Splitter {
  /** The index of a unit that the traffic leaves out. */
  public static final int OUTSIDE = -1;

  private final HashScheme scheme;
  private final UnitHash hash;
  private final double[] weights;
  private final double traffic;
  private final long[] firsts;
  private final long[] spans;

  private Splitter(HashScheme scheme, UnitHash hash, double[] weights, double traffic) {
    this.scheme = scheme;
    this.hash = hash;
    this.weights = weights;
    this.traffic = traffic;
    List<PointRange> ranges = scheme.split(weights.clone(), traffic);
    this.firsts = ranges.stream().mapToLong(PointRange::first).toArray();
    this.spans = ranges.stream().mapToLong(range -> range.last() - range.first()).toArray();
  }

  /**
   * Splits by weights, all units.
   *
   * @param scheme such as {@link HashSchemes#lepton}
   * @param salt sets this split apart from others of the same units
   * @param weights positive and finite; the arms' shares are as their ratios
   * @return the function
   * @throws InvalidInputException if there is no weight, one is not positive and finite, or one
   *     would get no unit
   */
  public static Splitter of(HashScheme scheme, String salt, double... weights) {
    return new Splitter(scheme, scheme.seeded(salt), Shares.requireWeights(weights), 1);
  }

  /**
   * Splits by shares, all units.
   *
   * @param scheme such as {@link HashSchemes#lepton}
   * @param salt sets this split apart from others of the same units
   * @param shares of the arms, positive, with the sum 1 (within 1e-9)
   * @return the function
   * @throws InvalidInputException if the sum is not 1, or as {@link #of} says
   */
  public static Splitter ofShares(HashScheme scheme, String salt, double... shares) {
    return of(scheme, salt, Shares.requireSumOfOne(shares));
  }

  /**
   * Takes part of the units only, from each arm the same part. A unit that is in at some share is
   * in at every larger one, in the same arm.
   *
   * @param share above 0, at most 1
   * @return a new function
   * @throws InvalidInputException if the share is outside, or leaves an arm no unit
   */
  public Splitter withTraffic(double share) {
    return new Splitter(scheme, hash, weights, share);
  }

  /**
   * The share of units taken.
   *
   * @return above 0, at most 1
   */
  public double traffic() {
    return traffic;
  }

  /**
   * The arm of a unit.
   *
   * @param unit id of what is randomised, as {@link UnitId#requireValid} wants it; two ids are the
   *     same unit exactly when they are equal
   * @return its place in the weights, or {@link #OUTSIDE}
   * @throws InvalidInputException if the id is not such a text
   */
  public int indexOf(String unit) {
    long point = hash.point(unit);
    for (int arm = 0; arm < firsts.length; arm++) {
      if (Long.compareUnsigned(point - firsts[arm], spans[arm]) <= 0) {
        return arm;
      }
    }
    return OUTSIDE;
  }
}
