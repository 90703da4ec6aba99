package io.lepton.error;

import org.jspecify.annotations.Nullable;

/**
 * A compare-and-set lost: the state is not what the caller expected. Read again and decide again.
 */
public class ConflictException extends LeptonException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what was asked, what was found and what to do
   */
  public ConflictException(String message) {
    super(message, null);
  }

  /**
   * Creates the exception.
   *
   * @param message what was asked, what was found and what to do
   * @param cause the exception that led here, or null
   */
  public ConflictException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
