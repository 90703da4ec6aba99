package io.lepton.tune;

import java.util.List;

/** How a TPE's observations compare. */
interface TpeOrder {
  /** Takes in observations that are new. */
  void take(List<Trial> observations);

  /** How many did not fail: these come first in any order. */
  int usable();

  /** The places of observations, best first, such that the first so many are the good ones. */
  int[] order(int good);

  /** How much each of the first observations of an order counts, above 0 and at most 1. */
  double[] weights(int[] order, int good);

  /** For the directions of a study. */
  static TpeOrder of(List<io.lepton.model.Measure.Direction> directions) {
    return directions.size() == 1 ? new TpeRanking(directions.get(0)) : new TpeFronts(directions);
  }
}
