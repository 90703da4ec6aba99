package io.lepton.registry.internal.catalog;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

/**
 * Counts the transactions of one open catalogue inside each of them, so that one whose COMMIT was
 * never answered can be recognised afterwards. A transaction's own number would not do: after a
 * crash a server may give it again.
 */
final class Ticket {
  private static final String NOW = "CAST(extract(epoch FROM now()) AS bigint)";
  private static final Duration KEPT = Duration.ofDays(30);

  private final byte[] writer;
  private long transactions;

  Ticket() {
    UUID uuid = UUID.randomUUID();
    writer =
        ByteBuffer.allocate(2 * Long.BYTES)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .array();
  }

  /** Marks the transaction that runs as the next of this writer. */
  void use(Session session) throws SQLException {
    session.update(
        "INSERT INTO writer (id, transactions, used_second) VALUES (?, ?, "
            + NOW
            + ") ON CONFLICT (id) DO UPDATE"
            + " SET transactions = excluded.transactions, used_second = excluded.used_second",
        writer,
        transactions + 1);
  }

  /** Whether the transaction that was marked last has happened. */
  boolean wasUsed(Session session) throws SQLException {
    return session.exists(
        "SELECT 1 FROM writer WHERE id = ? AND transactions = ?", writer, transactions + 1);
  }

  void committed() {
    transactions++;
  }

  /** Forgets writers of long ago, so that the table does not grow for ever. */
  static void forgetOld(Session session) throws SQLException {
    session.update("DELETE FROM writer WHERE used_second < " + NOW + " - ?", KEPT.toSeconds());
  }
}
