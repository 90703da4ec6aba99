package io.lepton.registry;

import io.lepton.access.Action;
import io.lepton.audit.AuditWriter;
import io.lepton.bytes.Digest;
import io.lepton.error.NotFoundException;
import io.lepton.error.RetiredException;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.registry.GovernedCatalog.Intent;
import io.lepton.registry.internal.manifest.Manifest;
import io.lepton.registry.internal.pack.ChunkReader;
import io.lepton.registry.internal.pack.Workers;
import io.lepton.registry.internal.seal.Keyring;
import io.lepton.spi.BlobStore;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.Chunk;
import io.lepton.spi.Catalog.RefMove;
import io.lepton.spi.Catalog.VersionEntry;
import io.lepton.spi.KeyProvider;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the parts of one open store share. Thread-safe. */
final class Store implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Store.class);

  /** Records that are asked for in one statement. */
  private static final int AT_ONCE = 500;

  private static final int CACHED_VERSIONS = 256;
  private static final float LOAD = 0.75f;

  final BlobStore blobs;

  /** Nothing reaches the catalogue but through this. */
  final GovernedCatalog catalog;

  final Guard guard;
  final GateKeeper gates;
  final ChunkReader chunks;
  final Keyring keys;
  final Workers workers;
  final String author;
  final InstantSource clock;
  private final Catalog raw;
  private final Governance governance;
  private final AuditWriter audit;
  private final List<Consumer<RefMove>> listeners;
  private final Map<VersionId, Version> versions;
  private final Map<String, Long> streamEnds;

  private static Map<VersionId, Version> cache() {
    return Collections.synchronizedMap(
        new LinkedHashMap<>(CACHED_VERSIONS, LOAD, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<VersionId, Version> eldest) {
            return size() > CACHED_VERSIONS;
          }
        });
  }

  Store(
      BlobStore blobs,
      Catalog raw,
      String author,
      InstantSource clock,
      Governance governance,
      @Nullable KeyProvider provider) {
    this.blobs = blobs;
    this.keys = new Keyring(blobs, provider);
    this.raw = raw;
    this.chunks = new ChunkReader(blobs, raw, keys);
    this.workers = new Workers();
    this.author = author;
    this.clock = clock;
    this.governance = governance;
    this.audit = new AuditWriter(raw, clock);
    this.listeners = new CopyOnWriteArrayList<>();
    this.versions = cache();
    this.streamEnds = new ConcurrentHashMap<>();
    this.guard = new Guard(governance, audit, clock, author);
    this.gates = new GateKeeper(raw, this::version, clock, TrustChecks.of(this, governance));
    this.catalog = new GovernedCatalog(raw, audit, guard, gates, Intent.PLAIN);
  }

  /** Another view of the same store. */
  private Store(Store store, String author, Guard guard, Intent intent) {
    this.blobs = store.blobs;
    this.raw = store.raw;
    this.chunks = store.chunks;
    this.keys = store.keys;
    this.workers = store.workers;
    this.author = author;
    this.clock = store.clock;
    this.governance = store.governance;
    this.audit = store.audit;
    this.listeners = store.listeners;
    this.versions = store.versions;
    this.streamEnds = store.streamEnds;
    this.guard = guard;
    this.gates = store.gates;
    this.catalog = new GovernedCatalog(raw, audit, guard, gates, intent);
  }

  /** The same store for another actor. */
  Store as(String actor) {
    return new Store(this, actor, new Guard(governance, audit, clock, actor), Intent.PLAIN);
  }

  /** The same store and actor, for changes with more to say about them. */
  Store with(Intent intent) {
    return new Store(this, author, guard, intent);
  }

  /**
   * For an operation that needs to see more than the actor may, such as what other models share:
   * asks once for the whole, and then does its steps by the store's own right.
   */
  Store permitted(Action action, String model, String subject) {
    if (!catalog.isOpen()) {
      guard.require(action, model, subject);
    }
    return with(Intent.ELEVATED);
  }

  /** The models the actor may see, in ascending order. */
  List<String> readableModels() {
    List<String> all = catalog.models();
    return catalog.isOpen()
        ? all
        : all.stream().filter(it -> guard.may(Action.READ, it, "model " + it)).toList();
  }

  /** The last sequence of a stream, 0 for none; streams only grow, so what is known is kept. */
  long streamEnd(String stream) {
    return Swaps.end(this, stream, streamEnds);
  }

  Manifest manifest(VersionId id) {
    if (!catalog.isOpen()) {
      entry(id); // asks for leave to read the model
    }
    return readManifest(id, Map.of());
  }

  private Manifest readManifest(VersionId id, Map<Digest, Chunk> places) {
    return Manifest.read(readManifestBytes(id, places), "manifest of " + id);
  }

  /** The canonical JSON whose SHA-256 is the id. */
  byte[] manifestBytes(VersionId id) {
    if (!catalog.isOpen()) {
      entry(id);
    }
    return readManifestBytes(id, Map.of());
  }

  private byte[] readManifestBytes(VersionId id, Map<Digest, Chunk> places) {
    ByteBuffer json = chunks.read(id.digest(), places, "manifest of " + id);
    byte[] bytes = new byte[json.remaining()];
    json.get(bytes);
    return bytes;
  }

  Version version(VersionEntry entry) {
    return version(entry, Map.of());
  }

  private Version version(VersionEntry entry, Map<Digest, Chunk> places) {
    Version cached = versions.get(entry.id());
    if (cached == null) {
      cached = readManifest(entry.id(), places).toVersion(entry.id(), entry.number());
      versions.put(entry.id(), cached);
    }
    return cached;
  }

  /** In the same order; where their records lie is asked for many of them at once. */
  List<Version> versions(List<VersionEntry> entries) {
    List<Version> found = new ArrayList<>(entries.size());
    for (int from = 0; from < entries.size(); from += AT_ONCE) {
      List<VersionEntry> some = entries.subList(from, Math.min(entries.size(), from + AT_ONCE));
      List<Digest> unread =
          some.stream()
              .filter(entry -> !versions.containsKey(entry.id()))
              .map(entry -> entry.id().digest())
              .toList();
      Map<Digest, Chunk> places = unread.isEmpty() ? Map.of() : catalog.chunks(unread);
      some.forEach(entry -> found.add(version(entry, places)));
    }
    return found;
  }

  VersionEntry entry(VersionId id) {
    return catalog
        .version(id)
        .orElseThrow(
            () ->
                new NotFoundException(
                    "this store has no version " + id.hex() + "; was it saved in another store?"));
  }

  Version version(VersionId id) {
    return version(entry(id));
  }

  /** Throws if the version's weights were destroyed. */
  void requireLive(VersionId id) {
    VersionEntry entry = entry(id);
    Catalog.Retirement retirement = entry.retirement();
    if (retirement != null) {
      throw new RetiredException(
          entry.model()
              + " v"
              + entry.number()
              + " ("
              + id
              + ") was retired on "
              + retirement.time()
              + " by "
              + retirement.author()
              + ": "
              + retirement.reason()
              + "; its record remains, its weights do not");
    }
  }

  /** Names a version for people, from the index alone. */
  String describe(VersionId id) {
    return catalog
        .version(id)
        .map(entry -> entry.model() + " v" + entry.number() + " (" + id + ")")
        .orElse(id.hex());
  }

  ModelManager.Subscription listen(Consumer<RefMove> listener) {
    Consumer<RefMove> allowed =
        move -> {
          if (catalog.isOpen()
              || guard.may(Action.READ, move.ref().model(), "model " + move.ref().model())) {
            listener.accept(move);
          }
        };
    listeners.add(allowed);
    return () -> listeners.remove(allowed);
  }

  /** Tells what was committed; a listener's failure is the listener's own. */
  void announce(RefMove move) {
    for (Consumer<RefMove> listener : listeners) {
      try {
        listener.accept(move);
      } catch (RuntimeException e) {
        LOG.warn("a listener failed on the move of {} to {}", move.ref(), move.to(), e);
      }
    }
  }

  @Override
  public void close() {
    workers.close();
    keys.close();
    raw.close();
    blobs.close();
  }
}
