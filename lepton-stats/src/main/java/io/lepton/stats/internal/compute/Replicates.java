package io.lepton.stats.internal.compute;

import io.lepton.spi.ComputeBackend.Weights;
import io.lepton.stats.internal.random.Streams;
import io.lepton.stats.internal.random.Streams.Purpose;

/**
 * Some consecutive replicates and their sums as they grow: every sum carries its rounding error
 * along (Knuth's two-sum), so that the error does not grow with the rows.
 */
public final class Replicates {
  private final long key;
  private final int first;
  final long[] starts;
  final long[] steps;
  final int[] counts;
  private final double[][] sums;
  private final double[][] errors;

  public Replicates(long key, Purpose purpose, int first, int size, int columns) {
    this.key = key;
    this.first = first;
    this.starts = new long[size];
    this.steps = new long[size];
    this.counts = new int[size];
    this.sums = new double[columns][size];
    this.errors = new double[columns][size];
    Streams.states(key, purpose, first, starts, steps);
  }

  public int size() {
    return starts.length;
  }

  /** Where each stream starts; not a copy. */
  public long[] starts() {
    return starts;
  }

  /** The step of each stream; not a copy. */
  public long[] steps() {
    return steps;
  }

  /** Notes that so many rows were taken. */
  public void count(int replicate, int rows) {
    counts[replicate] += rows;
  }

  /** Adds to a sum. */
  public void add(int column, int replicate, double value) {
    double[] to = sums[column];
    double before = to[replicate];
    double after = before + value;
    double added = after - before;
    errors[column][replicate] += (before - (after - added)) + (value - added);
    to[replicate] = after;
  }

  double sum(int column, int replicate) {
    return sums[column][replicate] + errors[column][replicate];
  }

  /** After the full blocks: the incomplete one, and what is missing to a multinomial resample. */
  public void finish(ResamplePlan plan, Centred columns) {
    for (int r = 0; r < size(); r++) {
      int replicate = r;
      ResamplePlan.RowSink sink =
          row -> {
            for (int c = 0; c < sums.length; c++) {
              add(c, replicate, columns.values(c)[row]);
            }
          };
      if (plan.direct()) {
        plan.direct(key, (long) first + r, sink);
        counts[r] = plan.rows();
        continue;
      }
      counts[r] += plan.rest(starts[r], steps[r], sink);
      if (plan.weights() == Weights.POISSON) {
        continue;
      }
      if (counts[r] > plan.rows()) {
        for (int c = 0; c < sums.length; c++) {
          sums[c][r] = 0;
          errors[c][r] = 0;
        }
        plan.direct(key, (long) first + r, sink);
      } else {
        for (int c = 0; c < sums.length; c++) {
          add(c, r, plan.topUpSum(starts[r], steps[r], plan.rows() - counts[r], columns.values(c)));
        }
      }
      counts[r] = plan.rows();
    }
  }

  /** Writes the sums of the values that were centred. */
  public void write(Centred columns, double[][] into) {
    for (int c = 0; c < sums.length; c++) {
      for (int r = 0; r < size(); r++) {
        into[c][first + r] = columns.centre(c) * counts[r] + sum(c, r);
      }
    }
  }
}
