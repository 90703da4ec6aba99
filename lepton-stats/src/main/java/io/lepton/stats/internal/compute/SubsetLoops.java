package io.lepton.stats.internal.compute;

/**
 * The loops over subsets: the sums of all subsets of eight values are tabled, so that a block of 64
 * takes eight look-ups.
 */
public final class SubsetLoops {
  private static final int GROUPS = 8;
  private static final int SUBSETS = 256;

  private SubsetLoops() {}

  /** Adds the members of every block to every replicate. */
  public static void add(SubsetPlan plan, double[] values, Replicates replicates) {
    boolean[] digits = plan.digits();
    double[] table = new double[GROUPS * SUBSETS];
    for (int block = 0; block < plan.blocks(); block++) {
      table(values, block, table);
      for (int r = 0; r < replicates.size(); r++) {
        long members = plan.members(digits, replicates.starts[r], replicates.steps[r], block);
        double sum = 0;
        for (int group = 0; group < GROUPS; group++) {
          sum += table[group * SUBSETS + (int) (members >>> (8 * group) & 0xFF)];
        }
        replicates.counts[r] += Long.bitCount(members);
        replicates.add(0, r, sum);
      }
    }
  }

  private static void table(double[] values, int block, double[] table) {
    for (int group = 0; group < GROUPS; group++) {
      int at = group * SUBSETS;
      for (int subset = 1; subset < SUBSETS; subset++) {
        int place = block * SubsetPlan.BLOCK + group * 8 + Integer.numberOfTrailingZeros(subset);
        double value = place < values.length ? values[place] : 0;
        table[at + subset] = table[at + (subset & (subset - 1))] + value;
      }
    }
  }

  /** Makes every subset the right size. */
  public static void settle(SubsetPlan plan, double[] values, Replicates replicates) {
    boolean[] digits = plan.digits();
    long[] members = new long[plan.blocks()];
    for (int r = 0; r < replicates.size(); r++) {
      int replicate = r;
      long start = replicates.starts[r];
      long step = replicates.steps[r];
      for (int block = 0; block < members.length; block++) {
        members[block] = plan.members(digits, start, step, block);
      }
      plan.settle(
          start,
          step,
          replicates.counts[r],
          members,
          (value, sign) -> {
            replicates.add(0, replicate, sign * values[value]);
            replicates.counts[replicate] += sign;
          });
    }
  }
}
