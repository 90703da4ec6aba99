package io.lepton.stats.internal.compute;

import io.lepton.spi.ComputeBackend.Weights;
import io.lepton.stats.internal.random.Streams;
import java.util.Arrays;

/** How often replicates take each row, as plain numbers: for libraries that multiply matrices. */
public final class HostWeights {
  private static final int BITS = 6;
  private static final int SIX = ResamplePlan.BLOCK - 1;

  private HostWeights() {}

  /** Writes the weights of all rows from {@code at} on. */
  public static void resample(
      ResamplePlan plan, long key, long replicate, long start, long step, double[] into, int at) {
    ResamplePlan.RowSink sink = row -> into[at + row]++;
    if (plan.direct()) {
      plan.direct(key, replicate, sink);
      return;
    }
    int taken = 0;
    for (int block = 0; block < plan.fullBlocks(); block++) {
      taken += block(plan, block, start, step, into, at + block * ResamplePlan.BLOCK);
    }
    taken += plan.rest(start, step, sink);
    if (plan.weights() == Weights.POISSON) {
      return;
    }
    if (taken > plan.rows()) {
      Arrays.fill(into, at, at + plan.rows(), 0);
      plan.direct(key, replicate, sink);
    } else {
      plan.topUp(start, step, plan.rows() - taken, sink);
    }
  }

  private static int block(
      ResamplePlan plan, int block, long start, long step, double[] into, int at) {
    long state = start + step * ResamplePlan.firstWord(block);
    int count = plan.full().count(Streams.mix(state));
    long word = 0;
    for (int i = 0; i < count; i++) {
      if (i % 10 == 0) {
        state += step;
        word = Streams.mix(state);
      }
      into[at + ((int) word & SIX)]++;
      word >>>= BITS;
    }
    return count;
  }

  /** Writes 1 for each member from {@code at} on. */
  public static void subset(SubsetPlan plan, long start, long step, double[] into, int at) {
    boolean[] digits = plan.digits();
    long[] members = new long[plan.blocks()];
    int count = 0;
    for (int block = 0; block < members.length; block++) {
      members[block] = plan.members(digits, start, step, block);
      count += Long.bitCount(members[block]);
    }
    plan.settle(start, step, count, members, (value, sign) -> {});
    for (int block = 0; block < members.length; block++) {
      for (long left = members[block]; left != 0; left &= left - 1) {
        into[at + block * SubsetPlan.BLOCK + Long.numberOfTrailingZeros(left)] = 1;
      }
    }
  }
}
