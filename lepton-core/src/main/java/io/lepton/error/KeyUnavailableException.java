package io.lepton.error;

/** What was asked for is encrypted, and its key is not at hand. */
public class KeyUnavailableException extends LeptonException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what is missing.
   *
   * @param message what was asked, which key it needs, what to do
   */
  public KeyUnavailableException(String message) {
    super(message, null);
  }

  /**
   * Says what is missing, and why.
   *
   * @param message what was asked, which key it needs, what to do
   * @param cause the failure behind it
   */
  public KeyUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
