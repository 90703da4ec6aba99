package io.lepton.stats.internal.random;

/**
 * Where the words of a stream come from. A stream is a start and an odd step; its word t is {@code
 * mix(start + t·step)}, SplitMix64 (Steele, Lea and Flood 2014) with a step of its own, so that two
 * streams do not run into each other.
 */
public final class Streams {
  private static final long LOW = 0xFFFFFFFFL;

  private Streams() {}

  /** What a stream is used for; streams of different purposes have nothing in common. */
  public enum Purpose {
    /** Weights of the rows of a resample. */
    RESAMPLE(0),
    /** All rows of a resample, one by one. */
    RESAMPLE_DIRECT(1),
    /** The members of a subset. */
    SUBSET(2),
    /** One draw of a law. */
    DRAW(3),
    /** Counts of distinct values. */
    DISTINCT(4),
    /** Weights of a unit in all replicates. */
    UNIT(5),
    /** One run of a simulation. */
    RUN(6),
    /** Another key. */
    KEY(7);

    private final int number;

    Purpose(int number) {
      this.number = number;
    }
  }

  /**
   * The states of consecutive streams.
   *
   * @param first index of the first
   * @param starts filled with where each starts
   * @param steps filled with the step of each, odd
   */
  public static void states(long key, Purpose purpose, long first, long[] starts, long[] steps) {
    int[] words = new int[4];
    for (int i = 0; i < starts.length; i++) {
      philox(key, purpose, first + i, words);
      starts[i] = start(words);
      steps[i] = step(words);
    }
  }

  /** The stream of an index. */
  public static CounterStream stream(long key, Purpose purpose, long index) {
    int[] words = new int[4];
    philox(key, purpose, index, words);
    return new CounterStream(start(words), step(words));
  }

  /** A key that has nothing to do with the first one, nor with its other children. */
  public static long childKey(long key, long child) {
    int[] words = new int[4];
    philox(key, Purpose.KEY, child, words);
    return start(words);
  }

  /** The finaliser of SplitMix64. */
  public static long mix(long state) {
    long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** The place that a word falls on among n; no probability is off by more than 2^-33. */
  public static int below(long word, int n) {
    return (int) (((word >>> 32) * n + (((word & LOW) * n) >>> 32)) >>> 32);
  }

  /** Uniform between 0 and 1, both excluded, on a grid of 2^-53. */
  public static double open(long word) {
    return ((word >>> 12) + 0.5) * 0x1p-52;
  }

  private static void philox(long key, Purpose purpose, long index, int[] words) {
    words[0] = (int) index;
    words[1] = (int) (index >>> 32);
    words[2] = purpose.number;
    words[3] = 0;
    Philox4x32.block(words, (int) key, (int) (key >>> 32));
  }

  private static long start(int[] words) {
    return (words[0] & LOW) | (long) words[1] << 32;
  }

  /** Steps with few changes between their bits mix badly and are flipped, as SplittableRandom's. */
  private static long step(int[] words) {
    long step = (words[2] & LOW) | (long) words[3] << 32 | 1;
    return Long.bitCount(step ^ (step >>> 1)) < 24 ? step ^ 0xAAAAAAAAAAAAAAAAL : step;
  }
}
