package io.lepton.train.internal;

import java.util.SplittableRandom;

/**
 * Sources of random numbers by place instead of by history: what is drawn for a step depends on the
 * seed and the step's number only, so a training can go on anywhere.
 */
public final class Seeds {
  private Seeds() {}

  public static SplittableRandom of(long seed, long place) {
    // Two rounds, or neighbouring places would begin neighbouring streams.
    long first = new SplittableRandom(seed).nextLong();
    return new SplittableRandom(new SplittableRandom(first + place).nextLong());
  }

  /** A seed of its own for one use, never negative. */
  public static long derived(long seed, String use) {
    return new SplittableRandom(seed ^ (0x9E3779B97F4A7C15L * use.hashCode())).nextLong() >>> 1;
  }
}
