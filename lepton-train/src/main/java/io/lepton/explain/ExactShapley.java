package io.lepton.explain;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Shapley values by their definition: the weighted mean of what a player adds, over coalitions. */
final class ExactShapley {
  private ExactShapley() {}

  static List<BitSet> coalitions(int players) {
    List<BitSet> all = new ArrayList<>(1 << players);
    for (long members = 0; members < 1L << players; members++) {
      all.add(BitSet.valueOf(new long[] {members}));
    }
    return all;
  }

  /** Values by player, from the worths in the order of {@link #coalitions}. */
  static double[] values(int players, double[] worth) {
    double[] weight = new double[players];
    for (int size = 0; size < players; size++) {
      weight[size] = 1 / (players * Coalitions.binomial(players - 1, size));
    }
    double[] values = new double[players];
    for (int members = 0; members < worth.length; members++) {
      int size = Integer.bitCount(members);
      for (int player = 0; player < players; player++) {
        int with = members | 1 << player;
        if (with != members) {
          values[player] += weight[size] * (worth[with] - worth[members]);
        }
      }
    }
    return values;
  }
}
