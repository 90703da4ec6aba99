package io.lepton.tune;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that no branch of a conditional space is given up on the word of a few trials. What a
 * branch can do shows only once its own parameters have been searched, and a model of all trials
 * stays with the branch that was lucky first: so each value that other parameters depend on gets
 * its share of trials, which falls with the root of their number.
 */
final class TpeBranches {
  private static final double SHARE = 2; // times the root of the trials
  private static final double MOST = 0.5; // of an equal share

  private final TpeObservations observations;
  private final Map<TpeGroup, List<Integer>> branching = new HashMap<>();

  /** A value whose turn it is: its parameter's place in the group, and its own in the interval. */
  record Due(int index, int member, double place) {
    boolean holds(TpeObservations observations, int row) {
      return Math.abs(observations.column(index)[row] - place) < 1e-9;
    }
  }

  TpeBranches(List<TpeGroup> groups, TpeObservations observations) {
    this.observations = observations;
    for (TpeGroup group : groups) {
      List<Integer> asked = new ArrayList<>();
      for (int m = 0; m < group.members().length; m++) {
        int index = group.members()[m];
        if (groups.stream().anyMatch(it -> it.parent() == index)) {
          asked.add(m);
        }
      }
      branching.put(group, asked);
    }
  }

  /** The value of a group that has had the least of its share, if one has not had it. */
  @Nullable Due due(TpeGroup group, int running) {
    Due due = null;
    double most = 0;
    for (int member : branching.getOrDefault(group, List.of())) {
      int index = group.members()[member];
      double[] column = observations.column(index);
      int levels = (int) group.parameters().get(member).levels().orElseThrow();
      int[] counts = new int[levels];
      int all = 0;
      for (int row = 0; row < observations.size() + running; row++) {
        if (!Double.isNaN(column[row])) {
          counts[Math.min(levels - 1, (int) (column[row] * levels))]++;
          all++;
        }
      }
      double share = Math.min(MOST * all / levels, SHARE * Math.sqrt(all));
      for (int level = 0; level < levels; level++) {
        if (share - counts[level] > most) {
          most = share - counts[level];
          due = new Due(index, member, (level + 0.5) / levels);
        }
      }
    }
    return due;
  }
}
