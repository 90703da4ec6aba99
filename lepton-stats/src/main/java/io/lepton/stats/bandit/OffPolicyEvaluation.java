package io.lepton.stats.bandit;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.Normal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a policy would have earned per case, from the log of another one. Weights are {@code wᵢ =
 * π(aᵢ) / pᵢ}; the intervals are normal, for logs of many independent cases. The logging policy may
 * have learned on the way: the estimates of IPS and the doubly robust one stay unbiased, the
 * intervals hold for large logs only if propensities stay away from 0.
 *
 * <p>Nothing can be said of arms that the log could not choose: if weights average significantly
 * less than 1, or lines without any weight are all there is, the result says so. Immutable and safe
 * for use by many threads.
 */
public final class OffPolicyEvaluation {
  private static final OffPolicyEvaluation DEFAULT = new OffPolicyEvaluation(0.95);

  /** Weights average 1 in expectation; this many standard errors below are not chance. */
  private static final double SURE = 4;

  /** Below this many effective cases the normal interval is not to be trusted. */
  private static final double FEW = 100;

  private final double level;

  private OffPolicyEvaluation(double level) {
    this.level = level;
  }

  /** What is doubtful about an estimate. */
  public enum Warning {
    /** Arms the policy wants were never, or hardly ever, chosen: the estimate misses them. */
    LACK_OF_SUPPORT,
    /** Few lines carry most of the weight: the interval is too narrow. */
    FEW_EFFECTIVE_CASES
  }

  /**
   * What was estimated.
   *
   * @param value reward per case
   * @param standardError of the value
   * @param interval around it
   * @param n lines of the log
   * @param effectiveSampleSize {@code (Σ w)² / Σ w²}: as many equally weighted lines
   * @param meanWeight about 1 if the log supports the policy
   * @param largestWeight of a line
   * @param warnings what is doubtful, in the order of {@link Warning}
   */
  public record Result(
      double value,
      double standardError,
      Interval interval,
      int n,
      double effectiveSampleSize,
      double meanWeight,
      double largestWeight,
      List<Warning> warnings) {
    /** {@inheritDoc} */
    public Result {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * With intervals of 95 %.
   *
   * @return the method
   */
  public static OffPolicyEvaluation withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the level of the interval.
   *
   * @param value between 0 and 1
   * @return a new method
   */
  public OffPolicyEvaluation withLevel(double value) {
    return new OffPolicyEvaluation(Checks.inside("level", value));
  }

  /**
   * Inverse propensity score: the mean of {@code w r} (Horvitz and Thompson 1952). Unbiased; a few
   * large weights make it noisy.
   *
   * @param log at least two lines
   * @return the estimate
   * @throws InvalidInputException if there are too few lines, or none has any weight
   */
  public Result ips(List<LoggedChoice> log) {
    return ofMean(log, line -> line.weight() * line.reward(), "IPS");
  }

  /**
   * Self-normalised: {@code Σ w r / Σ w} (Swaminathan and Joachims 2015). Stays within the range of
   * rewards, is less noisy, and has a bias that vanishes as one by n.
   *
   * @param log at least two lines
   * @return the estimate, its error by the delta method
   * @throws InvalidInputException if there are too few lines, or none has any weight
   */
  public Result snips(List<LoggedChoice> log) {
    Weights weights = Weights.of(log);
    double earned = 0;
    for (LoggedChoice line : log) {
      earned += line.weight() * line.reward();
    }
    double value = earned / weights.sum;
    double squares = 0;
    for (LoggedChoice line : log) {
      double off = line.weight() * (line.reward() - value);
      squares += off * off;
    }
    return result(weights, value, Math.sqrt(squares) / weights.sum, "SNIPS");
  }

  /**
   * Doubly robust: the mean of {@code Σ π(a) q(a) + w (r − q(aᵢ))} (Dudík, Langford and Li 2011).
   * Unbiased whatever the model q, and the less noisy the better it is.
   *
   * @param log at least two lines, all with predicted rewards
   * @return the estimate
   * @throws InvalidInputException if there are too few lines, a line has no prediction, or none has
   *     any weight
   */
  public Result doublyRobust(List<LoggedChoice> log) {
    for (int i = 0; i < log.size(); i++) {
      if (log.get(i).predicted().isEmpty()) {
        throw new InvalidInputException(
            "line " + i + " of the log has no predicted rewards; use ips or snips without a model");
      }
    }
    return ofMean(log, OffPolicyEvaluation::corrected, "doubly robust");
  }

  private static double corrected(LoggedChoice line) {
    double expected = 0;
    for (int arm = 0; arm < line.target().size(); arm++) {
      expected += line.target().get(arm) * line.predicted().get(arm);
    }
    return expected + line.weight() * (line.reward() - line.predicted().get(line.arm()));
  }

  private Result ofMean(
      List<LoggedChoice> log, ToDoubleFunction<LoggedChoice> term, String method) {
    Weights weights = Weights.of(log);
    double[] terms = log.stream().mapToDouble(term).toArray();
    SampleSummary summary = SampleSummary.of(terms);
    return result(weights, summary.mean(), Math.sqrt(summary.variance() / terms.length), method);
  }

  private Result result(Weights weights, double value, double error, String method) {
    double reach = error * Normal.critical(level);
    return new Result(
        value,
        error,
        new Interval(value - reach, value + reach, level, method),
        weights.n,
        weights.effective(),
        weights.mean(),
        weights.largest,
        weights.warnings());
  }

  private record Weights(int n, double sum, double squares, double largest) {
    static Weights of(List<LoggedChoice> log) {
      if (log.size() < 2) {
        throw new InvalidInputException(
            "a log of " + log.size() + " lines; expected at least two, better thousands");
      }
      double sum = 0;
      double squares = 0;
      double largest = 0;
      for (LoggedChoice line : log) {
        double weight = line.weight();
        sum += weight;
        squares += weight * weight;
        largest = Math.max(largest, weight);
      }
      if (!(sum > 0)) {
        throw new InvalidInputException(
            "the policy would have made none of the "
                + log.size()
                + " logged choices; the log says nothing of it");
      }
      return new Weights(log.size(), sum, squares, largest);
    }

    double mean() {
      return sum / n;
    }

    double effective() {
      return sum * sum / squares;
    }

    List<Warning> warnings() {
      List<Warning> warnings = new ArrayList<>();
      double variance = Math.max(0, squares / n - mean() * mean());
      // 1e-9: target probabilities may sum to a little less than 1
      if (mean() < 1 - 1e-9 - SURE * Math.sqrt(variance / n)) {
        warnings.add(Warning.LACK_OF_SUPPORT);
      }
      if (effective() < FEW) {
        warnings.add(Warning.FEW_EFFECTIVE_CASES);
      }
      return warnings;
    }
  }
}
