package io.lepton.error;

import org.jspecify.annotations.Nullable;

/**
 * The caller's arguments or data do not fit; nothing was changed. Trying again unchanged cannot
 * help.
 */
public class InvalidInputException extends LeptonException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what was asked, what was found and what to do
   */
  public InvalidInputException(String message) {
    super(message, null);
  }

  /**
   * Creates the exception.
   *
   * @param message what was asked, what was found and what to do
   * @param cause the exception that led here, or null
   */
  public InvalidInputException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
