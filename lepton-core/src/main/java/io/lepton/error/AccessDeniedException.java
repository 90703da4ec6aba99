package io.lepton.error;

/** The access policy does not let this actor do this. Nothing was changed. */
public class AccessDeniedException extends LeptonException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message who asked for what, why it was refused and what to do
   */
  public AccessDeniedException(String message) {
    super(message, null);
  }
}
