package io.lepton.tune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The trials a TPE learns from, as columns of places in the unit interval: one array for each
 * parameter, so that a kernel needs no object and inner loops run along memory. Only grows.
 */
final class TpeObservations {
  private final SearchSpace space;
  private final List<Trial> trials = new ArrayList<>();
  private final double[][] columns;
  private int taken;

  TpeObservations(SearchSpace space) {
    this.space = space;
    this.columns = new double[space.parameters().size()][16];
  }

  /** Takes in what was finished since the last call. */
  void take(History history) {
    List<Trial> finished = history.finished();
    for (; taken < finished.size(); taken++) {
      Trial trial = finished.get(taken);
      // Lost trials say something about a machine, not about their point.
      if (!trial.attributes().containsKey(Ledger.LOST)) {
        write(trials.size(), trial);
        trials.add(trial);
      }
    }
  }

  /** Writes unfinished trials behind the others, until the next call; gives how many there are. */
  int append(History history) {
    int at = trials.size();
    for (Trial trial : history.unfinished().values()) {
      write(at++, trial);
    }
    return at - trials.size();
  }

  private void write(int row, Trial trial) {
    double[] unit = space.encode(trial.parameters());
    for (int i = 0; i < columns.length; i++) {
      if (row == columns[i].length) {
        columns[i] = Arrays.copyOf(columns[i], 2 * row);
      }
      columns[i][row] = unit[i];
    }
  }

  int size() {
    return trials.size();
  }

  List<Trial> trials() {
    return trials;
  }

  /** Places of one parameter, NaN where it does not count; valid up to what was written. */
  double[] column(int parameter) {
    return columns[parameter];
  }
}
