package io.lepton.experiment;

import io.lepton.model.Interval;
import io.lepton.stats.sequential.AdjustedEstimate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A treatment against the control on the primary metric.
 *
 * <p>The finding follows from the p-value as corrected for the treatments, in a Bayesian plan from
 * the posterior. p-value and interval are the plan's: of this one look for a fixed horizon, valid
 * at all planned looks together (repeated) or at any time (confidence sequence) otherwise; in a
 * Bayesian plan the p-value is of this one look, for information, and the interval is credible. The
 * interval is at {@link Design#intervalLevel}, which Holm's correction improves on, and may be made
 * by another method (Newcombe for proportions), so right at the edge the two may disagree; reports
 * say so where it happens.
 *
 * @param treatment the arm compared
 * @param test its name
 * @param difference treatment minus control, in the metric's units
 * @param standardError of the difference
 * @param interval of the difference
 * @param relativeLift difference by the size of the control's mean, or null where that is 0
 * @param pValue two-sided, of no difference
 * @param adjustedPValue the same, corrected for the number of treatments
 * @param finding at the design's α, or by the posterior
 * @param posterior of a Bayesian plan, null for others
 * @param adjusted what can be said after a planned look that showed a difference, where the plain
 *     estimate is biased away from zero; null elsewhere
 */
public record Comparison(
    Variant treatment,
    String test,
    double difference,
    double standardError,
    Interval interval,
    @Nullable Double relativeLift,
    double pValue,
    double adjustedPValue,
    Finding finding,
    @Nullable Posterior posterior,
    @Nullable AdjustedEstimate adjusted) {
  /**
   * The difference relative to the control.
   *
   * @return such as 0.05 for 5 % more; empty if the control's mean is 0
   */
  public Optional<Double> findRelativeLift() {
    return Optional.ofNullable(relativeLift);
  }

  /**
   * What a Bayesian plan says.
   *
   * @return empty for other plans
   */
  public Optional<Posterior> findPosterior() {
    return Optional.ofNullable(posterior);
  }

  /**
   * What can be said after a planned look that showed a difference.
   *
   * @return median-unbiased estimate with its interval; empty elsewhere
   */
  public Optional<AdjustedEstimate> findAdjusted() {
    return Optional.ofNullable(adjusted);
  }
}
