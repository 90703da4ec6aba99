package io.lepton.tune;

import java.util.Arrays;
import java.util.List;

/** What finished trials are worth to a model that needs a number of each. */
final class Losses {
  private Losses() {}

  static boolean isUsable(Trial trial) {
    return trial.state() == TrialState.COMPLETE
        && trial.values().stream().allMatch(Double::isFinite);
  }

  /**
   * One finite loss for each of some finished trials of a study with one direction: that of a
   * failed one is the worst seen, for else the same point would be tried for ever; that of a pruned
   * one what it last reported, if that is worse than the median.
   */
  static double[] imputed(History history, List<Trial> seen) {
    double[] known =
        seen.stream()
            .filter(Losses::isUsable)
            .mapToDouble(trial -> history.loss(0, trial.value()))
            .sorted()
            .toArray();
    if (known.length == 0) {
      return new double[seen.size()];
    }
    double worst = known[known.length - 1];
    double median = known[known.length / 2];
    double[] losses = new double[seen.size()];
    Arrays.setAll(
        losses,
        i -> {
          Trial trial = seen.get(i);
          if (isUsable(trial)) {
            return history.loss(0, trial.value());
          }
          double last =
              trial.state() == TrialState.PRUNED
                  ? history.loss(0, trial.lastReported().orElse(Double.NaN))
                  : Double.NaN;
          return last <= worst ? Math.max(median, last) : worst; // NaN is the worst
        });
    return losses;
  }
}
