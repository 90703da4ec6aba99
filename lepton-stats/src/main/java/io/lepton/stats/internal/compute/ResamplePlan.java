package io.lepton.stats.internal.compute;

import io.lepton.spi.ComputeBackend.Weights;
import io.lepton.stats.internal.random.CounterStream;
import io.lepton.stats.internal.random.PoissonTable;
import io.lepton.stats.internal.random.Streams;
import io.lepton.stats.internal.random.Streams.Purpose;

/**
 * Which rows a resample takes. The rows are cut into blocks of 64. A resample takes a Poisson
 * number of rows from each block, all rows of a block being equally probable: so each row is taken
 * a Poisson number of times, independently.
 *
 * <p>For MULTINOMIAL the mean is a little below 1, so that the total N is nearly always below the
 * number of rows n, and n - N further rows are drawn from all. Given N, the N rows are independent
 * and uniform; so are the others: together they are n independent uniform rows, which is a
 * multinomial resample, exactly. Where N is above n (once in 700), the replicate is drawn row by
 * row from a stream of its own; and so are all where there are few rows.
 *
 * <p>Words of a replicate's stream: block b has the words from 256·b on, the first one for the
 * count, then two rows (12 bits, lowest first) from each fifth of the next words, the last row by
 * six bits; of an incomplete last block each row has a word of its own.
 */
public final class ResamplePlan {
  /** Rows in a block. */
  public static final int BLOCK = 64;

  private static final int WORDS = 256;
  private static final int FEW = 1024;

  private final int rows;
  private final Weights weights;
  private final PoissonTable full;
  private final PoissonTable rest;

  public ResamplePlan(int rows, Weights weights) {
    this.rows = rows;
    this.weights = weights;
    double mean = weights == Weights.POISSON || direct() ? 1 : 1 - 3 / Math.sqrt(rows);
    this.full = new PoissonTable(BLOCK * mean);
    this.rest = new PoissonTable(rest() * mean);
  }

  public Weights weights() {
    return weights;
  }

  public int rows() {
    return rows;
  }

  /** Whether all replicates are drawn row by row. */
  public boolean direct() {
    return weights == Weights.MULTINOMIAL && rows < FEW;
  }

  public int fullBlocks() {
    return rows / BLOCK;
  }

  /** Rows after the full blocks. */
  public int rest() {
    return rows % BLOCK;
  }

  /** Counts of a full block. */
  public PoissonTable full() {
    return full;
  }

  /** Number of the first word of a block. */
  public static long firstWord(int block) {
    return (long) block * WORDS;
  }

  /** Number of rows taken from the incomplete block, which are handed to {@code row}. */
  int rest(long start, long step, RowSink row) {
    if (rest() == 0) {
      return 0;
    }
    int offset = fullBlocks() * BLOCK;
    long state = start + step * firstWord(fullBlocks());
    int count = rest.count(Streams.mix(state));
    for (int i = 0; i < count; i++) {
      state += step;
      row.take(offset + Streams.below(Streams.mix(state), rest()));
    }
    return count;
  }

  /** Takes so many more rows from all. */
  void topUp(long start, long step, int count, RowSink row) {
    long state = start + step * firstWord(fullBlocks() + 1);
    for (int i = 0; i < count; i++) {
      row.take(Streams.below(Streams.mix(state), rows));
      state += step;
    }
  }

  /** The sum of the rows that {@link #topUp} takes; in a register, as these are hundreds. */
  double topUpSum(long start, long step, int count, double[] values) {
    long state = start + step * firstWord(fullBlocks() + 1);
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += values[Streams.below(Streams.mix(state), rows)];
      state += step;
    }
    return sum;
  }

  /** Takes all rows of a replicate one by one. */
  void direct(long key, long replicate, RowSink row) {
    CounterStream stream = Streams.stream(key, Purpose.RESAMPLE_DIRECT, replicate);
    for (int i = 0; i < rows; i++) {
      row.take(stream.nextBelow(rows));
    }
  }

  /** What is done with a row that was taken. */
  interface RowSink {
    void take(int row);
  }
}
