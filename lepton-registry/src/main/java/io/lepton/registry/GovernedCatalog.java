package io.lepton.registry;

import io.lepton.access.Action;
import io.lepton.audit.AuditLog;
import io.lepton.audit.AuditWriter;
import io.lepton.audit.AuditWriter.Draft;
import io.lepton.audit.Outcome;
import io.lepton.bytes.Digest;
import io.lepton.gate.GateException;
import io.lepton.model.VersionId;
import io.lepton.registry.Footprints.Footprint;
import io.lepton.spi.Catalog;
import io.lepton.spi.Ref;
import io.lepton.spi.VersionQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one way to a store's catalogue, for one actor: every read and every write passes here, is
 * held against the access policy, and every write is recorded in its own transaction, after the
 * rules before a protected ref were asked. Nothing in this package holds the catalogue behind it
 * except {@link Store}, which hands it to nobody. Thread-safe.
 */
final class GovernedCatalog implements Catalog {
  private static final String OWN = "lepton/";

  private final Catalog raw;
  private final AuditWriter audit;
  private final Guard guard;
  private final GateKeeper gates;
  private final Intent intent;

  /** Whose rights count. */
  enum Rights {
    /** The actor's. */
    ACTOR,
    /** The store's own: for the inner steps of an operation that was permitted as a whole. */
    STORE
  }

  /**
   * What a caller wants beyond the changes themselves.
   *
   * @param rights whose rights count
   * @param operation that the changes are part of, or null if they speak for themselves
   * @param overriding why a protected ref moves against its rules, or null if it must not
   * @param condition checked in the state in which the changes are made, or null
   */
  record Intent(
      Rights rights,
      @Nullable String operation,
      @Nullable String overriding,
      @Nullable Runnable condition) {
    static final Intent PLAIN = new Intent(Rights.ACTOR, null, null, null);
    static final Intent ELEVATED = new Intent(Rights.STORE, null, null, null);

    static Intent partOf(String operation) {
      return new Intent(Rights.STORE, operation, null, null);
    }

    Intent overriding(String reason) {
      return new Intent(rights, operation, reason, condition);
    }

    Intent onlyIf(Runnable holds) {
      return new Intent(rights, operation, overriding, holds);
    }
  }

  GovernedCatalog(Catalog raw, AuditWriter audit, Guard guard, GateKeeper gates, Intent intent) {
    this.raw = raw;
    this.audit = audit;
    this.guard = guard;
    this.gates = gates;
    this.intent = intent;
  }

  GovernedCatalog with(Intent other) {
    return new GovernedCatalog(raw, audit, guard, gates, other);
  }

  Intent intent() {
    return intent;
  }

  boolean isOpen() {
    return intent.rights == Rights.STORE || guard.isOpen();
  }

  @Override
  public void apply(List<? extends Change> changes) {
    List<Footprint> footprints = Footprints.of(raw, changes);
    if (intent.rights == Rights.ACTOR) {
      footprints.forEach(it -> guard.require(it.action(), it.model(), it.subject()));
    }
    List<Footprint> recorded = footprints.stream().filter(Footprint::isRecorded).toList();
    List<MoveRef> guarded = new ArrayList<>();
    for (Change change : changes) {
      if (change instanceof MoveRef move && move.ref().kind().needsWeights()) {
        guarded.add(move);
      }
    }
    if (guarded.isEmpty() && intent.condition == null) {
      audit.apply(changes, recorded.stream().map(it -> draft(it, Map.of())).toList());
      return;
    }
    try {
      String model = footprints.isEmpty() ? "" : footprints.get(0).model();
      audit.applyIf(changes, model, () -> decide(recorded, guarded));
    } catch (GateException e) {
      Ref ref = e.report().ref();
      guard.record(
          Footprints.actionOf(ref.kind()),
          ref.model(),
          ref.toString(),
          Outcome.FAILED,
          e.report().toString());
      throw e;
    }
  }

  private List<Draft> decide(List<Footprint> recorded, List<MoveRef> guarded) {
    if (intent.condition != null) {
      intent.condition.run();
    }
    Map<String, String> said = new LinkedHashMap<>();
    for (MoveRef move : guarded) {
      gates
          .decide(move, intent.overriding, guard)
          .ifPresent(report -> said.put(move.ref().toString(), report.toString()));
    }
    return recorded.stream()
        .map(
            it -> {
              Map<String, String> more = new LinkedHashMap<>();
              if (said.containsKey(it.subject())) {
                more.put("rules", said.getOrDefault(it.subject(), ""));
                if (intent.overriding != null) {
                  more.put("overriding", intent.overriding);
                }
              }
              return draft(it, more);
            })
        .toList();
  }

  private Draft draft(Footprint footprint, Map<String, String> more) {
    Map<String, String> details = new LinkedHashMap<>(footprint.details());
    details.putAll(more);
    Action action = footprint.action();
    if (intent.operation != null) {
      details.put("operation", intent.operation);
      details.put("step", action.name());
      action = Action.MAINTAIN;
    }
    return guard.draft(action, footprint.model(), footprint.subject(), Outcome.DONE, details);
  }

  private void require(Action action, String model, String subject) {
    if (!isOpen()) {
      guard.require(action, model, subject);
    }
  }

  private void read(String model) {
    require(Action.READ, model, "model " + model);
  }

  /** Names alone, of all models: who answers an actor leaves out what the actor may not see. */
  @Override
  public List<String> models() {
    return raw.models();
  }

  @Override
  public long versionCount() {
    return raw.versionCount();
  }

  @Override
  public Optional<VersionEntry> version(VersionId id) {
    Optional<VersionEntry> entry = raw.version(id);
    entry.ifPresent(it -> read(it.model()));
    return entry;
  }

  @Override
  public Optional<VersionEntry> version(String model, long number) {
    read(model);
    return raw.version(model, number);
  }

  @Override
  public List<VersionEntry> versionsStartingWith(String hexPrefix) {
    List<VersionEntry> all = raw.versionsStartingWith(hexPrefix);
    return isOpen()
        ? all
        : all.stream()
            .filter(it -> guard.may(Action.READ, it.model(), "model " + it.model()))
            .toList();
  }

  @Override
  public List<VersionEntry> versions(String model) {
    read(model);
    return raw.versions(model);
  }

  @Override
  public List<VersionEntry> versions(String model, long before, int limit) {
    read(model);
    return raw.versions(model, before, limit);
  }

  @Override
  public List<VersionEntry> ancestry(VersionId from, int limit) {
    List<VersionEntry> entries = raw.ancestry(from, limit);
    entries.stream().findFirst().ifPresent(it -> read(it.model())); // all are of one model
    return entries;
  }

  @Override
  public List<VersionQuery.Found> find(VersionQuery query) {
    read(query.model());
    return raw.find(query);
  }

  @Override
  public Optional<VersionId> ref(Ref ref) {
    read(ref.model());
    return raw.ref(ref);
  }

  @Override
  public Map<Ref, VersionId> refs(String model) {
    read(model);
    return raw.refs(model);
  }

  @Override
  public Map<String, VersionId> refs(String model, Ref.Kind kind) {
    read(model);
    return raw.refs(model, kind);
  }

  @Override
  public List<RefMove> history(Ref ref) {
    read(ref.model());
    return raw.history(ref);
  }

  @Override
  public Optional<VersionId> refAt(Ref ref, Instant time) {
    read(ref.model());
    return raw.refAt(ref, time);
  }

  /** Who knows the name of a chunk has read a manifest, or the bytes themselves. */
  @Override
  public Map<Digest, Chunk> chunks(Collection<Digest> digests) {
    return raw.chunks(digests);
  }

  @Override
  public List<Chunk> chunksBasedOn(Collection<Digest> bases) {
    return raw.chunksBasedOn(bases);
  }

  @Override
  public List<Chunk> chunksOf(String pack) {
    require(Action.VERIFY, "", "pack " + pack);
    return raw.chunksOf(pack);
  }

  @Override
  public List<String> packs() {
    require(Action.VERIFY, "", "packs");
    return raw.packs();
  }

  @Override
  public List<EvaluationEntry> evaluations(VersionId version) {
    if (!isOpen()) {
      raw.version(version).ifPresent(it -> read(it.model()));
    }
    return raw.evaluations(version);
  }

  @Override
  public List<EvaluationEntry> evaluations(String model) {
    read(model);
    return raw.evaluations(model);
  }

  @Override
  public List<Event> events(String stream, long after, int limit) {
    requireStream(stream);
    return raw.events(stream, after, limit);
  }

  @Override
  public Optional<Event> event(String stream, String id) {
    requireStream(stream);
    return raw.event(stream, id);
  }

  @Override
  public Optional<Event> lastEvent(String stream) {
    requireStream(stream);
    return raw.lastEvent(stream);
  }

  @Override
  public List<String> streams(String prefix) {
    requireStream(prefix);
    return raw.streams(prefix);
  }

  @Override
  public void export(Consumer<Change> reader) {
    require(Action.MAINTAIN, "", "the whole catalogue");
    raw.export(reader);
  }

  /** What Lepton keeps for itself is reached only on behalf of what was permitted. */
  private void requireStream(String name) {
    if (name.startsWith(AuditLog.ENTRIES) || name.startsWith(AuditLog.CHECKPOINTS)) {
      require(Action.READ_AUDIT, "", "audit log");
    } else if (!name.startsWith(OWN)) {
      require(Action.READ_RECORDS, "", name.isEmpty() ? "all streams" : name);
    }
  }

  /** Does nothing: the store closes what is behind it. */
  @Override
  public void close() {}
}
