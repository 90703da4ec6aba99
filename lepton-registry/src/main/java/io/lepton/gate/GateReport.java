package io.lepton.gate;

import io.lepton.spi.Ref;
import java.util.List;
import java.util.Objects;

/**
 * What all rules before a ref say of a version.
 *
 * @param ref that would move
 * @param version where to, for people
 * @param results one for each rule, in their order; none if the ref is not protected
 */
public record GateReport(Ref ref, String version, List<GateResult> results) {
  /** {@inheritDoc} */
  public GateReport {
    Objects.requireNonNull(ref);
    Objects.requireNonNull(version);
    results = List.copyOf(results);
  }

  /**
   * What follows from all: a fail if one fails, else inconclusive if one is, else a pass.
   *
   * @return the verdict
   */
  public Verdict verdict() {
    Verdict verdict = Verdict.PASS;
    for (GateResult result : results) {
      if (result.finding().verdict() == Verdict.FAIL) {
        return Verdict.FAIL;
      }
      if (result.finding().verdict() == Verdict.INCONCLUSIVE) {
        verdict = Verdict.INCONCLUSIVE;
      }
    }
    return verdict;
  }

  /** The verdict, and a line for each rule. */
  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder().append(ref).append(" to ").append(version).append(": ");
    text.append(verdict());
    results.forEach(result -> text.append("\n  ").append(result));
    return text.toString();
  }
}
