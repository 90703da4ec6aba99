package io.lepton.registry.internal.catalog;

import java.sql.SQLException;

/** Runs work on connections it owns. Thread-safe. */
interface Database extends AutoCloseable {
  /** Reads something. */
  @FunctionalInterface
  interface Work<T> {
    T with(Session session) throws SQLException;
  }

  /** Changes something; may be run again if it certainly did not happen. */
  @FunctionalInterface
  interface Change {
    void with(Session session) throws SQLException;
  }

  Dialect dialect();

  /** Runs statements that only read; each sees one state. */
  <T> T read(Work<T> work);

  /** Runs any number of statements that only read and all see the same state; runs once. */
  <T> T snapshot(Work<T> work);

  /** Runs a transaction: all or nothing, durable on return, after all others of any process. */
  void write(Change change);

  @Override
  void close();
}
