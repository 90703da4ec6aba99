package io.lepton.tune;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which trials of a history are the best. */
final class Ranking {
  private Ranking() {}

  static Optional<Trial> findBest(History history) {
    Trial best = null;
    for (Trial trial : candidates(history).toList()) {
      if (best == null || history.loss(0, trial.value()) < history.loss(0, best.value())) {
        best = trial;
      }
    }
    return Optional.ofNullable(best);
  }

  static String noneOf(History history) {
    List<Trial> all = history.trials();
    String last = all.isEmpty() ? "" : ", the last one is " + last(all.get(all.size() - 1));
    return "none of " + all.size() + " trials is complete and feasible" + last;
  }

  private static String last(Trial trial) {
    return trial.state()
        + trial.findFailure().map(why -> ": " + why).orElse("")
        + (trial.isFeasible() ? "" : ", missing its constraints by " + trial.violation());
  }

  private static Stream<Trial> candidates(History history) {
    return history.trials().stream()
        .filter(trial -> trial.state() == TrialState.COMPLETE && trial.isFeasible());
  }

  static List<Trial> paretoFront(History history) {
    List<Trial> all = candidates(history).toList();
    List<double[]> losses = all.stream().map(history::losses).toList();
    return Stream.iterate(0, i -> i < all.size(), i -> i + 1)
        .filter(i -> losses.stream().noneMatch(other -> dominates(other, losses.get(i))))
        .map(all::get)
        .toList();
  }

  /** Whether losses are nowhere worse and somewhere better. */
  static boolean dominates(double[] a, double[] b) {
    boolean better = false;
    for (int i = 0; i < a.length; i++) {
      if (a[i] > b[i]) {
        return false;
      }
      better |= a[i] < b[i];
    }
    return better;
  }
}
