package io.lepton.explain;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What coalitions of a case's features are worth: the mean output over the background, with the
 * features of the coalition taken from the case (the interventional value of Lundberg and Lee 2017
 * and Janzing et al. 2020). Players whose values all of the background shares change nothing and
 * sit out.
 */
final class Game<C> {
  private final ModelFunction<C> model;
  private final List<C> background;
  private final C one;
  private final Players players;
  private final int[] active;

  Game(ModelFunction<C> model, List<C> background, C one, Players players) {
    this.model = model;
    this.background = background;
    this.one = one;
    this.players = players;
    List<Integer> differing = new ArrayList<>();
    for (int player = 0; player < players.count(); player++) {
      if (differs(player)) {
        differing.add(player);
      }
    }
    this.active = differing.stream().mapToInt(Integer::intValue).toArray();
  }

  private boolean differs(int player) {
    for (C other : background) {
      for (int feature : players.members().get(player)) {
        if (!model.type().same(one, other, feature)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Players that can change anything; coalitions are sets of places in this array. */
  int[] active() {
    return active;
  }

  private int[] features(BitSet coalition) {
    return coalition.stream()
        .flatMap(place -> java.util.Arrays.stream(players.members().get(active[place])))
        .toArray();
  }

  /** The worth of each coalition, by output. */
  double[][] worth(List<BitSet> coalitions, ProgressListener listener) {
    int size = background.size();
    int atOnce = Math.max(1, model.batch() / size);
    double[][] worth = new double[coalitions.size()][];
    for (int start = 0; start < worth.length; start += atOnce) {
      int end = Math.min(worth.length, start + atOnce);
      List<C> cases = new ArrayList<>((end - start) * size);
      for (BitSet coalition : coalitions.subList(start, end)) {
        int[] features = features(coalition);
        for (C other : background) {
          cases.add(model.type().mix(other, one, features));
        }
      }
      double[][] values = model.apply(cases);
      for (int i = start; i < end; i++) {
        worth[i] = mean(values, (i - start) * size, size);
      }
      listener.progressed((long) end * size, (long) worth.length * size);
    }
    return worth;
  }

  static double[] mean(double[][] values, int from, int count) {
    double[] mean = new double[values[from].length];
    for (int i = from; i < from + count; i++) {
      for (int output = 0; output < mean.length; output++) {
        mean[output] += values[i][output] / count;
      }
    }
    return mean;
  }
}
