package io.lepton.stats.bandit;

import io.lepton.error.InvalidInputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * All that a bandit without context has learned; what to store. States of bandits with the same
 * arms merge by adding, in any order up to rounding.
 *
 * @param arms at least two
 */
public record BanditState(List<ArmStatistics> arms) {
  private static final int LEAST = 2;

  /** {@inheritDoc} */
  public BanditState {
    arms = List.copyOf(arms);
    if (arms.size() < LEAST) {
      throw new InvalidInputException(arms.size() + " arms; expected at least " + LEAST);
    }
  }

  /**
   * Nothing learned.
   *
   * @param arms how many, at least two
   * @return the state
   */
  public static BanditState ofArms(int arms) {
    return new BanditState(Collections.nCopies(Math.max(0, arms), ArmStatistics.NONE));
  }

  /**
   * With one more reward.
   *
   * @param arm from 0
   * @param reward finite
   * @return a new state
   * @throws InvalidInputException if there is no such arm
   */
  public BanditState plus(int arm, double reward) {
    requireArm(arm, arms.size());
    List<ArmStatistics> changed = new ArrayList<>(arms);
    changed.set(arm, arms.get(arm).plus(reward));
    return new BanditState(changed);
  }

  static void requireArm(int arm, int arms) {
    if (arm < 0 || arm >= arms) {
      throw new InvalidInputException("arm " + arm + "; there are arms 0 to " + (arms - 1));
    }
  }

  /**
   * With what another has learned since both were empty.
   *
   * @param other of the same arms
   * @return a new state
   * @throws InvalidInputException if it has another number of arms
   */
  public BanditState plus(BanditState other) {
    if (other.arms.size() != arms.size()) {
      throw new InvalidInputException(
          "states of " + arms.size() + " and " + other.arms.size() + " arms do not merge");
    }
    List<ArmStatistics> merged = new ArrayList<>();
    for (int i = 0; i < arms.size(); i++) {
      merged.add(arms.get(i).plus(other.arms.get(i)));
    }
    return new BanditState(merged);
  }

  /**
   * Rewards learned.
   *
   * @return of all arms
   */
  public long totalPulls() {
    return arms.stream().mapToLong(ArmStatistics::pulls).sum();
  }
}
