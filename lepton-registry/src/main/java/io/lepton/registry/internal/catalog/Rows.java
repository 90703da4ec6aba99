package io.lepton.registry.internal.catalog;

import io.lepton.bytes.Digest;
import io.lepton.internal.Json;
import io.lepton.model.Evaluation;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.Chunk;
import io.lepton.spi.Catalog.EvaluationEntry;
import io.lepton.spi.Catalog.Event;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How columns become values, with the statements whose columns these are. */
final class Rows {
  /** Gives {@link #chunk}. */
  static final String CHUNK =
      "SELECT c.digest, p.name, c.position, c.stored_length, c.raw_length, c.codec, c.base"
          + " FROM chunk c JOIN pack p ON p.sequence = c.pack ";

  /** Gives {@link #evaluation}. */
  static final String EVALUATION =
      "SELECT e.version, e.document, e.attached_at, e.author FROM evaluation e ";

  /** Gives {@link #event}. */
  static final String EVENT = "SELECT sequence, id, happened_at, payload FROM event ";

  private Rows() {}

  static byte[] bytes(VersionId id) {
    return id.digest().toBytes();
  }

  static byte @Nullable [] bytesOrNull(@Nullable VersionId id) {
    return id == null ? null : bytes(id);
  }

  static String text(ResultSet row) throws SQLException {
    return row.getString(1);
  }

  static long number(ResultSet row) throws SQLException {
    return row.getLong(1);
  }

  static VersionId id(ResultSet row, int column) throws SQLException {
    return new VersionId(Digest.fromBytes(row.getBytes(column)));
  }

  static @Nullable VersionId idOrNull(ResultSet row, int column) throws SQLException {
    byte[] bytes = row.getBytes(column);
    return bytes == null ? null : new VersionId(Digest.fromBytes(bytes));
  }

  static Instant time(ResultSet row, int column) throws SQLException {
    return Instant.parse(row.getString(column));
  }

  static Chunk chunk(ResultSet row) throws SQLException {
    byte[] base = row.getBytes(7);
    return new Chunk(
        Digest.fromBytes(row.getBytes(1)),
        row.getString(2),
        row.getLong(3),
        row.getInt(4),
        row.getInt(5),
        row.getInt(6),
        base == null ? null : Digest.fromBytes(base));
  }

  static EvaluationEntry evaluation(ResultSet row) throws SQLException {
    VersionId version = id(row, 1);
    return new EvaluationEntry(
        version,
        Json.read(row.getString(2), Evaluation.class, "evaluation of " + version),
        time(row, 3),
        row.getString(4));
  }

  static Event event(ResultSet row) throws SQLException {
    return new Event(row.getLong(1), row.getString(2), time(row, 3), row.getString(4));
  }
}
