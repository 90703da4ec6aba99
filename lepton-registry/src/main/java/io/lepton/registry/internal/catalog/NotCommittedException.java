package io.lepton.registry.internal.catalog;

import io.lepton.error.StorageException;

/** A transaction failed before its commit began, so certainly nothing of it happened. */
public final class NotCommittedException extends StorageException {
  private static final long serialVersionUID = 1L;

  NotCommittedException(StorageException failure) {
    super(failure.kind(), String.valueOf(failure.getMessage()), failure.getCause());
  }
}
