package io.lepton.registry;

import io.lepton.access.Action;
import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.error.ConflictException;
import io.lepton.error.CorruptDataException;
import io.lepton.error.LeptonException;
import io.lepton.model.VersionId;
import io.lepton.registry.GovernedCatalog.Intent;
import io.lepton.registry.VersionSource.Piece;
import io.lepton.registry.internal.manifest.Manifest;
import io.lepton.registry.internal.pack.Bases;
import io.lepton.registry.internal.pack.Ingest;
import io.lepton.registry.internal.pack.Ingest.Kin;
import io.lepton.registry.internal.pack.SealedIntake;
import io.lepton.registry.internal.pack.StoredChunk;
import io.lepton.spi.Catalog.AddPack;
import io.lepton.spi.Catalog.AddVersion;
import io.lepton.spi.Catalog.Change;
import io.lepton.spi.Catalog.RefMove;
import io.lepton.spi.Catalog.VersionEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the content of versions into a store: asks which chunks it lacks, fetches these, checks
 * their names, and publishes and indexes them in packs of bounded size, so that what arrived stays
 * when the rest does not. Belongs to one thread.
 */
final class Receiving implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Receiving.class);

  /** Sent again, at most, after an interruption. */
  static final long WINDOW_BYTES = 64L << 20;

  /** What a version must have added to be indexed before the next, which may differ little. */
  private static final long WORTH_INDEXING = 1L << 20;

  private static final int ASKED_AT_ONCE = 1024;

  /** As far as readers follow. */
  private static final int DEEPEST = 16;

  private final Store target;
  private final VersionSource source;
  private final Consumer<TransferProgress> listener;
  private final long window;
  private final Swaps.Fence fence;
  private final Ingest ingest;
  private final Handover handover;
  private final SealedIntake intake;
  private final List<Awaited> awaited = new ArrayList<>();
  private final Set<Digest> underWay = new HashSet<>();
  private final List<byte[]> manifests = new ArrayList<>();
  private long windowBytes;
  private int versions;
  private int versionsRead;
  private long chunksSent;
  private long bytesSent;
  private long bytesStored;
  private long chunksSkipped;
  private long bytesSkipped;

  private record Awaited(Digest name, List<Digest> found, VersionId version) {}

  Receiving(
      Store target,
      VersionSource source,
      Consumer<TransferProgress> listener,
      long window,
      Handover handover) {
    this.target = target;
    this.handover = handover;
    this.intake = new SealedIntake(target.blobs, target.chunks, target.workers);
    this.source = source;
    this.listener = listener;
    this.window = window;
    this.fence = new Swaps.Fence(target.with(Intent.ELEVATED));
    this.ingest =
        new Ingest(target.blobs, target.catalog, target.chunks, target.workers, null, done -> {});
  }

  /** Makes sure that all content of some versions is indexed; gives what records them. */
  List<AddVersion> fetch(List<VersionEntry> some) {
    List<AddVersion> records = new ArrayList<>();
    handover.begin(some);
    for (VersionEntry entry : some) {
      if (!target.catalog.isOpen()) {
        target.guard.require(Action.SAVE, entry.model(), "version " + entry.id());
      }
      byte[] json = source.manifest(entry.id());
      Manifest manifest = requireOwn(entry, json);
      Set<Digest> needs = new LinkedHashSet<>();
      if (entry.retirement() == null) {
        Map<Digest, Part> parts = Part.of(target, entry, manifest);
        needs.addAll(parts.keySet());
        parts.keySet().removeAll(fetchSealed(entry, parts));
        fetch(entry.id(), parts);
      }
      if (!target.catalog.chunks(List.of(entry.id().digest())).containsKey(entry.id().digest())) {
        manifests.add(json);
        windowBytes += json.length;
      }
      needs.add(entry.id().digest());
      records.add(
          new AddVersion(
              entry.id(),
              manifest.model(),
              entry.parents(),
              manifest.time(),
              manifest.author(),
              manifest.message(),
              needs));
      versionsRead++;
      if (windowBytes >= Math.min(window, WORTH_INDEXING)) {
        publish();
      }
      listener.accept(progress());
    }
    publish();
    return records.stream().map(this::withBases).toList();
  }

  /** What is stored as a difference needs what it differs from. */
  private AddVersion withBases(AddVersion it) {
    Set<Digest> all = new LinkedHashSet<>(it.chunks());
    all.addAll(Bases.of(target.catalog, it.chunks()));
    return new AddVersion(
        it.id(), it.model(), it.parents(), it.time(), it.author(), it.message(), all);
  }

  private static Manifest requireOwn(VersionEntry entry, byte[] json) {
    Digest found = Digest.of(json);
    String where = "manifest of " + entry.id();
    if (!found.equals(entry.id().digest())) {
      throw new CorruptDataException(
          where + ": expected SHA-256 " + entry.id().hex() + ", found " + found);
    }
    Manifest manifest = Manifest.read(json, where);
    if (!manifest.model().equals(entry.model())
        || !manifest.parents().containsAll(entry.parents())) {
      throw new CorruptDataException(
          where + " is of another model, or follows others, than the sender says");
    }
    return manifest;
  }

  private void fetch(VersionId id, Map<Digest, Part> parts) {
    List<Piece> asked = new ArrayList<>();
    long bytes = 0;
    for (Map.Entry<Digest, Part> part : parts.entrySet()) {
      asked.add(new Piece(part.getKey(), part.getValue().bytes()));
      bytes += part.getValue().bytes();
      if (asked.size() == ASKED_AT_ONCE || bytes >= window) {
        fetch(id, asked, parts);
        asked.clear();
        bytes = 0;
      }
    }
    fetch(id, asked, parts);
  }

  private void fetch(VersionId id, List<Piece> asked, Map<Digest, Part> parts) {
    Set<Digest> known = target.catalog.chunks(asked.stream().map(Piece::digest).toList()).keySet();
    List<Piece> wanted = new ArrayList<>();
    for (Piece piece : asked) {
      if (known.contains(piece.digest()) || !underWay.add(piece.digest())) {
        chunksSkipped++;
        bytesSkipped += piece.bytes();
      } else {
        wanted.add(piece);
      }
    }
    if (wanted.isEmpty()) {
      return;
    }
    Iterator<ByteSource> content = source.content(id, wanted).iterator();
    for (Piece piece : wanted) {
      Kin kin = parts.getOrDefault(piece.digest(), Part.UNKNOWN).kin();
      List<Digest> found = ingest.add(content.next(), piece.bytes(), kin);
      awaited.add(new Awaited(piece.digest(), found, id));
      windowBytes += piece.bytes();
      chunksSent++;
      bytesSent += piece.bytes();
      publishIfFull();
    }
  }

  /** Takes over as they are those chunks that the sender keeps sealed; gives their names. */
  private Set<Digest> fetchSealed(VersionEntry entry, Map<Digest, Part> parts) {
    String key = handover.keyOf(entry.model());
    if (key == null || !(source instanceof SealedSource sealed)) {
      return Set.of();
    }
    Set<Digest> all = new LinkedHashSet<>();
    Set<Digest> taken = new HashSet<>(); // some as bases of others, and published since
    List<Digest> names = List.copyOf(parts.keySet());
    for (int from = 0; from < names.size(); from += ASKED_AT_ONCE) {
      List<Digest> asked = names.subList(from, Math.min(names.size(), from + ASKED_AT_ONCE));
      Set<Digest> found = sealed.sealed(entry.id(), asked);
      Set<Digest> known = target.catalog.chunks(found).keySet();
      for (Digest name : asked) {
        int bytes = parts.getOrDefault(name, Part.UNKNOWN).bytes();
        if (!found.contains(name)) {
          continue;
        }
        if (known.contains(name) || intake.holds(name)) {
          chunksSkipped++;
          bytesSkipped += bytes;
        } else if (!taken.contains(name)) {
          take(sealed, entry.id(), name, bytes, key, 0, taken);
        }
      }
      all.addAll(found);
    }
    return all;
  }

  /** Takes a chunk over, after what it rests on. */
  private void take(
      SealedSource sealed,
      VersionId id,
      Digest name,
      int bytes,
      String key,
      int resting,
      Set<Digest> taken) {
    taken.add(name);
    StoredChunk chunk = sealed.stored(id, name);
    Digest base;
    try {
      base = chunk.base();
    } catch (IllegalArgumentException e) {
      throw new CorruptDataException("received chunk " + name + ": " + e.getMessage(), e);
    }
    if (chunk.rawLength() != bytes || resting > DEEPEST) {
      throw new CorruptDataException(
          "received chunk "
              + name
              + ": expected "
              + bytes
              + " bytes, resting on at most "
              + DEEPEST
              + " others; found "
              + chunk.rawLength());
    }
    if (base != null
        && !taken.contains(base)
        && !intake.holds(base)
        && !target.catalog.chunks(List.of(base)).containsKey(base)) {
      take(sealed, id, base, bytes, key, resting + 1, taken);
    }
    intake.add(chunk, key);
    windowBytes += bytes;
    chunksSent++;
    bytesSent += chunk.stored().remaining();
    publishIfFull();
  }

  /** Makes the receiver keep the models as the sender does; for the transaction that records. */
  List<Change> keyChanges() {
    return handover.changes();
  }

  private void publishIfFull() {
    if (windowBytes >= window) {
      publish();
      listener.accept(progress());
    }
  }

  /** Nothing is indexed before its name is checked. */
  private void publish() {
    ingest.flush();
    for (Awaited each : awaited) {
      if (!each.found.equals(List.of(each.name))) {
        throw new CorruptDataException(
            "a chunk of "
                + each.version
                + ": expected SHA-256 "
                + each.name
                + ", received "
                + each.found);
      }
    }
    List<AddPack> packs = new ArrayList<>(intake.publish());
    try {
      packs.addAll(ingest.publish(manifests));
      if (!packs.isEmpty()) {
        index(packs);
      }
    } catch (Throwable e) {
      if (Saving.certainlyFailed(e)) {
        packs.forEach(pack -> discard(pack.pack()));
      }
      throw e;
    }
    packs.forEach(pack -> pack.chunks().forEach(chunk -> bytesStored += chunk.storedLength()));
    awaited.clear();
    underWay.clear();
    manifests.clear();
    windowBytes = 0;
  }

  private void index(List<AddPack> packs) {
    Set<String> names = packs.stream().map(AddPack::pack).collect(Collectors.toSet());
    while (true) {
      List<Change> changes = new ArrayList<>(packs);
      changes.add(fence.change());
      try {
        target.with(Intent.partOf("a transfer")).catalog.apply(changes);
        return;
      } catch (ConflictException e) {
        long before = fence.seen();
        if (fence.condemned(names) || fence.seen() == before) {
          throw e; // a garbage collection took our packs for a crash's
        }
      }
    }
  }

  /** Begins the count of a group of versions that must be looked at again. */
  void uncount(TransferProgress before) {
    versionsRead = before.versionsRead();
    chunksSkipped = before.chunksSkipped();
    bytesSkipped = before.bytesSkipped();
  }

  private void discard(String pack) {
    try {
      target.blobs.delete(pack);
    } catch (LeptonException e) {
      LOG.debug("pack {} stays behind, in no index", pack, e);
    }
  }

  void expect(int count) {
    versions = count;
  }

  TransferProgress progress() {
    return new TransferProgress(
        versions, versionsRead, chunksSent, bytesSent, chunksSkipped, bytesSkipped);
  }

  TransferReport report(
      List<VersionId> received, int evaluations, List<VersionId> retired, List<RefMove> moves) {
    return new TransferReport(
        received,
        chunksSent,
        bytesSent,
        bytesStored,
        chunksSkipped,
        bytesSkipped,
        evaluations,
        moves,
        retired);
  }

  /** Abandons what is not published. */
  @Override
  public void close() {
    intake.close();
    ingest.discard();
    ingest.close();
  }
}
