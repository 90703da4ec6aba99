package io.lepton.stats.bandit;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.internal.Checks;

/**
 * What an arm has earned. A sum, so that shards and replays can be merged.
 *
 * @param pulls rewards learned, at least 0
 * @param sum of the rewards
 * @param sumOfSquares of the rewards
 */
public record ArmStatistics(long pulls, double sum, double sumOfSquares) {
  /** Nothing yet. */
  public static final ArmStatistics NONE = new ArmStatistics(0, 0, 0);

  /** {@inheritDoc} */
  public ArmStatistics {
    if (pulls < 0) {
      throw new InvalidInputException("an arm with " + pulls + " pulls; expected 0 or more");
    }
    Checks.finite("sum of rewards", sum);
    if (!(Checks.finite("sum of squared rewards", sumOfSquares) >= 0)
        || (pulls == 0 && (sum != 0 || sumOfSquares != 0))) {
      throw new InvalidInputException(
          pulls + " pulls with rewards summing to " + sum + ", squares to " + sumOfSquares);
    }
  }

  /**
   * With one more reward.
   *
   * @param reward finite
   * @return new statistics
   */
  public ArmStatistics plus(double reward) {
    Checks.finite("reward", reward);
    return new ArmStatistics(pulls + 1, sum + reward, sumOfSquares + reward * reward);
  }

  /**
   * With those of other choices.
   *
   * @param other of the same arm
   * @return of both
   */
  public ArmStatistics plus(ArmStatistics other) {
    return new ArmStatistics(
        Math.addExact(pulls, other.pulls), sum + other.sum, sumOfSquares + other.sumOfSquares);
  }

  /**
   * The mean reward.
   *
   * @return 0 if there is none
   */
  public double mean() {
    return pulls == 0 ? 0 : sum / pulls;
  }
}
