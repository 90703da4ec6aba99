package io.lepton.registry.internal.catalog;

import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import io.lepton.internal.Json;
import io.lepton.model.Evaluation;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog;
import io.lepton.spi.Ref;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A {@link Catalog} in one SQLite file, in WAL mode with {@code synchronous=FULL}. */
public final class SqliteCatalog implements Catalog {
  private static final String CHUNK =
      "SELECT c.digest, p.name, c.position, c.stored_length, c.raw_length, c.codec, c.base"
          + " FROM chunk c JOIN pack p ON p.sequence = c.pack ";
  private static final String EVALUATION =
      "SELECT e.version, e.document, e.attached_at, e.author FROM evaluation e ";
  private static final Comparator<Ref> BY_KIND_AND_NAME =
      Comparator.comparing(Ref::kind).thenComparing(Ref::name);

  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private final Database database;

  SqliteCatalog(Database database) {
    this.database = database;
  }

  /**
   * Opens a catalogue, made if absent.
   *
   * @param file of the catalogue
   * @return the catalogue
   * @throws io.lepton.error.FormatTooNewException if a newer Lepton wrote it
   * @throws io.lepton.error.CorruptDataException if it is not a catalogue or damaged
   * @throws io.lepton.error.StorageException if it cannot be opened for writing
   */
  public static SqliteCatalog open(Path file) {
    return new SqliteCatalog(Database.open(file));
  }

  @Override
  public void apply(List<? extends Change> changes) {
    List<Change> all = List.copyOf(changes);
    database.write(
        session -> {
          Changes transaction = new Changes(session);
          for (Change change : all) {
            transaction.make(change);
          }
        });
  }

  @Override
  public List<String> models() {
    return sorted(database.read(s -> s.list("SELECT DISTINCT model FROM version", text())));
  }

  @Override
  public long versionCount() {
    // Versions are never deleted, so the last sequence is their number.
    return database
        .read(s -> s.first("SELECT coalesce(max(sequence), 0) FROM version", row -> row.getLong(1)))
        .orElse(0L);
  }

  @Override
  public Optional<VersionEntry> version(VersionId id) {
    return entries("WHERE v.id = ?", "", bytes(id)).stream().findFirst();
  }

  @Override
  public Optional<VersionEntry> version(String model, long number) {
    return entries("WHERE v.model = ? AND v.number = ?", "", model, number).stream().findFirst();
  }

  @Override
  public List<VersionEntry> versionsStartingWith(String hexPrefix) {
    if (!hexPrefix.matches("[0-9a-f]{1,64}")) {
      throw new InvalidInputException(
          "id prefix \"" + hexPrefix + "\"; expected 1 to 64 lower-case hexadecimal digits");
    }
    int rest = 2 * Digest.BYTES - hexPrefix.length();
    byte[] first = Digest.parse(hexPrefix + "0".repeat(rest)).toBytes();
    byte[] last = Digest.parse(hexPrefix + "f".repeat(rest)).toBytes();
    return entries("WHERE v.id BETWEEN ? AND ?", "v.id, ", first, last);
  }

  @Override
  public List<VersionEntry> versions(String model) {
    return entries("WHERE v.model = ?", "v.number, ", model);
  }

  private List<VersionEntry> entries(String where, String order, Object... arguments) {
    return database.read(s -> VersionRows.select(s, where, order, arguments));
  }

  @Override
  public Optional<VersionId> ref(Ref ref) {
    return database.read(
        s ->
            s.first(
                "SELECT version FROM ref WHERE model = ? AND kind = ? AND name = ?",
                row -> id(row, 1),
                ref.model(),
                ref.kind().name(),
                ref.name()));
  }

  @Override
  public Map<Ref, VersionId> refs(String model) {
    Map<Ref, VersionId> refs = new TreeMap<>(BY_KIND_AND_NAME);
    List<Map.Entry<Ref, VersionId>> rows =
        database.read(
            s ->
                s.list(
                    "SELECT kind, name, version FROM ref WHERE model = ?",
                    row ->
                        Map.entry(
                            new Ref(model, Ref.Kind.valueOf(row.getString(1)), row.getString(2)),
                            id(row, 3)),
                    model));
    rows.forEach(row -> refs.put(row.getKey(), row.getValue()));
    return Collections.unmodifiableMap(refs);
  }

  @Override
  public List<RefMove> history(Ref ref) {
    return database.read(
        s ->
            s.list(
                "SELECT moved_from, moved_to, moved_at, author, reason FROM ref_move"
                    + " WHERE model = ? AND kind = ? AND name = ? ORDER BY sequence",
                row ->
                    new RefMove(
                        ref,
                        idOrNull(row, 1),
                        idOrNull(row, 2),
                        time(row, 3),
                        row.getString(4),
                        row.getString(5)),
                ref.model(),
                ref.kind().name(),
                ref.name()));
  }

  @Override
  public Optional<VersionId> refAt(Ref ref, Instant time) {
    Instant asked = time.isBefore(FIRST) ? FIRST : time.isAfter(LAST) ? LAST : time;
    // Without the Z, texts of four-digit years sort as the times do, whatever their fraction.
    List<Optional<VersionId>> found =
        database.read(
            s ->
                s.list(
                    "SELECT moved_to FROM ref_move WHERE model = ? AND kind = ? AND name = ?"
                        + " AND rtrim(moved_at, 'Z') <= rtrim(?, 'Z')"
                        + " ORDER BY sequence DESC LIMIT 1",
                    row -> Optional.ofNullable(idOrNull(row, 1)),
                    ref.model(),
                    ref.kind().name(),
                    ref.name(),
                    asked.toString()));
    return found.isEmpty() ? Optional.empty() : found.get(0);
  }

  @Override
  public Map<Digest, Chunk> chunks(Collection<Digest> digests) {
    Map<Digest, Chunk> found = new HashMap<>();
    if (!digests.isEmpty()) {
      // One statement for any number, so that the answer is one state.
      List<Chunk> rows =
          database.read(
              s ->
                  s.list(
                      CHUNK + "WHERE c.digest IN (SELECT unhex(value) FROM json_each(?))",
                      SqliteCatalog::chunk,
                      jsonOf(digests)));
      rows.forEach(chunk -> found.put(chunk.digest(), chunk));
    }
    return found;
  }

  @Override
  public List<Chunk> chunksBasedOn(Collection<Digest> bases) {
    return bases.isEmpty()
        ? List.of()
        : database.read(
            s ->
                s.list(
                    CHUNK + "WHERE c.base IN (SELECT unhex(value) FROM json_each(?))",
                    SqliteCatalog::chunk,
                    jsonOf(bases)));
  }

  @Override
  public List<Chunk> chunksOf(String pack) {
    return database.read(
        s -> s.list(CHUNK + "WHERE p.name = ? ORDER BY c.position", SqliteCatalog::chunk, pack));
  }

  @Override
  public List<String> packs() {
    return sorted(database.read(s -> s.list("SELECT name FROM pack", text())));
  }

  @Override
  public List<EvaluationEntry> evaluations(VersionId version) {
    return database.read(
        s ->
            s.list(
                EVALUATION + "WHERE e.version = ? ORDER BY e.sequence",
                SqliteCatalog::evaluation,
                (Object) bytes(version)));
  }

  @Override
  public List<EvaluationEntry> evaluations(String model) {
    return database.read(
        s ->
            s.list(
                EVALUATION
                    + "JOIN version v ON v.id = e.version WHERE v.model = ? ORDER BY e.sequence",
                SqliteCatalog::evaluation,
                model));
  }

  @Override
  public List<Event> events(String stream, long after, int limit) {
    if (limit < 1) {
      throw new InvalidInputException("limit " + limit + "; expected 1 or more");
    }
    return database.read(
        s ->
            s.list(
                "SELECT sequence, id, happened_at, payload FROM event"
                    + " WHERE stream = ? AND sequence > ? ORDER BY sequence LIMIT ?",
                row -> new Event(row.getLong(1), row.getString(2), time(row, 3), row.getString(4)),
                stream,
                after,
                limit));
  }

  @Override
  public List<String> streams(String prefix) {
    return sorted(
        database.read(
            s ->
                s.list(
                    "SELECT DISTINCT stream FROM event WHERE substr(stream, 1, length(?1)) = ?1",
                    text(),
                    prefix)));
  }

  @Override
  public void close() {
    database.close();
  }

  /** SQLite orders text by UTF-8 bytes, Java by UTF-16 units; callers compare in Java. */
  private static List<String> sorted(List<String> names) {
    return names.stream().sorted().toList();
  }

  private static Session.Row<String> text() {
    return row -> row.getString(1);
  }

  static String jsonOf(Collection<Digest> digests) {
    return Json.text(digests.stream().map(Digest::hex).distinct().toList());
  }

  static byte[] bytes(VersionId id) {
    return id.digest().toBytes();
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

  private static Chunk chunk(ResultSet row) throws SQLException {
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

  private static EvaluationEntry evaluation(ResultSet row) throws SQLException {
    VersionId version = id(row, 1);
    return new EvaluationEntry(
        version,
        Json.read(row.getString(2), Evaluation.class, "evaluation of " + version),
        time(row, 3),
        row.getString(4));
  }
}
