package io.lepton.sign;

import io.lepton.error.LeptonException;
import org.jspecify.annotations.Nullable;

/** A signature does not hold for a model; the message says what was found. */
public final class InvalidSignatureException extends LeptonException {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Reason {
    /** The bundle or the statement in it is not what the specification asks for. */
    MALFORMED,
    /** It may be sound, but needs what is not supported here: another method, hash or format. */
    UNSUPPORTED,
    /** It was made with another key than the one trusted. */
    WRONG_KEY,
    /** The key did not make this signature of this statement. */
    WRONG_SIGNATURE,
    /** The certificate is expired, not meant for signing, or not issued below a trusted root. */
    WRONG_CERTIFICATE,
    /** The signature holds, but the files are not those that were signed. */
    CONTENT_DIFFERS,
    /** There is no signature at all. */
    UNSIGNED
  }

  private final Reason reason;

  /**
   * Creates the exception.
   *
   * @param reason what is wrong
   * @param message what was asked, what was found and what to do
   */
  public InvalidSignatureException(Reason reason, String message) {
    this(reason, message, null);
  }

  /**
   * Creates the exception.
   *
   * @param reason what is wrong
   * @param message what was asked, what was found and what to do
   * @param cause the exception that led here, or null
   */
  public InvalidSignatureException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /**
   * What is wrong.
   *
   * @return the kind of fault
   */
  public Reason reason() {
    return reason;
  }

  static InvalidSignatureException malformed(String message) {
    return new InvalidSignatureException(Reason.MALFORMED, message);
  }
}
