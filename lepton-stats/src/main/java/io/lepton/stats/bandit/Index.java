package io.lepton.stats.bandit;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Policies that choose the arm of the largest index. */
final class Index {
  private Index() {}

  static boolean anyUntried(BanditState state) {
    return state.arms().stream().anyMatch(arm -> arm.pulls() == 0);
  }

  /** Equal shares of the best arms, or of those that were never tried. */
  static double[] best(BanditState state, ToDoubleFunction<ArmStatistics> index) {
    List<ArmStatistics> arms = state.arms();
    boolean untried = anyUntried(state);
    double[] values = new double[arms.size()];
    for (int i = 0; i < values.length; i++) {
      ArmStatistics arm = arms.get(i);
      values[i] = untried ? (arm.pulls() == 0 ? 1 : 0) : index.applyAsDouble(arm);
    }
    return Draw.largest(values);
  }
}
