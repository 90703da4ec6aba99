package io.lepton.explain;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Which coalitions of players to ask the model for, each with its share of the Shapley kernel
 * (Lundberg and Lee 2017). Sizes are counted out from both ends, where the kernel is heaviest, as
 * long as the budget reaches; the rest of the kernel is spread over drawn pairs of a coalition and
 * its complement, which halves the noise (Covert and Lee 2021).
 *
 * @param counted coalitions that are certain to be there
 * @param drawn pairs, each coalition followed by its complement
 * @param times how often each pair was drawn
 * @param weightOfDraw kernel weight of one coalition of one draw
 */
record Coalitions(
    List<Weighted> counted, List<BitSet[]> drawn, List<Integer> times, double weightOfDraw) {
  /** A coalition with its kernel weight. */
  record Weighted(BitSet members, double weight) {}

  /** At least {@code 2·players} of a budget, so that the smallest and largest sizes are counted. */
  static Coalitions plan(int players, int budget, SplittableRandom random) {
    double[] mass = sizeMasses(players);
    List<Weighted> counted = new ArrayList<>();
    int left = budget;
    int size = 1;
    for (; 2 * size <= players; size++) {
      double subsets = binomial(players, size) * (2 * size == players ? 1 : 2);
      double share = pairMass(mass, size) / remaining(mass, size);
      if (size > 1 && (subsets > left || left * share < subsets)) {
        break;
      }
      count(players, size, pairMass(mass, size) / subsets, counted);
      left -= (int) subsets;
    }
    boolean all = 2 * size > players;
    int pairs = all ? 0 : Math.max(1, left / 2);
    double rest = all ? 0 : remaining(mass, size);
    Map<BitSet, Integer> draws = new LinkedHashMap<>();
    for (int pair = 0; pair < pairs; pair++) {
      draws.merge(draw(players, size, mass, rest, random), 1, Integer::sum);
    }
    List<BitSet[]> drawn = new ArrayList<>();
    draws.keySet().forEach(one -> drawn.add(new BitSet[] {one, complement(one, players)}));
    return new Coalitions(
        counted, drawn, List.copyOf(draws.values()), pairs == 0 ? 0 : rest / (2.0 * pairs));
  }

  /** The kernel's mass by size, 1 in total: (M−1) / (s (M−s)), normed. */
  private static double[] sizeMasses(int players) {
    double[] mass = new double[players];
    double sum = 0;
    for (int s = 1; s < players; s++) {
      mass[s] = 1.0 / ((double) s * (players - s));
      sum += mass[s];
    }
    for (int s = 1; s < players; s++) {
      mass[s] /= sum;
    }
    return mass;
  }

  private static double pairMass(double[] mass, int size) {
    return mass[size] + (2 * size == mass.length ? 0 : mass[mass.length - size]);
  }

  private static double remaining(double[] mass, int size) {
    double sum = 0;
    for (int s = size; s <= mass.length - size; s++) {
      sum += mass[s];
    }
    return sum;
  }

  static double binomial(int n, int k) {
    double result = 1;
    for (int i = 1; i <= k; i++) {
      result = result * (n - k + i) / i;
    }
    return Math.rint(result);
  }

  private static void count(int players, int size, double weight, List<Weighted> into) {
    int[] chosen = new int[size];
    for (int i = 0; i < size; i++) {
      chosen[i] = i;
    }
    while (true) {
      BitSet members = new BitSet(players);
      for (int player : chosen) {
        members.set(player);
      }
      into.add(new Weighted(members, weight));
      if (2 * size != players) {
        into.add(new Weighted(complement(members, players), weight));
      }
      int i = size - 1;
      while (i >= 0 && chosen[i] == players - size + i) {
        i--;
      }
      if (i < 0) {
        return;
      }
      chosen[i]++;
      for (int j = i + 1; j < size; j++) {
        chosen[j] = chosen[j - 1] + 1;
      }
    }
  }

  /** One of a pair, always the one without the last player, so that like pairs are found alike. */
  private static BitSet draw(
      int players, int from, double[] mass, double rest, SplittableRandom random) {
    double at = random.nextDouble() * rest;
    int size = from;
    while (size < players - from && at >= mass[size]) {
      at -= mass[size];
      size++;
    }
    BitSet members = new BitSet(players);
    // Floyd's sampling of a subset of that size
    for (int j = players - size; j < players; j++) {
      int pick = random.nextInt(j + 1);
      members.set(members.get(pick) ? j : pick);
    }
    return members.get(players - 1) ? complement(members, players) : members;
  }

  private static BitSet complement(BitSet members, int players) {
    BitSet other = (BitSet) members.clone();
    other.flip(0, players);
    return other;
  }
}
