package io.lepton.error;

import org.jspecify.annotations.Nullable;

/** A name or id that must be new is taken; nothing was changed. */
public class AlreadyExistsException extends LeptonException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what was asked, what was found and what to do
   */
  public AlreadyExistsException(String message) {
    super(message, null);
  }

  /**
   * Creates the exception.
   *
   * @param message what was asked, what was found and what to do
   * @param cause the exception that led here, or null
   */
  public AlreadyExistsException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
