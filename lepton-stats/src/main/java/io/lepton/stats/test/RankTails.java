package io.lepton.stats.test;

import io.lepton.stats.Alternative;
import io.lepton.stats.internal.RankSums;

/** P-values of rank sums. */
final class RankTails {
  private RankTails() {}

  static double exact(RankSums sums, double observed, Alternative alternative) {
    return switch (alternative) {
      case LESS -> sums.atMost(observed);
      case GREATER -> sums.atLeast(observed);
      case TWO_SIDED -> Math.min(1, 2 * Math.min(sums.atMost(observed), sums.atLeast(observed)));
    };
  }

  static double normal(
      double distance, double variance, Alternative alternative, Continuity continuity) {
    if (!(variance > 0)) {
      return 1;
    }
    double step = continuity == Continuity.CORRECTED ? 0.5 : 0;
    double shift =
        switch (alternative) {
          case TWO_SIDED -> Math.signum(distance) * step;
          case GREATER -> step;
          case LESS -> -step;
        };
    return alternative.normalPValue((distance - shift) / Math.sqrt(variance));
  }
}
