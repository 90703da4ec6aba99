package io.lepton.registry;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.error.AlreadyExistsException;
import io.lepton.error.ConflictException;
import io.lepton.error.LeptonException;
import io.lepton.error.StorageException;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.registry.GovernedCatalog.Intent;
import io.lepton.registry.internal.catalog.NotCommittedException;
import io.lepton.registry.internal.manifest.Manifest;
import io.lepton.registry.internal.manifest.Manifest.FileChunk;
import io.lepton.registry.internal.manifest.Manifest.FileEntry;
import io.lepton.registry.internal.manifest.Manifest.TensorEntry;
import io.lepton.registry.internal.pack.Bases;
import io.lepton.registry.internal.pack.Cutter;
import io.lepton.registry.internal.pack.Ingest;
import io.lepton.spi.Catalog.AddPack;
import io.lepton.spi.Catalog.AddVersion;
import io.lepton.spi.Catalog.AttachEvaluation;
import io.lepton.spi.Catalog.Change;
import io.lepton.spi.Catalog.Chunk;
import io.lepton.spi.Catalog.MoveRef;
import io.lepton.spi.Catalog.RefMove;
import io.lepton.spi.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One run of a {@link Save}. Belongs to one thread. */
final class Saving implements AutoCloseable {
  /**
   * Small enough that a change in one place stores little again and that memory stays bounded;
   * large enough that its index row (about 100 bytes) is nothing beside it and that one read is
   * mostly transfer. A multiple of every element size, so no element is cut.
   */
  static final int CHUNK_BYTES = 1 << 20;

  private static final int PATIENCE = 3;

  private final Save save;
  private final Store store;
  private final Instant time;
  private final Swaps.Fence fence;
  private final long total;
  private int unexplained;
  private Encryption encryption;
  private Ingest ingest;
  private List<TensorEntry> tensors = List.of();
  private List<FileEntry> files = List.of();
  private List<RefMove> moves = List.of();

  /** What one attempt was built on. */
  private record Attempt(
      Manifest manifest, VersionId id, @Nullable VersionId head, List<AddPack> packs) {}

  Saving(Save save) {
    this.save = save;
    this.store = save.store;
    this.time = store.clock.instant();
    this.fence = new Swaps.Fence(store.with(Intent.ELEVATED));
    this.encryption = Encryption.of(store, save.model);
    this.total =
        save.snapshot.weights().asMap().values().stream().mapToLong(it -> it.bytes().size()).sum()
            + save.snapshot.files().values().stream().mapToLong(ByteSource::size).sum();
    this.ingest = newIngest();
  }

  private Ingest newIngest() {
    return new Ingest(
        store.blobs,
        store.catalog,
        store.chunks,
        store.workers,
        encryption.cipher(store),
        done -> save.progress.stored(done, total));
  }

  Version run() {
    Attempt attempt = committed();
    // Nothing below may touch the packs: they are in use now. The manifest is not read back either,
    // since a save that is done should not fail.
    long number = store.catalog.version(attempt.id).orElseThrow().number();
    return attempt.manifest.toVersion(attempt.id, number);
  }

  private Attempt committed() {
    boolean applying = false;
    try {
      store();
      while (true) {
        Attempt attempt = prepare();
        try {
          applying = true;
          commit(attempt);
          return attempt;
        } catch (ConflictException | AlreadyExistsException e) {
          applying = false;
          repair(attempt, e);
        }
      }
    } catch (Throwable e) {
      if (!applying || certainlyFailed(e)) {
        ingest.discard();
      }
      throw e;
    }
  }

  /** A catalogue may have committed before it failed: then the packs are needed. */
  static boolean certainlyFailed(Throwable e) {
    return e instanceof NotCommittedException
        || (e instanceof LeptonException && !(e instanceof StorageException));
  }

  private void store() {
    List<TensorEntry> newTensors = new ArrayList<>();
    Ancestors ancestors = ancestors();
    save.snapshot
        .weights()
        .asMap()
        .forEach(
            (name, tensor) ->
                newTensors.add(
                    new TensorEntry(
                        name,
                        tensor.dtype(),
                        tensor.shape(),
                        ingest.add(tensor.bytes(), CHUNK_BYTES, ancestors.kin(name, tensor)))));
    List<Cut> cuts = new ArrayList<>();
    save.snapshot
        .files()
        .forEach(
            (name, content) -> {
              List<Integer> lengths = Cutter.files().cut(content);
              cuts.add(new Cut(name, lengths, ingest.add(content, lengths)));
            });
    ingest.flush();
    List<FileEntry> newFiles = cuts.stream().map(Cut::entry).toList();
    tensors = newTensors;
    files = newFiles;
  }

  /** Those it is likely to follow; it may come to follow others, if it loses a race. */
  private Ancestors ancestors() {
    List<VersionId> parents = save.parents;
    if (parents == null) {
      parents = store.catalog.ref(save.branch).map(List::of).orElse(List.of());
    }
    return new Ancestors(store, parents, save.model, encryption.isOn(), CHUNK_BYTES);
  }

  /** A file that is being stored; the names are complete after a flush. */
  private record Cut(String name, List<Integer> lengths, List<Digest> names) {
    FileEntry entry() {
      List<FileChunk> chunks = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        chunks.add(new FileChunk(names.get(i), lengths.get(i)));
      }
      return new FileEntry(name, chunks);
    }
  }

  private Attempt prepare() {
    VersionId head = store.catalog.ref(save.branch).orElse(null);
    VersionId expected = save.expectedHead;
    if (expected != null && !expected.equals(head)) {
      throw new ConflictException(
          save.branch
              + " was at "
              + store.describe(expected)
              + " when this was prepared, and is "
              + (head == null ? "deleted" : "at " + store.describe(head))
              + " now; prepare it again");
    }
    List<VersionId> parents = save.parents;
    if (parents == null) {
      parents = head == null ? List.of() : List.of(head);
    } else if (head != null && !parents.contains(head)) {
      throw new ConflictException(
          save.branch
              + " is at "
              + store.describe(head)
              + ", which is not among the parents "
              + parents.stream().map(store::describe).toList()
              + "; add it, or save on another branch");
    }
    Manifest manifest =
        new Manifest(
            Manifest.FORMAT,
            save.model,
            parents,
            save.snapshot.format(),
            save.snapshot.config(),
            CHUNK_BYTES,
            tensors,
            files,
            save.snapshot.hyperparameters(),
            save.snapshot.signature(),
            save.snapshot.lineage(),
            store.author,
            time,
            save.message);
    byte[] json = manifest.toBytes();
    return new Attempt(manifest, new VersionId(Digest.of(json)), head, ingest.finish(json));
  }

  private void commit(Attempt attempt) {
    VersionId id = attempt.id;
    Set<Digest> chunks = new LinkedHashSet<>(attempt.manifest.chunks());
    chunks.addAll(bases(attempt));
    chunks.add(id.digest());
    List<RefMove> made = new ArrayList<>();
    made.add(move(save.branch, attempt.head, id, reason()));
    save.tags.forEach(tag -> made.add(move(tag, null, id, reason())));
    List<Change> changes = new ArrayList<>();
    changes.add(fence.change());
    changes.add(encryption.unchanged());
    changes.addAll(attempt.packs);
    changes.add(
        new AddVersion(
            id, save.model, attempt.manifest.parents(), time, store.author, save.message, chunks));
    made.forEach(
        move ->
            changes.add(
                new MoveRef(
                    move.ref(), move.from(), move.to(), time, store.author, move.reason())));
    save.evaluations.forEach(
        evaluation -> changes.add(new AttachEvaluation(id, evaluation, time, store.author)));
    store.catalog.apply(changes);
    moves = made;
  }

  private RefMove move(Ref ref, @Nullable VersionId from, VersionId to, String reason) {
    return new RefMove(ref, from, to, time, store.author, reason);
  }

  private String reason() {
    return save.message.isEmpty() ? "saved" : save.message;
  }

  /** What reading the chunks that this save stores needs beside them. */
  private Set<Digest> bases(Attempt attempt) {
    Set<Digest> direct = new LinkedHashSet<>();
    for (AddPack pack : attempt.packs) {
      for (Chunk chunk : pack.chunks()) {
        Digest base = chunk.base();
        if (base != null) {
          direct.add(base);
        }
      }
    }
    Set<Digest> all = new LinkedHashSet<>(direct);
    all.addAll(Bases.of(store.catalog, direct));
    return all;
  }

  /** Mends what made an attempt fail, or throws when it was no race. */
  private void repair(Attempt attempt, LeptonException failure) {
    Encryption now = Encryption.of(store, save.model);
    boolean rekeyed = !now.equals(encryption);
    if (encryption.isOn() && !now.isOn()) {
      throw new ConflictException(
          "the key of model \""
              + save.model
              + "\" was destroyed while this was being saved to be kept under it; save it again to"
              + " keep it in the clear, or encrypt() the model anew first",
          failure);
    }
    encryption = now;
    if (rekeyed) {
      storeAgain();
      return;
    }
    long fenced = fence.seen();
    Set<String> packs = attempt.packs.stream().map(AddPack::pack).collect(Collectors.toSet());
    if (fence.condemned(packs)) {
      if (++unexplained > PATIENCE) {
        throw failure; // it lasts longer than the grace period every time
      }
      storeAgain(); // this took so long that a garbage collection took our packs for a crash's
      return;
    }
    if (fence.seen() != fenced) {
      return;
    }
    Set<Digest> mine = new LinkedHashSet<>();
    attempt.packs.forEach(pack -> pack.chunks().forEach(chunk -> mine.add(chunk.digest())));
    Set<Digest> foreign = new LinkedHashSet<>(attempt.manifest.chunks());
    foreign.addAll(bases(attempt));
    foreign.removeAll(mine);
    if (!store.catalog.chunks(foreign).keySet().containsAll(foreign)) {
      // Chunks we meant to share, or to rest on, were destroyed since: store them ourselves.
      storeAgain();
      return;
    }
    Optional<VersionId> head = store.catalog.ref(save.branch);
    boolean moved = !head.equals(Optional.ofNullable(attempt.head));
    boolean taken = save.tags.stream().anyMatch(tag -> store.catalog.ref(tag).isPresent());
    // What a conflict was about may be mended by others before we look; an unchanged state that
    // keeps failing is no race.
    if (taken || (!moved && ++unexplained > PATIENCE)) {
      throw failure;
    }
  }

  private void storeAgain() {
    ingest.discard();
    ingest.close();
    ingest = newIngest();
    store();
  }

  List<RefMove> moves() {
    return moves;
  }

  @Override
  public void close() {
    ingest.close();
  }
}
