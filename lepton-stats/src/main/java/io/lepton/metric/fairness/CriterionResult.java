package io.lepton.metric.fairness;

import io.lepton.model.Interval;
import io.lepton.model.Measure;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One criterion over all pairs of groups.
 *
 * @param criterion which one
 * @param worst the greatest difference between two groups, or the smallest ratio; null if not
 *     estimable for at least one pair. Its interval follows from those of the pairs, which hold
 *     together, and so is on the safe side
 * @param comparisons of each pair that can be compared
 * @param limit the greatest difference, or smallest ratio, that is allowed; null without one
 * @param verdict on the limit; null without one
 * @param notes what could not be estimated, and why
 */
public record CriterionResult(
    Criterion criterion,
    @Nullable Measure worst,
    List<GroupComparison> comparisons,
    @Nullable Double limit,
    @Nullable FairnessVerdict verdict,
    List<String> notes) {
  /** {@inheritDoc} */
  public CriterionResult {
    comparisons = List.copyOf(comparisons);
    notes = List.copyOf(notes);
  }

  /**
   * The greatest difference or smallest ratio, if every pair could be compared.
   *
   * @return the measure, with its interval, or empty
   */
  public Optional<Measure> findWorst() {
    return Optional.ofNullable(worst);
  }

  /**
   * The verdict, if there is a limit.
   *
   * @return the verdict or empty
   */
  public Optional<FairnessVerdict> findVerdict() {
    return Optional.ofNullable(verdict);
  }

  /**
   * The smallest p-value of the comparisons, which is the criterion's own: Holm's adjustment keeps
   * the error rate of all comparisons together.
   *
   * @return from 0 to 1, or empty without comparisons
   */
  public Optional<Double> pValue() {
    return comparisons.stream().map(GroupComparison::pValue).min(Double::compare);
  }

  static FairnessVerdict judge(Criterion criterion, @Nullable Measure worst, double limit) {
    Interval interval = worst == null ? null : worst.interval();
    if (interval == null) {
      return FairnessVerdict.INCONCLUSIVE;
    }
    if (criterion.isRatio()) {
      return interval.low() >= limit
          ? FairnessVerdict.PASS
          : interval.high() < limit ? FairnessVerdict.FAIL : FairnessVerdict.INCONCLUSIVE;
    }
    return interval.high() <= limit
        ? FairnessVerdict.PASS
        : interval.low() > limit ? FairnessVerdict.FAIL : FairnessVerdict.INCONCLUSIVE;
  }
}
