package io.lepton.gate;

import io.lepton.error.LeptonException;

/** The rules before a protected alias or stage do not let it move. Nothing was changed. */
public class GateException extends LeptonException {
  private static final long serialVersionUID = 1L;

  private final transient GateReport report;

  /**
   * Creates the exception.
   *
   * @param report what every rule found
   */
  public GateException(GateReport report) {
    super(
        report + "\nmeet the rules, or have an administrator move it with overriding(reason)",
        null);
    this.report = report;
  }

  /**
   * What every rule found.
   *
   * @return also those that pass
   */
  public GateReport report() {
    return report;
  }
}
