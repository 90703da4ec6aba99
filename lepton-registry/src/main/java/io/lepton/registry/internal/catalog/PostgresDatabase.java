package io.lepton.registry.internal.catalog;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.lepton.error.LeptonException;
import io.lepton.error.StorageException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A pool of connections to one schema of a PostgreSQL database. Thread-safe.
 *
 * <p>Every write is one transaction that first takes an advisory lock named after the schema's own
 * table, so writes happen one after the other: that is serialisable, needs no retry under load, and
 * makes the order of sequences the order of commits, which readers of streams rely on. It runs at
 * READ COMMITTED, since a snapshot taken before the lock was granted would be too old. Every read
 * is one statement.
 */
final class PostgresDatabase implements Database {
  private static final int RACES = 20;
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(200);

  /**
   * Bounds how long a lock is waited for, lets the server end a transaction whose client vanished
   * with the lock, and never trusts a COMMIT that was not flushed. What is asked here is always a
   * few rows by an index; a planner without statistics yet, as of a table that grew a minute ago,
   * would take the table for small and read all of it (measured: 89 ms instead of 4 for a page of a
   * log), so it is told not to, nor to compile what it then thinks expensive.
   */
  private static final String SETTINGS =
      "SELECT set_config('enable_seqscan', 'off', false),"
          + " set_config('enable_hashjoin', 'off', false),"
          + " set_config('enable_mergejoin', 'off', false),"
          + " set_config('jit', 'off', false),"
          + " set_config('lock_timeout', '60s', false),"
          + " set_config('idle_in_transaction_session_timeout', '60s', false),"
          + " CASE current_setting('synchronous_commit') WHEN 'off'"
          + " THEN set_config('synchronous_commit', 'on', false) END";

  private static final String LOCK =
      "SELECT pg_advisory_xact_lock(CAST(? AS int4),"
          + " CAST(CAST(CAST('version' AS regclass) AS oid) AS int4))";

  private final HikariDataSource pool;
  private final String where;
  private final Duration patience;
  private final ReentrantLock writing = new ReentrantLock();
  private Ticket ticket = new Ticket();

  private PostgresDatabase(HikariDataSource pool, String where, Duration patience) {
    this.pool = pool;
    this.where = where;
    this.patience = patience;
  }

  /**
   * Opens a schema, made if absent, and brings its tables up to date.
   *
   * @param source gives connections, which are kept in a pool of our own
   * @param schema letters, digits and {@code _} only
   * @param connections most that are open at once
   * @param patience how long a connection is waited for
   */
  static PostgresDatabase open(
      DataSource source, String schema, int connections, Duration patience) {
    String where = "schema " + schema + " of a PostgreSQL database";
    HikariDataSource pool = null;
    try {
      new PostgresSchema(source, schema, where).migrate();
      HikariConfig config = new HikariConfig();
      config.setPoolName("lepton-" + schema);
      config.setDataSource(source);
      config.setSchema(schema);
      config.setConnectionInitSql(SETTINGS);
      config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
      config.setReadOnly(false);
      config.setMaximumPoolSize(connections);
      config.setMinimumIdle(0);
      config.setIdleTimeout(TimeUnit.MINUTES.toMillis(1));
      config.setConnectionTimeout(patience.toMillis());
      pool = new HikariDataSource(config);
      PostgresDatabase database = new PostgresDatabase(pool, where, patience);
      database.write(Ticket::forgetOld);
      return database;
    } catch (SQLException e) {
      throw PostgresErrors.translate(where, e);
    } catch (HikariPool.PoolInitializationException e) {
      throw e.getCause() instanceof SQLException sql ? PostgresErrors.translate(where, sql) : e;
    } catch (LeptonException e) {
      if (pool != null) {
        pool.close();
      }
      throw e;
    }
  }

  @Override
  public Dialect dialect() {
    return Dialect.POSTGRESQL;
  }

  @Override
  public <T> T read(Work<T> work) {
    try {
      return readOnce(work);
    } catch (SQLException e) {
      if (PostgresErrors.isConnectionLost(e) && !pool.isClosed()) {
        forgetConnections();
        try {
          return readOnce(work); // the server came back since the pool last looked
        } catch (SQLException again) {
          again.addSuppressed(e);
          throw PostgresErrors.translate(where, again);
        }
      }
      throw PostgresErrors.translate(where, e);
    }
  }

  private <T> T readOnce(Work<T> work) throws SQLException {
    try (Connection connection = connect()) {
      return work.with(new Session(connection, Dialect.POSTGRESQL));
    }
  }

  @Override
  public <T> T snapshot(Work<T> work) {
    // The pool puts the settings back when the connection is closed, and rolls back.
    try (Connection connection = connect()) {
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setAutoCommit(false);
      T result = work.with(new Session(connection, Dialect.POSTGRESQL));
      connection.commit();
      return result;
    } catch (SQLException e) {
      throw PostgresErrors.translate(where, e);
    }
  }

  private Connection connect() throws SQLException {
    if (pool.isClosed()) {
      throw new StorageException(
          StorageException.Kind.PERMANENT,
          "catalogue " + where + " is closed; open it again",
          null);
    }
    return pool.getConnection();
  }

  /** What broke one connection, such as a restart of the server, has broken the others too. */
  private void forgetConnections() {
    pool.getHikariPoolMXBean().softEvictConnections();
  }

  @Override
  public void write(Change change) {
    writing.lock(); // one connection of this process waits for the lock, the others can read
    try {
      boolean reconnected = false;
      for (int race = 0; ; race++) {
        try {
          writeOnce(change);
          return;
        } catch (NotCommittedException e) {
          boolean again =
              (PostgresErrors.isRace(e) && race < RACES)
                  || (PostgresErrors.isConnectionLost(e) && !reconnected && !pool.isClosed());
          if (!again) {
            throw e;
          }
          if (PostgresErrors.isConnectionLost(e)) {
            reconnected = true;
            forgetConnections();
          }
          pause(race, e);
        }
      }
    } finally {
      writing.unlock();
    }
  }

  private void writeOnce(Change change) {
    boolean committing = false;
    Connection connection = null;
    try {
      connection = connect();
      connection.setAutoCommit(false);
      Session session = new Session(connection, Dialect.POSTGRESQL);
      session.first(LOCK, row -> true, SqliteSchema.APPLICATION_ID);
      change.with(session);
      ticket.use(session);
      committing = true;
      connection.commit();
      ticket.committed();
    } catch (SQLException e) {
      if (committing && !PostgresErrors.isRolledBack(e)) {
        requireCommitted(e);
      } else {
        rollback(connection, e);
        LeptonException failure = PostgresErrors.translate(where, e);
        throw failure instanceof StorageException storage
            ? new NotCommittedException(storage)
            : failure;
      }
    } catch (Throwable e) { // an Error too must not leave the transaction open
      rollback(connection, e);
      throw e;
    } finally {
      close(connection);
    }
  }

  /** Asks, once the lost transaction is over, whether it happened; throws unless it did. */
  private void requireCommitted(SQLException lost) {
    long deadline = System.nanoTime() + patience.toNanos();
    for (int attempt = 0; ; attempt++) {
      try (Connection connection = connect()) {
        connection.setAutoCommit(false);
        Session session = new Session(connection, Dialect.POSTGRESQL);
        // Held by the lost transaction until the server has committed or dropped it.
        session.first(LOCK, row -> true, SqliteSchema.APPLICATION_ID);
        boolean happened = ticket.wasUsed(session);
        connection.rollback();
        if (happened) {
          ticket.committed();
          return;
        }
        throw new NotCommittedException(
            new StorageException(
                StorageException.Kind.TRANSIENT,
                "catalogue "
                    + where
                    + ": the connection was lost in a COMMIT, which did not happen; try again: "
                    + lost.getMessage(),
                lost));
      } catch (SQLException e) {
        lost.addSuppressed(e);
        forgetConnections();
        if (System.nanoTime() > deadline || pool.isClosed()) {
          ticket = new Ticket(); // the old one may or may not have been used
          throw new StorageException(
              StorageException.Kind.TRANSIENT,
              "catalogue "
                  + where
                  + ": the connection was lost in a COMMIT, and the server cannot be asked whether"
                  + " it happened; look before trying again: "
                  + lost.getMessage(),
              lost);
        }
        pause(attempt, lost);
      }
    }
  }

  private void pause(int attempt, Exception why) {
    try {
      Thread.sleep(Math.min(1L << Math.min(attempt, 10), LONGEST_PAUSE.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw why instanceof LeptonException lepton
          ? lepton
          : new StorageException(
              StorageException.Kind.TRANSIENT, "interrupted after " + why.getMessage(), why);
    }
  }

  private static void rollback(@Nullable Connection connection, Throwable cause) {
    if (connection != null) {
      try {
        connection.rollback();
      } catch (SQLException e) {
        cause.addSuppressed(e);
      }
    }
  }

  private static void close(@Nullable Connection connection) {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        LoggerFactory.getLogger(PostgresDatabase.class).debug("closing a connection failed", e);
      }
    }
  }

  @Override
  public void close() {
    writing.lock();
    try {
      pool.close();
    } finally {
      writing.unlock();
    }
  }
}
