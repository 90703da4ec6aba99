package io.lepton.tune.internal.qmc;

import io.lepton.error.InvalidInputException;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.apache.commons.math3.random.HaltonSequenceGenerator;

/**
 * Halton's points (1960) with the multipliers of Kocis and Whiten (1997) against the correlation of
 * high coordinates. A seed moves all of them by one random vector modulo 1 (Cranley and Patterson
 * 1976).
 */
public final class Halton implements LowDiscrepancy {
  /** The most coordinates there are multipliers for. */
  public static final int MAX_DIMENSION = 40;

  private final HaltonSequenceGenerator plain;
  private final double[] shift;

  private Halton(int dimension, double[] shift) {
    if (dimension < 1 || dimension > MAX_DIMENSION) {
      throw new InvalidInputException(
          "Halton points of "
              + dimension
              + " coordinates; expected 1 to "
              + MAX_DIMENSION
              + ": use Sobol' points");
    }
    this.plain = new HaltonSequenceGenerator(dimension);
    this.shift = shift;
  }

  /**
   * A sequence.
   *
   * @param dimension number of coordinates, from 1 to {@link #MAX_DIMENSION}
   * @param seed moves the points, unless empty
   * @return the sequence
   */
  public static Halton of(int dimension, OptionalLong seed) {
    double[] shift = {};
    if (seed.isPresent()) {
      shift = new SplittableRandom(seed.getAsLong()).doubles(Math.max(0, dimension)).toArray();
    }
    return new Halton(dimension, shift);
  }

  @Override
  public double[] point(int index) {
    double[] point;
    synchronized (plain) {
      point = plain.skipTo(index);
    }
    for (int i = 0; i < shift.length; i++) {
      double moved = point[i] + shift[i];
      point[i] = moved >= 1 ? moved - 1 : moved;
    }
    return point;
  }
}
