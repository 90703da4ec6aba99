package io.lepton.registry.internal.catalog;

import io.lepton.bytes.Digest;
import io.lepton.error.AlreadyExistsException;
import io.lepton.error.ConflictException;
import io.lepton.error.NotFoundException;
import io.lepton.internal.Json;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.AddPack;
import io.lepton.spi.Catalog.AddVersion;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.AttachEvaluation;
import io.lepton.spi.Catalog.Change;
import io.lepton.spi.Catalog.Chunk;
import io.lepton.spi.Catalog.MoveRef;
import io.lepton.spi.Catalog.RemovePack;
import io.lepton.spi.Catalog.RequireStreamEnd;
import io.lepton.spi.Catalog.RequireVersionCount;
import io.lepton.spi.Catalog.RetireVersion;
import io.lepton.spi.Ref;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes changes inside one transaction. */
final class Changes {
  private final Session session;
  private final String missingChunk;

  Changes(Session session, Dialect dialect) {
    this.session = session;
    this.missingChunk =
        "SELECT d.digest FROM "
            + dialect.digestTable()
            + " WHERE NOT EXISTS (SELECT 1 FROM chunk c WHERE c.digest = d.digest) LIMIT 1";
  }

  private static Digest digest(ResultSet row) throws SQLException {
    return Digest.fromBytes(row.getBytes(1));
  }

  /** Makes all of them in order; events that follow each other in one exchange with the server. */
  void make(List<Change> changes) throws SQLException {
    List<AppendEvent> events = new ArrayList<>();
    for (Change change : changes) {
      if (change instanceof AppendEvent event) {
        events.add(event);
      } else {
        appendEvents(events);
        events.clear();
        make(change);
      }
    }
    appendEvents(events);
  }

  private void make(Change change) throws SQLException {
    if (change instanceof AddVersion it) {
      addVersion(it);
    } else if (change instanceof MoveRef it) {
      moveRef(it);
    } else if (change instanceof AddPack it) {
      addPack(it);
    } else if (change instanceof RemovePack it) {
      removePack(it);
    } else if (change instanceof RequireVersionCount it) {
      requireVersionCount(it);
    } else if (change instanceof RequireStreamEnd it) {
      requireStreamEnd(it);
    } else if (change instanceof AttachEvaluation it) {
      attachEvaluation(it);
    } else if (change instanceof RetireVersion it) {
      retireVersion(it);
    } else {
      throw new IllegalArgumentException("unknown change: " + change);
    }
  }

  private void addVersion(AddVersion change) throws SQLException {
    byte[] id = Rows.bytes(change.id());
    Optional<String> existing = describe(change.id());
    if (existing.isPresent()) {
      throw new AlreadyExistsException("version " + existing.get() + " is recorded already");
    }
    for (VersionId parent : change.parents()) {
      requireVersion(parent, "parent of " + change.id());
    }
    Optional<Digest> missing =
        session.first(missingChunk, Changes::digest, new Digests(change.chunks()));
    if (missing.isPresent()) {
      throw new ConflictException(
          "version "
              + change.id()
              + " needs chunk "
              + missing.get().hex()
              + ", which is in no indexed pack; store it again");
    }
    Instant time = change.time();
    // The last sequence is the number of versions, so it must have no holes: not an identity.
    session.update(
        "INSERT INTO version (sequence, id, model, number, saved_at, saved_second, saved_nano,"
            + " author, message) VALUES ((SELECT coalesce(max(sequence), 0) + 1 FROM version), ?,"
            + " ?, (SELECT coalesce(max(number), 0) + 1 FROM version WHERE model = ?), ?, ?, ?, ?,"
            + " ?)",
        id,
        change.model(),
        change.model(),
        time.toString(),
        time.getEpochSecond(),
        time.getNano(),
        change.author(),
        change.message());
    int position = 0;
    for (VersionId parent : change.parents()) {
      session.update(
          "INSERT INTO parent (version, position, parent) VALUES (?, ?, ?)",
          id,
          position++,
          Rows.bytes(parent));
    }
  }

  private void moveRef(MoveRef change) throws SQLException {
    Ref ref = change.ref();
    String kind = ref.kind().name();
    VersionId found =
        session
            .first(
                "SELECT version FROM ref WHERE model = ? AND kind = ? AND name = ?",
                row -> Rows.id(row, 1),
                ref.model(),
                kind,
                ref.name())
            .orElse(null);
    if (ref.kind() == Ref.Kind.TAG && found != null) {
      throw new AlreadyExistsException(
          ref + " exists and points at " + name(found) + "; tags never move, choose another name");
    }
    if (!Objects.equals(found, change.expected())) {
      throw new ConflictException(
          ref + " was expected at " + name(change.expected()) + ", found at " + name(found));
    }
    VersionId target = change.target();
    if (target == null) {
      session.update(
          "DELETE FROM ref WHERE model = ? AND kind = ? AND name = ?",
          ref.model(),
          kind,
          ref.name());
    } else {
      requireVersionOf(ref.model(), target);
      if (ref.kind().needsWeights()
          && session.exists(
              "SELECT 1 FROM version WHERE id = ? AND retired_at IS NOT NULL",
              (Object) Rows.bytes(target))) {
        throw new ConflictException(ref + " cannot point at " + name(target) + ": it is retired");
      }
      session.update(
          "INSERT INTO ref (model, kind, name, version) VALUES (?, ?, ?, ?)"
              + " ON CONFLICT (model, kind, name) DO UPDATE SET version = excluded.version",
          ref.model(),
          kind,
          ref.name(),
          Rows.bytes(target));
    }
    session.update(
        "INSERT INTO ref_move (model, kind, name, moved_from, moved_to, moved_at, author, reason)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        ref.model(),
        kind,
        ref.name(),
        Rows.bytesOrNull(found),
        Rows.bytesOrNull(target),
        change.time().toString(),
        change.author(),
        change.reason());
  }

  private void addPack(AddPack change) throws SQLException {
    session.update("INSERT INTO pack (name) VALUES (?) ON CONFLICT DO NOTHING", change.pack());
    long pack = packNumber(change.pack()).orElseThrow();
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Chunk chunk : change.chunks()) {
      rows.add(
          new @Nullable Object[] {
            chunk.digest().toBytes(),
            pack,
            chunk.offset(),
            chunk.storedLength(),
            chunk.rawLength(),
            chunk.codec(),
            chunk.base() == null ? null : chunk.base().toBytes()
          });
    }
    session.batch(
        "INSERT INTO chunk (digest, pack, position, stored_length, raw_length, codec, base)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        rows);
  }

  private void removePack(RemovePack change) throws SQLException {
    Optional<Long> pack = packNumber(change.pack());
    if (pack.isPresent()) {
      session.update("DELETE FROM chunk WHERE pack = ?", pack.get());
      session.update("DELETE FROM pack WHERE sequence = ?", pack.get());
    }
  }

  private Optional<Long> packNumber(String pack) throws SQLException {
    return session.first("SELECT sequence FROM pack WHERE name = ?", Rows::number, pack);
  }

  private void requireVersionCount(RequireVersionCount change) throws SQLException {
    long found =
        session.first("SELECT coalesce(max(sequence), 0) FROM version", Rows::number).orElse(0L);
    if (found != change.count()) {
      throw new ConflictException(
          "expected " + change.count() + " versions, found " + found + "; look again");
    }
  }

  private void requireStreamEnd(RequireStreamEnd change) throws SQLException {
    long found =
        session
            .first(
                "SELECT coalesce(max(sequence), 0) FROM event WHERE stream = ?",
                Rows::number,
                change.stream())
            .orElse(0L);
    if (found > change.sequence()) {
      throw new ConflictException(
          "stream "
              + change.stream()
              + " was expected to end at "
              + change.sequence()
              + ", found "
              + found
              + "; look again");
    }
  }

  private void attachEvaluation(AttachEvaluation change) throws SQLException {
    record Place(long sequence, String model) {}
    byte[] id = Rows.bytes(change.version());
    Place place =
        session
            .first(
                "SELECT sequence, model FROM version WHERE id = ?",
                row -> new Place(row.getLong(1), row.getString(2)),
                (Object) id)
            .orElseThrow(() -> unknown(change.version(), "evaluated"));
    session.update(
        "INSERT INTO evaluation (version, document, attached_at, author) VALUES (?, ?, ?, ?)",
        id,
        Json.text(change.evaluation()),
        change.time().toString(),
        change.author());
    new Measures(session).attach(place.sequence, place.model, change.evaluation());
  }

  private void retireVersion(RetireVersion change) throws SQLException {
    requireVersion(change.version(), "to be retired");
    Optional<String> user =
        session.first(
            "SELECT lower(kind) || ' ' || name FROM ref"
                + " WHERE version = ? AND kind IN ('ALIAS', 'STAGE') ORDER BY kind, name LIMIT 1",
            Rows::text,
            (Object) Rows.bytes(change.version()));
    if (user.isPresent()) {
      throw new ConflictException(
          "version "
              + name(change.version())
              + " cannot be retired: "
              + user.get()
              + " points at it; move or delete it first");
    }
    int changed =
        session.update(
            "UPDATE version SET retired_at = ?, retired_by = ?, retired_because = ?"
                + " WHERE id = ? AND retired_at IS NULL",
            change.time().toString(),
            change.author(),
            change.reason(),
            Rows.bytes(change.version()));
    if (changed == 0) {
      throw new ConflictException("version " + name(change.version()) + " is retired already");
    }
  }

  private void appendEvents(List<AppendEvent> events) throws SQLException {
    session.batch(
        "INSERT INTO event (stream, id, happened_at, payload) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT DO NOTHING",
        events.stream()
            .map(e -> new Object[] {e.stream(), e.id(), e.time().toString(), e.payload()})
            .toList());
  }

  private void requireVersion(VersionId id, String what) throws SQLException {
    if (describe(id).isEmpty()) {
      throw unknown(id, what);
    }
  }

  private static NotFoundException unknown(VersionId id, String what) {
    return new NotFoundException("no version " + id.hex() + " (" + what + ")");
  }

  private void requireVersionOf(String model, VersionId id) throws SQLException {
    if (!session.exists(
        "SELECT 1 FROM version WHERE id = ? AND model = ?", Rows.bytes(id), model)) {
      throw new NotFoundException(
          "model " + model + " has no version " + describe(id).orElse(id.hex()));
    }
  }

  private String name(@Nullable VersionId id) throws SQLException {
    return id == null ? "no version" : describe(id).orElse(id.hex());
  }

  private Optional<String> describe(VersionId id) throws SQLException {
    return session.first(
        "SELECT model, number FROM version WHERE id = ?",
        row -> row.getString(1) + " v" + row.getLong(2) + " (" + id + ")",
        (Object) Rows.bytes(id));
  }
}
