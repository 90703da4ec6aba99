package io.lepton.error;

import org.jspecify.annotations.Nullable;

/** A training or inference engine failed or is not usable here. */
public class EngineException extends LeptonException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what was asked, what was found and what to do
   */
  public EngineException(String message) {
    super(message, null);
  }

  /**
   * Creates the exception.
   *
   * @param message what was asked, what was found and what to do
   * @param cause the exception that led here, or null
   */
  public EngineException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
