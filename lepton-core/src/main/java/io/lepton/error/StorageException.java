package io.lepton.error;

import org.jspecify.annotations.Nullable;

/**
 * A storage medium failed: disk, database or remote store. The {@link #kind} says whether trying
 * again can help.
 */
public class StorageException extends LeptonException {
  private static final long serialVersionUID = 1L;

  /** Whether the same operation may succeed later. */
  public enum Kind {
    /** Time-outs, busy locks, throttling: try again with backoff. */
    TRANSIENT,
    /** Full disk, missing permission, failed fsync: someone must act first. */
    PERMANENT
  }

  private final Kind kind;

  /**
   * Creates the exception.
   *
   * @param kind whether trying again can help
   * @param message what was asked, what was found and what to do
   * @param cause the exception that led here, or null
   */
  public StorageException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /**
   * Says whether the same operation may succeed later.
   *
   * @return the kind of failure
   */
  public Kind kind() {
    return kind;
  }
}
