package io.lepton.registry.internal.catalog;

import io.lepton.error.CorruptDataException;
import io.lepton.error.LeptonException;
import io.lepton.error.StorageException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Connections to one SQLite file: one for writing, guarded, and a pool for reading. Thread-safe.
 *
 * <p>Every write is one IMMEDIATE transaction: a deferred one that reads first and then writes
 * fails when another process wrote in between, and no waiting helps it. Every read is one
 * statement, so it sees one state.
 *
 * <p>The pool is not HikariCP's, whose connections forget their prepared statements when given back
 * and whose pool starts threads: preparing costs more than most of our reads, and opening a small
 * store must stay cheap.
 */
final class SqliteDatabase implements Database {
  private static final Duration BUSY = Duration.ofSeconds(60);
  private static final long RETRY_MILLIS = 10;

  private final Path file;
  private final ReentrantLock writing = new ReentrantLock();
  private final Session writer;
  private final ConcurrentLinkedDeque<Session> idleReaders = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  private SqliteDatabase(Path file, Session writer) {
    this.file = file;
    this.writer = writer;
  }

  /** Opens the file, made if absent, and brings its schema up to date. */
  static SqliteDatabase open(Path file) {
    long deadline = System.nanoTime() + BUSY.toNanos();
    while (true) {
      try {
        Session session = connect(file);
        SqliteDatabase database = new SqliteDatabase(file, session);
        try {
          requireKnown(session, file); // before anything is written
          session.first("PRAGMA journal_mode = WAL", row -> row.getString(1));
          database.write(s -> SqliteSchema.migrate(s, file.toString()));
          return database;
        } catch (LeptonException | SQLException e) {
          database.close();
          throw e;
        }
      } catch (SQLException e) {
        // Two processes that both make the file WAL may lock each other out whatever the time-out.
        if (!isBusy(e) || System.nanoTime() > deadline) {
          throw translate(file, e);
        }
        pause(file, e);
      }
    }
  }

  /** In one transaction: between two reads another process may make the catalogue. */
  private static void requireKnown(Session session, Path file) throws SQLException {
    session.update("BEGIN");
    SqliteSchema.requireKnown(session, file.toString());
    session.update("COMMIT");
  }

  private static void pause(Path file, SQLException why) {
    try {
      Thread.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw translate(file, why);
    }
  }

  private static Session connect(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout((int) BUSY.toMillis());
    config.setSynchronous(SynchronousMode.FULL); // NORMAL may lose the last commits on power loss
    config.enforceForeignKeys(true);
    Session session =
        new Session(
            config.createConnection("jdbc:sqlite:" + file.toAbsolutePath()), Dialect.SQLITE);
    session.update("PRAGMA fullfsync = ON"); // macOS: fsync alone leaves data in the drive's cache
    session.update("PRAGMA checkpoint_fullfsync = ON");
    return session;
  }

  @Override
  public Dialect dialect() {
    return Dialect.SQLITE;
  }

  @Override
  public <T> T read(Work<T> work) {
    Session session = idleReaders.poll();
    try {
      requireOpen();
      if (session == null) {
        session = connect(file);
      }
      T result = work.with(session);
      giveBack(session);
      return result;
    } catch (SQLException e) {
      discard(session);
      throw translate(file, e);
    } catch (RuntimeException e) {
      discard(session);
      throw e;
    }
  }

  @Override
  public <T> T snapshot(Work<T> work) {
    return read(
        session -> {
          session.update("BEGIN"); // the first read takes the state; a failure closes the session
          T result = work.with(session);
          session.update("COMMIT");
          return result;
        });
  }

  private void giveBack(Session session) {
    idleReaders.push(session);
    if (closed && idleReaders.remove(session)) {
      discard(session);
    }
  }

  @Override
  public void write(Change change) {
    boolean committing = false;
    writing.lock();
    try {
      requireOpen();
      try {
        // In words: with auto-commit off, the driver begins the next transaction, and takes its
        // lock, as soon as one ends.
        writer.update("BEGIN IMMEDIATE");
        change.with(writer);
        committing = true;
        writer.update("COMMIT");
      } catch (Throwable e) { // an Error too must not leave the transaction open
        rollback(e);
        throw e;
      }
    } catch (SQLException e) {
      LeptonException failure = translate(file, e);
      // A COMMIT that fails may have reached the disk; nothing before it can have.
      throw !committing && failure instanceof StorageException storage
          ? new NotCommittedException(storage)
          : failure;
    } finally {
      writing.unlock();
    }
  }

  private void rollback(Throwable cause) {
    try {
      writer.update("ROLLBACK");
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new StorageException(
          StorageException.Kind.PERMANENT, "catalogue " + file + " is closed; open it again", null);
    }
  }

  @Override
  public void close() {
    writing.lock();
    try {
      if (!closed) {
        closed = true;
        discard(writer);
        for (Session s = idleReaders.poll(); s != null; s = idleReaders.poll()) {
          discard(s);
        }
      }
    } finally {
      writing.unlock();
    }
  }

  private static void discard(@Nullable Session session) {
    if (session != null) {
      try {
        session.close();
      } catch (SQLException e) {
        LoggerFactory.getLogger(SqliteDatabase.class).debug("closing a connection failed", e);
      }
    }
  }

  private static boolean isBusy(SQLException e) {
    return e instanceof SQLiteException s
        && (primary(s) == SQLiteErrorCode.SQLITE_BUSY.code
            || primary(s) == SQLiteErrorCode.SQLITE_LOCKED.code);
  }

  private static int primary(SQLiteException e) {
    return e.getResultCode().code & 0xFF; // the extended codes keep the primary in the low byte
  }

  private static LeptonException translate(Path file, SQLException e) {
    String message = "catalogue " + file + ": " + e.getMessage() + advice(file, e);
    if (e instanceof SQLiteException s
        && (primary(s) == SQLiteErrorCode.SQLITE_CORRUPT.code
            || primary(s) == SQLiteErrorCode.SQLITE_NOTADB.code)) {
      return new CorruptDataException(message, e);
    }
    return new StorageException(
        isBusy(e) ? StorageException.Kind.TRANSIENT : StorageException.Kind.PERMANENT, message, e);
  }

  private static String advice(Path file, SQLException e) {
    if (!(e instanceof SQLiteException s)) {
      return "";
    }
    int code = primary(s);
    if (code == SQLiteErrorCode.SQLITE_FULL.code) {
      return "; the disk is full: nothing was changed, make room and try again";
    }
    if (code == SQLiteErrorCode.SQLITE_READONLY.code
        || code == SQLiteErrorCode.SQLITE_CANTOPEN.code
        || code == SQLiteErrorCode.SQLITE_PERM.code) {
      return "; is the folder "
          + file.toAbsolutePath().getParent()
          + " read-only? Lepton needs to read and write it and everything in it, also to load";
    }
    return "";
  }
}
