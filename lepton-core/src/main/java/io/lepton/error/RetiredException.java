package io.lepton.error;

import org.jspecify.annotations.Nullable;

/** The version's weights were destroyed on purpose; its record remains. */
public class RetiredException extends LeptonException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what was asked, what was found and what to do
   */
  public RetiredException(String message) {
    super(message, null);
  }

  /**
   * Creates the exception.
   *
   * @param message what was asked, what was found and what to do
   * @param cause the exception that led here, or null
   */
  public RetiredException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
