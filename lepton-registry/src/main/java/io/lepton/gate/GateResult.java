package io.lepton.gate;

import java.util.Objects;

/**
 * What one rule found.
 *
 * @param gate the rule
 * @param finding what it found
 */
public record GateResult(Gate gate, Finding finding) {
  /** {@inheritDoc} */
  public GateResult {
    Objects.requireNonNull(gate);
    Objects.requireNonNull(finding);
  }

  /** Verdict, rule, what was found and what to do, in one line. */
  @Override
  public String toString() {
    return finding.verdict()
        + ": "
        + gate.describe()
        + "; found "
        + finding.found()
        + (finding.advice().isEmpty() ? "" : "; " + finding.advice());
  }
}
