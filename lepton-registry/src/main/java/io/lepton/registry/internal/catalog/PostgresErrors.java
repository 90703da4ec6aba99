package io.lepton.registry.internal.catalog;

import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.LeptonException;
import io.lepton.error.StorageException;
import io.lepton.error.StorageException.Kind;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL's SQLSTATEs mean to a catalogue (PostgreSQL 14 documentation, Appendix A). The
 * driver's own states for a broken connection are in class 08 too.
 */
final class PostgresErrors {
  private static final String SERIALIZATION_FAILURE = "40001";
  private static final String DEADLOCK = "40P01";
  private static final String COMPLETION_UNKNOWN = "40003";

  /** The server goes, or is not up yet; or it ended this connection. */
  private static final Set<String> SERVER_GONE = Set.of("57P01", "57P02", "57P03", "57P05", "25P03");

  /** Locks and queries that took too long, too many connections, memory. */
  private static final Set<String> PASSING =
      Set.of("55P03", "57014", "53300", "53200", "53000", SERIALIZATION_FAILURE, DEADLOCK);

  private static final String DISK_FULL = "53100";
  private static final String READ_ONLY = "25006";
  private static final String UNSTORABLE_TEXT = "22021";
  private static final String TOO_LONG_FOR_AN_INDEX = "54000";

  private PostgresErrors() {}

  /** Whether another transaction was in the way: the same one may succeed at once. */
  static boolean isRace(@Nullable Throwable e) {
    String state = state(e);
    return state.equals(SERIALIZATION_FAILURE) || state.equals(DEADLOCK);
  }

  /** Whether the connection broke, so that nothing is known of a COMMIT sent on it. */
  static boolean isConnectionLost(@Nullable Throwable e) {
    String state = state(e);
    return state.startsWith("08") || SERVER_GONE.contains(state);
  }

  /** Whether the server itself answered a COMMIT with a rollback. */
  static boolean isRolledBack(SQLException e) {
    String state = state(e);
    return state.startsWith("23")
        || state.startsWith("25") && !SERVER_GONE.contains(state)
        || state.startsWith("40") && !state.equals(COMPLETION_UNKNOWN);
  }

  static LeptonException translate(String where, SQLException e) {
    String state = state(e);
    String message = "catalogue " + where + ": " + e.getMessage() + advice(state);
    if (state.startsWith("XX")) {
      return new CorruptDataException(message, e);
    }
    if (state.equals(UNSTORABLE_TEXT) || state.equals(TOO_LONG_FOR_AN_INDEX)) {
      return new InvalidInputException(message, e);
    }
    boolean passing =
        isConnectionLost(e)
            || PASSING.contains(state)
            || state.isEmpty() && e instanceof java.sql.SQLTransientException;
    return new StorageException(passing ? Kind.TRANSIENT : Kind.PERMANENT, message, e);
  }

  private static String advice(String state) {
    if (isConnectionLost(new SQLException("", state))) {
      return "; is the server up and reachable?";
    }
    return switch (state) {
      case DISK_FULL -> "; the server's disk is full: nothing was changed, make room and try again";
      case READ_ONLY -> "; is this a standby? Lepton needs the primary, also to load";
      case "28000", "28P01" -> "; check user and password";
      case "3D000" -> "; create the database first";
      case "42501" -> "; the user needs USAGE and CREATE on the schema, and to own its tables";
      case TOO_LONG_FOR_AN_INDEX -> "; names may have 600 characters together, choose shorter ones";
      default -> "";
    };
  }

  /** The state of the first cause that has one: a pool wraps what the driver said. */
  private static String state(@Nullable Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return "";
  }
}
