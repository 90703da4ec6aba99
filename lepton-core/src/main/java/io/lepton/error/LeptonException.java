package io.lepton.error;

import org.jspecify.annotations.Nullable;

/** The unchecked root of every exception Lepton throws on purpose. */
public abstract class LeptonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what was asked, what was found and what to do
   * @param cause the exception that led here, or null
   */
  protected LeptonException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
