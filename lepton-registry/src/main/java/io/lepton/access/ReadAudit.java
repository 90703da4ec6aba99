package io.lepton.access;

/** Which reads are written to the audit log. Writes always are. */
public enum ReadAudit {
  /** Reads that were denied. */
  DENIED,
  /** Also each loading of weights that was allowed, which then costs a transaction. */
  LOADS
}
