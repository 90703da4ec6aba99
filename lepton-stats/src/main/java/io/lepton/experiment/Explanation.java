package io.lepton.experiment;

import io.lepton.model.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One treatment's evidence in sentences. */
final class Explanation {
  private Explanation() {}

  static List<String> of(Design design, Comparison comparison, List<GuardrailCheck> checks) {
    List<String> sentences = new ArrayList<>();
    sentences.add(primary(design, comparison));
    comparison
        .findAdjusted()
        .ifPresent(
            adjusted ->
                sentences.add(
                    "Looks that may stop favour large estimates; allowing for that, the difference"
                        + " is "
                        + Numbers.signed(adjusted.estimate())
                        + " "
                        + Numbers.of(adjusted.interval())
                        + " (median-unbiased, stagewise ordering)."));
    if (comparison.finding() == Finding.INCONCLUSIVE) {
      sentences.add(ruledOut(design, comparison));
    }
    boolean excludesZero = !comparison.interval().contains(0);
    if (comparison.posterior() == null
        && excludesZero != (comparison.finding() != Finding.INCONCLUSIVE)) {
      sentences.add(
          "The interval "
              + (excludesZero ? "excludes" : "includes")
              + " 0 although the p-value says otherwise: they come from different approximations"
              + " and this is the very edge; the p-value decides, as agreed.");
    }
    checks.forEach(check -> sentences.add(guardrail(check)));
    return sentences;
  }

  private static String primary(Design design, Comparison comparison) {
    String what =
        switch (comparison.finding()) {
          case BETTER -> "is better than";
          case WORSE -> "is worse than";
          case EQUIVALENT -> "is as good as equal to";
          case INCONCLUSIVE -> "is not shown to differ from";
        };
    return comparison.treatment()
        + " "
        + what
        + " "
        + design.control()
        + " on \""
        + design.primary().name()
        + "\": difference "
        + Numbers.signed(comparison.difference())
        + " "
        + Numbers.of(comparison.interval())
        + ", "
        + evidence(design, comparison)
        + " ("
        + comparison.test()
        + ").";
  }

  private static String evidence(Design design, Comparison comparison) {
    Posterior posterior = comparison.posterior();
    if (posterior != null) {
      return "probability of being better "
          + Numbers.of(posterior.probabilityBetter())
          + ", expected loss by shipping "
          + Numbers.of(posterior.expectedLoss());
    }
    return (design.treatments().size() > 1
            ? design.plan().correction().toString().charAt(0)
                + design.plan().correction().toString().substring(1).toLowerCase(Locale.ROOT)
                + "-adjusted "
            : "")
        + Numbers.pValue(comparison.adjustedPValue())
        + " against α = "
        + Numbers.of(design.alpha());
  }

  private static String ruledOut(Design design, Comparison comparison) {
    Interval interval = comparison.interval();
    double gain =
        Math.max(design.primary().gain(interval.low()), design.primary().gain(interval.high()));
    double loss =
        Math.max(-design.primary().gain(interval.low()), -design.primary().gain(interval.high()));
    return "Inconclusive: there is no evidence of a difference at this size, which is not evidence"
        + " of no difference. At "
        + Numbers.percent(interval.level())
        + " confidence a gain above "
        + Numbers.of(Math.max(0, gain))
        + " and a loss above "
        + Numbers.of(Math.max(0, loss))
        + " are ruled out; the experiment was planned for a gain of "
        + Numbers.of(design.minimumDetectableEffect())
        + ".";
  }

  private static String guardrail(GuardrailCheck check) {
    String start = "Guardrail \"" + check.metric().name() + "\" of " + check.treatment() + ": ";
    Interval interval = check.interval();
    Double difference = check.difference();
    if (interval == null || difference == null) {
      return start + "cannot be computed (fewer than two units, or all numbers equal).";
    }
    String shown =
        switch (check.status()) {
          case PASS -> "passes, harm beyond the margin is ruled out";
          case FAIL -> "fails, the harm exceeds the margin";
          case INCONCLUSIVE -> "inconclusive, harm beyond the margin is not ruled out";
        };
    return start
        + shown
        + ": difference "
        + Numbers.signed(difference)
        + " "
        + Numbers.of(interval)
        + ", margin "
        + Numbers.of(check.metric().findMargin().orElseThrow())
        + ".";
  }
}
