package io.lepton.tune;

import io.lepton.error.LeptonException;

/** Ends a trial that is given up; made by {@link RunningTrial#pruned}. */
public final class PrunedException extends LeptonException {
  private static final long serialVersionUID = 1L;

  PrunedException(String message) {
    super(message, null);
  }
}
