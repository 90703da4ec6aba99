package io.lepton.stats.internal.compute;

import io.lepton.stats.internal.random.PoissonTable;
import io.lepton.stats.internal.random.Streams;

/**
 * The inner loops over full blocks. The sums of all 64² pairs of a block are tabled (32 KiB, the
 * size of a first-level cache), and a word gives five pairs: one look-up, ten rows for one word.
 */
public final class BlockLoops {
  private static final int BITS = 12;
  private static final int MASK = (1 << BITS) - 1;
  private static final int SIX = ResamplePlan.BLOCK - 1;

  private BlockLoops() {}

  /** Adds to every replicate what it takes from the full blocks. */
  public static void add(ResamplePlan plan, Centred columns, Replicates replicates) {
    double[] pairs = new double[MASK + 1];
    for (int block = 0; block < plan.fullBlocks(); block++) {
      for (int c = 0; c < columns.columns(); c++) {
        table(columns.values(c), block, pairs);
        block(plan.full(), columns.values(c), block, pairs, replicates, c);
      }
    }
  }

  private static void table(double[] values, int block, double[] pairs) {
    int offset = block * ResamplePlan.BLOCK;
    for (int i = 0; i < ResamplePlan.BLOCK; i++) {
      double first = values[offset + i];
      for (int j = 0; j < ResamplePlan.BLOCK; j++) {
        pairs[i * ResamplePlan.BLOCK + j] = first + values[offset + j];
      }
    }
  }

  private static void block(
      PoissonTable table,
      double[] values,
      int block,
      double[] pairs,
      Replicates replicates,
      int column) {
    int offset = block * ResamplePlan.BLOCK;
    long firstWord = ResamplePlan.firstWord(block);
    for (int r = 0; r < replicates.size(); r++) {
      long step = replicates.steps[r];
      long state = replicates.starts[r] + step * firstWord;
      int count = table.count(Streams.mix(state));
      double sum = 0;
      int words = count / 10;
      for (int i = 0; i < words; i++) {
        state += step;
        long word = Streams.mix(state);
        int low = (int) word;
        int high = (int) (word >>> (2 * BITS));
        sum +=
            ((pairs[low & MASK] + pairs[(low >>> BITS) & MASK])
                    + (pairs[high & MASK] + pairs[(high >>> BITS) & MASK]))
                + pairs[(int) (word >>> (4 * BITS)) & MASK];
      }
      int left = count - 10 * words;
      long word = Streams.mix(state + step);
      for (int pair = left >> 1; pair > 0; pair--) {
        sum += pairs[(int) word & MASK];
        word >>>= BITS;
      }
      if ((left & 1) != 0) {
        sum += values[offset + ((int) word & SIX)];
      }
      if (column == 0) {
        replicates.counts[r] += count;
      }
      replicates.add(column, r, sum);
    }
  }
}
