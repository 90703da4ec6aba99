package io.lepton.registry;

import io.lepton.error.NotFoundException;
import io.lepton.error.RetiredException;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.registry.internal.manifest.Manifest;
import io.lepton.registry.internal.pack.ChunkReader;
import io.lepton.registry.internal.pack.Workers;
import io.lepton.spi.BlobStore;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.RefMove;
import io.lepton.spi.Catalog.VersionEntry;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the parts of one open store share. Thread-safe. */
final class Store implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Store.class);
  private static final int CACHED_VERSIONS = 256;
  private static final float LOAD = 0.75f;

  final BlobStore blobs;
  final Catalog catalog;
  final ChunkReader chunks;
  final Workers workers = new Workers();
  final String author;
  final InstantSource clock;
  private final List<Consumer<RefMove>> listeners = new CopyOnWriteArrayList<>();
  private final Map<VersionId, Version> versions =
      Collections.synchronizedMap(
          new LinkedHashMap<>(CACHED_VERSIONS, LOAD, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<VersionId, Version> eldest) {
              return size() > CACHED_VERSIONS;
            }
          });

  Store(BlobStore blobs, Catalog catalog, String author, InstantSource clock) {
    this.blobs = blobs;
    this.catalog = catalog;
    this.chunks = new ChunkReader(blobs, catalog);
    this.author = author;
    this.clock = clock;
  }

  Manifest manifest(VersionId id) {
    return Manifest.read(manifestBytes(id), "manifest of " + id);
  }

  /** The canonical JSON whose SHA-256 is the id. */
  byte[] manifestBytes(VersionId id) {
    ByteBuffer json = chunks.read(id.digest(), "manifest of " + id);
    byte[] bytes = new byte[json.remaining()];
    json.get(bytes);
    return bytes;
  }

  Version version(VersionEntry entry) {
    Version cached = versions.get(entry.id());
    if (cached == null) {
      cached = manifest(entry.id()).toVersion(entry.id(), entry.number());
      versions.put(entry.id(), cached);
    }
    return cached;
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
    listeners.add(listener);
    return () -> listeners.remove(listener);
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
    catalog.close();
    blobs.close();
  }
}
