package io.lepton.tune.internal.qmc;

import io.lepton.error.InvalidInputException;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.apache.commons.math3.random.SobolSequenceGenerator;

/**
 * Sobol' points (Sobol' 1967) in Gray code order with the direction numbers of Joe and Kuo (2008);
 * plain they are those of {@code scipy.stats.qmc.Sobol(scramble=False)}. A seed scrambles them by
 * nested uniform scrambling (Owen 1995) with the hash of Laine and Karras as Burley (2020) gives
 * it: every elementary interval keeps its number of points, and no point lies on the lower border
 * of all axes.
 */
public final class Sobol implements LowDiscrepancy {
  /** The most coordinates there are direction numbers for. */
  public static final int MAX_DIMENSION = 1000;

  private static final double TWO_32 = 0x1p32;

  private final SobolSequenceGenerator plain;
  private final int[] seeds;

  private Sobol(int dimension, int[] seeds) {
    if (dimension < 1 || dimension > MAX_DIMENSION) {
      throw new InvalidInputException(
          "Sobol' points of "
              + dimension
              + " coordinates; expected 1 to "
              + MAX_DIMENSION
              + ": search larger spaces at random");
    }
    this.plain = new SobolSequenceGenerator(dimension);
    this.seeds = seeds;
  }

  /**
   * A sequence.
   *
   * @param dimension number of coordinates, from 1 to {@link #MAX_DIMENSION}
   * @param seed scrambles, unless empty
   * @return the sequence
   */
  public static Sobol of(int dimension, OptionalLong seed) {
    int[] seeds = {};
    if (seed.isPresent()) {
      SplittableRandom random = new SplittableRandom(seed.getAsLong());
      seeds = random.ints(Math.max(0, dimension)).toArray();
    }
    return new Sobol(dimension, seeds);
  }

  @Override
  public double[] point(int index) {
    double[] point;
    synchronized (plain) {
      point = plain.skipTo(index);
    }
    // Below 2^31 points all bits of a coordinate are among the first 32.
    for (int i = 0; i < seeds.length; i++) {
      int scrambled = scramble((int) (long) (point[i] * TWO_32), seeds[i]);
      point[i] = Integer.toUnsignedLong(scrambled) / TWO_32;
    }
    return point;
  }

  /** Each bit is flipped by a hash of the bits above it. */
  private static int scramble(int bits, int seed) {
    int x = Integer.reverse(bits) + seed;
    x ^= x * 0x6c50b47c;
    x ^= x * 0xb82f1e52;
    x ^= x * 0xc7afe638;
    x ^= x * 0x8d22f6e6;
    return Integer.reverse(x);
  }
}
