package io.lepton.error;

import org.jspecify.annotations.Nullable;

/** What was asked for by name or id does not exist; the message lists what does. */
public class NotFoundException extends LeptonException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what was asked, what was found and what to do
   */
  public NotFoundException(String message) {
    super(message, null);
  }

  /**
   * Creates the exception.
   *
   * @param message what was asked, what was found and what to do
   * @param cause the exception that led here, or null
   */
  public NotFoundException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
