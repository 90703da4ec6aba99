package io.lepton.privacy;

import io.lepton.error.LeptonException;

/** What was asked would cost more privacy than the budget has left; nothing was done. */
public final class BudgetSpentException extends LeptonException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what was asked, what it would come to, and the budget
   */
  public BudgetSpentException(String message) {
    super(message, null);
  }
}
