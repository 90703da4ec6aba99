package io.lepton.audit;

import java.util.Objects;

/**
 * A checkpoint with its signature.
 *
 * @param checkpoint what was signed
 * @param note the signed note, as it is handed on and kept
 */
public record SignedCheckpoint(Checkpoint checkpoint, String note) {
  /** {@inheritDoc} */
  public SignedCheckpoint {
    Objects.requireNonNull(checkpoint);
    Objects.requireNonNull(note);
  }

  static SignedCheckpoint sign(Checkpoint checkpoint, AuditSigner signer) {
    return new SignedCheckpoint(checkpoint, signer.sign(checkpoint.text()));
  }

  /**
   * Reads a note whose signature counts.
   *
   * @param note text and signatures
   * @param key that must have signed it
   * @return the checkpoint
   * @throws io.lepton.error.CorruptDataException if the key did not sign it, or it is no checkpoint
   */
  public static SignedCheckpoint open(String note, AuditKey key) {
    return new SignedCheckpoint(Checkpoint.parse(key.open(note)), note);
  }

  /** Reads a note without looking at who signed it. */
  static SignedCheckpoint unchecked(String note) {
    return new SignedCheckpoint(Checkpoint.parse(SignedNote.parse(note).text()), note);
  }
}
