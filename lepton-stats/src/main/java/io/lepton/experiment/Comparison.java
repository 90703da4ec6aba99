package io.lepton.experiment;

import io.lepton.model.Interval;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A treatment against the control on the primary metric.
 *
 * <p>The finding follows from the adjusted p-value (Holm over the treatments). The interval is at
 * {@link Design#intervalLevel} and made by another method (Newcombe for proportions) or a sharper
 * level (Bonferroni, which Holm improves on), so right at the edge the two may disagree; reports
 * say so where it happens.
 *
 * @param treatment the arm compared
 * @param test its name
 * @param difference treatment minus control, in the metric's units
 * @param interval of the difference
 * @param relativeLift difference by the size of the control's mean, or null where that is 0
 * @param pValue two-sided, of no difference
 * @param adjustedPValue the same, corrected for the number of treatments
 * @param finding at the design's α
 */
public record Comparison(
    Variant treatment,
    String test,
    double difference,
    Interval interval,
    @Nullable Double relativeLift,
    double pValue,
    double adjustedPValue,
    Finding finding) {
  /**
   * The difference relative to the control.
   *
   * @return such as 0.05 for 5 % more; empty if the control's mean is 0
   */
  public Optional<Double> findRelativeLift() {
    return Optional.ofNullable(relativeLift);
  }
}
