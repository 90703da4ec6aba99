package io.lepton.stats.internal.compute;

import io.lepton.stats.internal.random.Streams;

/**
 * Which values a random subset has. Each of 64 values is a bit of a word that is 1 with a
 * probability of a multiple of 1/256 near the share wanted; then members drawn at random leave, or
 * others join, until the size is right. Given how many bits are 1, all subsets of that size are
 * equally probable, and stay so.
 *
 * <p>Words of a replicate's stream: block b has the words from 8·b on, one for each binary digit of
 * the probability from the lowest that is 1; then one for each attempt to take or leave a value.
 */
public final class SubsetPlan {
  /** Values in a block. */
  public static final int BLOCK = 64;

  private static final int DIGITS = 8;

  private final int values;
  private final int size;
  private final int probability;

  public SubsetPlan(int values, int size) {
    this.values = values;
    this.size = size;
    this.probability = (int) Math.min(255, Math.rint((double) size / values * (1 << DIGITS)));
  }

  public int blocks() {
    return (values + BLOCK - 1) / BLOCK;
  }

  /** The binary digits that are used, lowest first: true where a word is joined by "or". */
  public boolean[] digits() {
    int unused = probability == 0 ? DIGITS : Integer.numberOfTrailingZeros(probability);
    boolean[] digits = new boolean[DIGITS - unused];
    for (int i = 0; i < digits.length; i++) {
      digits[i] = (probability >> (unused + i) & 1) == 1;
    }
    return digits;
  }

  /** Number of the first word of a block. */
  public static long firstWord(int block) {
    return (long) block * DIGITS;
  }

  /** The bits of a block that are values. */
  public long valid(int block) {
    int left = values - block * BLOCK;
    return left >= BLOCK ? -1L : (1L << left) - 1;
  }

  /** The members of a block before any leave or join. */
  long members(boolean[] digits, long start, long step, int block) {
    long state = start + step * firstWord(block);
    long members = 0;
    for (boolean or : digits) {
      long word = Streams.mix(state);
      members = or ? members | word : members & word;
      state += step;
    }
    return members & valid(block);
  }

  /** Lets members leave or join until the size is right. */
  void settle(long start, long step, int count, long[] members, ChangeSink change) {
    long state = start + step * firstWord(blocks());
    int now = count;
    while (now != size) {
      int value = Streams.below(Streams.mix(state), values);
      state += step;
      boolean member = (members[value >> 6] >>> value & 1) == 1;
      if (member == now > size) {
        members[value >> 6] ^= 1L << value;
        change.change(value, member ? -1 : 1);
        now += member ? -1 : 1;
      }
    }
  }

  /** What is done when a value joins (1) or leaves (-1). */
  interface ChangeSink {
    void change(int value, int sign);
  }
}
