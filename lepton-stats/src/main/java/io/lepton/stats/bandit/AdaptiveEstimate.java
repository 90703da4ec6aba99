package io.lepton.stats.bandit;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.Normal;
import java.util.List;

/**
 * What an arm earns per case, from the log of a bandit that learned on the way. The plain mean of
 * an arm's rewards is biased there, mostly downwards: an arm with bad luck is hardly chosen again,
 * and its bad luck stays (Nie, Tian, Taylor and Zou 2018). This estimate corrects by the
 * propensities (Hadad, Hirshberg, Zhan, Wager and Athey 2021): with {@code eₜ} the arm's propensity
 * and {@code qₜ} its prediction before choice t, it is {@code Σ hₜ Γₜ / Σ hₜ} of the scores {@code
 * Γₜ = qₜ + 1{chosen} (rₜ − qₜ) / eₜ} with weights {@code hₜ = √eₜ}, under which every term varies
 * alike, so that the error {@code √Σ hₜ² (Γₜ − estimate)² / Σ hₜ} makes a normal interval that
 * holds for large logs.
 *
 * <p>It holds the less the rarer the arm could be chosen: keep every propensity above 0.01, say.
 * Units must be independent, and rewards must not drift. Immutable and safe for use by many
 * threads.
 */
public final class AdaptiveEstimate {
  private static final AdaptiveEstimate DEFAULT = new AdaptiveEstimate(0.95);

  private final double level;

  private AdaptiveEstimate(double level) {
    this.level = level;
  }

  /**
   * What was estimated.
   *
   * @param value reward per case
   * @param standardError of the value
   * @param interval around it
   * @param effectiveCases {@code (Σ √eₜ)² / n}: as many cases of this arm alone; below 100 the
   *     interval is not to be trusted
   */
  public record Result(
      double value, double standardError, Interval interval, double effectiveCases) {}

  /**
   * With intervals of 95 %.
   *
   * @return the method
   */
  public static AdaptiveEstimate withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the level of the interval.
   *
   * @param value between 0 and 1
   * @return a new method
   */
  public AdaptiveEstimate withLevel(double value) {
    return new AdaptiveEstimate(Checks.inside("level", value));
  }

  /**
   * Estimates one arm.
   *
   * @param log at least two lines, in any order
   * @param arm from 0
   * @return the estimate
   * @throws InvalidInputException if there are too few lines, no such arm, or it was never chosen
   */
  public Result estimate(List<LoggedDecision> log, int arm) {
    if (log.size() < 2) {
      throw new InvalidInputException(
          "a log of " + log.size() + " lines; expected at least two, better thousands");
    }
    double weights = 0;
    double earned = 0;
    boolean chosen = false;
    for (LoggedDecision line : log) {
      BanditState.requireArm(arm, line.propensities().size());
      double weight = Math.sqrt(line.propensities().get(arm));
      weights += weight;
      earned += weight * score(line, arm);
      chosen |= line.arm() == arm;
    }
    if (!chosen) {
      throw new InvalidInputException(
          "arm "
              + arm
              + " was chosen in none of "
              + log.size()
              + " lines; the log says nothing of it");
    }
    double value = earned / weights;
    double squares = 0;
    for (LoggedDecision line : log) {
      double off = score(line, arm) - value;
      squares += line.propensities().get(arm) * off * off;
    }
    double error = Math.sqrt(squares) / weights;
    double reach = error * Normal.critical(level);
    return new Result(
        value,
        error,
        new Interval(value - reach, value + reach, level, "adaptively weighted AIPW"),
        weights * weights / log.size());
  }

  private static double score(LoggedDecision line, int arm) {
    double predicted = line.predicted().get(arm);
    return line.arm() == arm
        ? predicted + (line.reward() - predicted) / line.propensities().get(arm)
        : predicted;
  }
}
