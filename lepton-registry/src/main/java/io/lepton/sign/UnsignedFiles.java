package io.lepton.sign;

/** What happens to files that lie beside those that were signed. */
public enum UnsignedFiles {
  /** They make verifying fail. */
  REFUSED,
  /** They are of no account; all that was signed must still be there, unchanged. */
  IGNORED
}
