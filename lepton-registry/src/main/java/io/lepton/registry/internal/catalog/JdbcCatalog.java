package io.lepton.registry.internal.catalog;

import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog;
import io.lepton.spi.Ref;
import io.lepton.spi.VersionQuery;
import io.lepton.spi.VersionQuery.Found;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A {@link Catalog} in a database; what the databases do differently is their {@link Dialect}. */
final class JdbcCatalog implements Catalog {
  private static final Comparator<Ref> BY_KIND_AND_NAME =
      Comparator.comparing(Ref::kind).thenComparing(Ref::name);

  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  /** Leaps from name to name along an index: what has a name is not read, however much it is. */
  private static final String MODELS =
      "WITH RECURSIVE names(name) AS (SELECT min(model) FROM version UNION ALL"
          + " SELECT (SELECT min(v.model) FROM version v WHERE v.model > names.name)"
          + " FROM names WHERE names.name IS NOT NULL)"
          + " SELECT name FROM names WHERE name IS NOT NULL";

  private static final String STREAMS =
      "WITH RECURSIVE names(name) AS (SELECT min(stream) FROM event WHERE stream >= ? UNION ALL"
          + " SELECT (SELECT min(e.stream) FROM event e WHERE e.stream > names.name)"
          + " FROM names WHERE substr(names.name, 1, length(?)) = ?)"
          + " SELECT name FROM names WHERE substr(name, 1, length(?)) = ?";

  private final Database database;
  private final String chunks;
  private final String chunksBasedOn;
  private final int few;

  JdbcCatalog(Database database) {
    this(database, Finder.FEW);
  }

  /**
   * As above.
   *
   * @param few so many versions that a condition leaves are sorted instead of found in order
   */
  JdbcCatalog(Database database, int few) {
    this.database = database;
    this.few = few;
    String digests = "(SELECT d.digest FROM " + database.dialect().digestTable() + ")";
    this.chunks = Rows.CHUNK + "WHERE c.digest IN " + digests;
    this.chunksBasedOn = Rows.CHUNK + "WHERE c.base IN " + digests;
  }

  @Override
  public void apply(List<? extends Change> changes) {
    List<Change> all = List.copyOf(changes);
    database.write(session -> new Changes(session, database.dialect()).make(all));
  }

  @Override
  public List<String> models() {
    return sorted(database.read(s -> s.list(MODELS, Rows::text)));
  }

  @Override
  public long versionCount() {
    // Versions are never deleted, so the last sequence is their number.
    return database
        .read(s -> s.first("SELECT coalesce(max(sequence), 0) FROM version", Rows::number))
        .orElse(0L);
  }

  @Override
  public Optional<VersionEntry> version(VersionId id) {
    return entries(VersionRows.BY_ID, Rows.bytes(id)).stream().findFirst();
  }

  @Override
  public Optional<VersionEntry> version(String model, long number) {
    return entries(VersionRows.BY_NUMBER, model, number).stream().findFirst();
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
    return entries(VersionRows.BY_PREFIX, first, last);
  }

  @Override
  public List<VersionEntry> versions(String model) {
    return entries(VersionRows.BY_MODEL, model);
  }

  @Override
  public List<VersionEntry> versions(String model, long before, int limit) {
    return entries(VersionRows.BEFORE, model, before, positive(limit));
  }

  @Override
  public List<VersionEntry> ancestry(VersionId from, int limit) {
    byte[] id = Rows.bytes(from);
    return Steps.sorted(from, entries(VersionRows.ANCESTRY, id, id, positive(limit)));
  }

  private List<VersionEntry> entries(String sql, Object... arguments) {
    return database.read(s -> VersionRows.select(s, sql, arguments));
  }

  @Override
  public List<Found> find(VersionQuery query) {
    return database.read(s -> new Finder(s, query, few).find());
  }

  @Override
  public Optional<VersionId> ref(Ref ref) {
    return database.read(
        s ->
            s.first(
                "SELECT version FROM ref WHERE model = ? AND kind = ? AND name = ?",
                row -> Rows.id(row, 1),
                ref.model(),
                ref.kind().name(),
                ref.name()));
  }

  @Override
  public Map<Ref, VersionId> refs(String model) {
    return refs(model, "SELECT kind, name, version FROM ref WHERE model = ?", model);
  }

  @Override
  public Map<String, VersionId> refs(String model, Ref.Kind kind) {
    Map<String, VersionId> names = new TreeMap<>();
    refs(
            model,
            "SELECT kind, name, version FROM ref WHERE model = ? AND kind = ?",
            model,
            kind.name())
        .forEach((ref, version) -> names.put(ref.name(), version));
    return Collections.unmodifiableMap(names);
  }

  private Map<Ref, VersionId> refs(String model, String sql, Object... arguments) {
    Map<Ref, VersionId> refs = new TreeMap<>(BY_KIND_AND_NAME);
    List<Map.Entry<Ref, VersionId>> rows =
        database.read(
            s ->
                s.list(
                    sql,
                    row ->
                        Map.entry(
                            new Ref(model, Ref.Kind.valueOf(row.getString(1)), row.getString(2)),
                            Rows.id(row, 3)),
                    arguments));
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
                        Rows.idOrNull(row, 1),
                        Rows.idOrNull(row, 2),
                        Rows.time(row, 3),
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
                    row -> Optional.ofNullable(Rows.idOrNull(row, 1)),
                    ref.model(),
                    ref.kind().name(),
                    ref.name(),
                    asked.toString()));
    return found.isEmpty() ? Optional.empty() : found.get(0);
  }

  @Override
  public Map<Digest, Chunk> chunks(Collection<Digest> digests) {
    Map<Digest, Chunk> found = new HashMap<>();
    chunks(chunks, digests).forEach(chunk -> found.put(chunk.digest(), chunk));
    return found;
  }

  @Override
  public List<Chunk> chunksBasedOn(Collection<Digest> bases) {
    return chunks(chunksBasedOn, bases);
  }

  private List<Chunk> chunks(String sql, Collection<Digest> digests) {
    return digests.isEmpty()
        ? List.of()
        : database.read(s -> s.list(sql, Rows::chunk, new Digests(digests)));
  }

  @Override
  public List<Chunk> chunksOf(String pack) {
    return database.read(
        s -> s.list(Rows.CHUNK + "WHERE p.name = ? ORDER BY c.position", Rows::chunk, pack));
  }

  @Override
  public List<String> packs() {
    return sorted(database.read(s -> s.list("SELECT name FROM pack", Rows::text)));
  }

  @Override
  public List<EvaluationEntry> evaluations(VersionId version) {
    return database.read(
        s ->
            s.list(
                Rows.EVALUATION + "WHERE e.version = ? ORDER BY e.sequence",
                Rows::evaluation,
                (Object) Rows.bytes(version)));
  }

  @Override
  public List<EvaluationEntry> evaluations(String model) {
    return database.read(
        s ->
            s.list(
                Rows.EVALUATION
                    + "JOIN version v ON v.id = e.version WHERE v.model = ? ORDER BY e.sequence",
                Rows::evaluation,
                model));
  }

  @Override
  public List<Event> events(String stream, long after, int limit) {
    int most = positive(limit);
    return database.read(
        s ->
            s.list(
                Rows.EVENT + "WHERE stream = ? AND sequence > ? ORDER BY sequence LIMIT ?",
                Rows::event,
                stream,
                after,
                most));
  }

  @Override
  public Optional<Event> event(String stream, String id) {
    return database.read(
        s -> s.first(Rows.EVENT + "WHERE stream = ? AND id = ?", Rows::event, stream, id));
  }

  @Override
  public Optional<Event> lastEvent(String stream) {
    return database.read(
        s ->
            s.first(
                Rows.EVENT + "WHERE stream = ? ORDER BY sequence DESC LIMIT 1",
                Rows::event,
                stream));
  }

  @Override
  public List<String> streams(String prefix) {
    return sorted(
        database.read(s -> s.list(STREAMS, Rows::text, prefix, prefix, prefix, prefix, prefix)));
  }

  @Override
  public void export(Consumer<Change> reader) {
    database.snapshot(
        session -> {
          new Export(session, reader).run();
          return true;
        });
  }

  @Override
  public void close() {
    database.close();
  }

  private static int positive(int limit) {
    if (limit < 1) {
      throw new InvalidInputException("limit " + limit + "; expected 1 or more");
    }
    return limit;
  }

  /** Databases order text by UTF-8 bytes, Java by UTF-16 units; callers compare in Java. */
  private static List<String> sorted(List<String> names) {
    return names.stream().sorted().toList();
  }
}
