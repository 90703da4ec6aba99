package io.lepton.error;

import org.jspecify.annotations.Nullable;

/** Stored data names a format version newer than this Lepton knows; the data is not damaged. */
public class FormatTooNewException extends LeptonException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what was asked, what was found and what to do
   */
  public FormatTooNewException(String message) {
    super(message, null);
  }

  /**
   * Creates the exception.
   *
   * @param message what was asked, what was found and what to do
   * @param cause the exception that led here, or null
   */
  public FormatTooNewException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
