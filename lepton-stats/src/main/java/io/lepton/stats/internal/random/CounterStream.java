package io.lepton.stats.internal.random;

/** A stream read from its beginning, for what needs an unknown number of words. One thread only. */
public final class CounterStream {
  private final long step;
  private long state;
  private double spare = Double.NaN;

  CounterStream(long start, long step) {
    this.state = start - step;
    this.step = step;
  }

  /** The next 64 bits. */
  public long next() {
    state += step;
    return Streams.mix(state);
  }

  /** Uniform between 0 and 1, both excluded. */
  public double nextOpen() {
    return Streams.open(next());
  }

  /** Uniform from 0 to n - 1. */
  public int nextBelow(int n) {
    return Streams.below(next(), n);
  }

  /** Standard normal, by the polar method of Marsaglia and Bray (1964). */
  public double nextNormal() {
    if (!Double.isNaN(spare)) {
      double value = spare;
      spare = Double.NaN;
      return value;
    }
    while (true) {
      double x = 2 * nextOpen() - 1;
      double y = 2 * nextOpen() - 1;
      double square = x * x + y * y;
      if (square < 1 && square > 0) {
        double factor = Math.sqrt(-2 * Math.log(square) / square);
        spare = y * factor;
        return x * factor;
      }
    }
  }
}
