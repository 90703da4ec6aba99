package io.lepton.experiment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a treatment stands at some moment.
 *
 * @param comparison on the primary metric, null if nothing can be computed yet
 * @param checks of the guardrails
 */
record Standing(Place place, @Nullable Comparison comparison, List<GuardrailCheck> checks) {
  enum Place {
    /** Better, and harmless: may be shipped. */
    QUALIFIES,
    /** Worse, as good as equal, or harmful. */
    OUT,
    /** Nothing is shown, and hardly will be. */
    FUTILE,
    /** Nothing is settled. */
    OPEN
  }

  static Standing of(Variant treatment, Findings findings) {
    Comparison comparison = findings.comparison(treatment);
    List<GuardrailCheck> checks = findings.guardrails(treatment);
    return new Standing(place(treatment, findings, comparison, checks), comparison, checks);
  }

  private static Place place(
      Variant treatment,
      Findings findings,
      @Nullable Comparison comparison,
      List<GuardrailCheck> checks) {
    if (checks.stream().anyMatch(check -> check.status() == GuardrailCheck.Status.FAIL)) {
      return Place.OUT;
    }
    if (comparison == null || !findings.moment().verdictAllowed()) {
      return Place.OPEN;
    }
    boolean harmless =
        checks.stream().allMatch(check -> check.status() == GuardrailCheck.Status.PASS);
    return switch (comparison.finding()) {
      case BETTER -> harmless ? Place.QUALIFIES : Place.OPEN;
      case WORSE, EQUIVALENT -> Place.OUT;
      case INCONCLUSIVE -> findings.futile().contains(treatment) ? Place.FUTILE : Place.OPEN;
    };
  }
}
