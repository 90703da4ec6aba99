package io.lepton.registry.internal.pack;

import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.LeptonException;
import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;
import io.lepton.registry.internal.pack.PackFormat.Entry;
import io.lepton.registry.internal.pack.PackFormat.Kind;
import io.lepton.spi.BlobStore;
import io.lepton.spi.Catalog.AddPack;
import io.lepton.spi.Catalog.Chunk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Work on whole packs: look in, check, rewrite. Thread-safe. */
public final class Packs {
  private static final int CHECKED_AT_ONCE = 16;

  private final BlobStore blobs;
  private final Workers workers;

  /**
   * Work on the packs of one store.
   *
   * @param blobs with the packs
   * @param workers hash
   */
  public Packs(BlobStore blobs, Workers workers) {
    this.blobs = blobs;
    this.workers = workers;
  }

  /**
   * A fault that was found.
   *
   * @param pack it is in
   * @param chunk that is hurt, or empty if the pack as a whole is
   * @param message names the place, what was expected and what was found
   */
  public record Fault(String pack, Optional<Digest> chunk, String message) {}

  /** How many chunks, and stored bytes, were looked at. */
  public record Amount(long chunks, long bytes) {}

  /**
   * The chunks a pack holds, by its own index.
   *
   * @param pack blob key
   * @return in order of offset
   * @throws NotFoundException if there is no such pack
   * @throws CorruptDataException if it is damaged
   */
  public AddPack contents(String pack) {
    return new AddPack(
        pack,
        PackReader.open(blobs, pack).entries().stream()
            .map(entry -> PackWriter.chunk(pack, entry))
            .toList());
  }

  /**
   * The manifests a pack holds.
   *
   * @param pack blob key
   * @param damaged called with the name of each that is damaged, and how
   * @return checked bytes of the others by name
   * @throws NotFoundException if there is no such pack
   * @throws CorruptDataException if it is damaged as a whole
   */
  public Map<Digest, byte[]> manifests(
      String pack, BiConsumer<Digest, CorruptDataException> damaged) {
    PackReader reader = PackReader.open(blobs, pack);
    Map<Digest, byte[]> manifests = new HashMap<>();
    for (Entry entry : reader.entries()) {
      if (entry.kind() == Kind.MANIFEST) {
        try {
          ByteBuffer raw = reader.raw(entry, "manifest " + entry.digest());
          byte[] json = new byte[raw.remaining()];
          raw.get(json);
          manifests.put(entry.digest(), json);
        } catch (CorruptDataException e) {
          damaged.accept(entry.digest(), e);
        }
      }
    }
    return manifests;
  }

  /**
   * The names of the manifests a pack holds, by its own index.
   *
   * @param pack blob key
   * @return names
   * @throws NotFoundException if there is no such pack
   * @throws CorruptDataException if it is damaged
   */
  public Set<Digest> manifestNames(String pack) {
    return PackReader.open(blobs, pack).entries().stream()
        .filter(entry -> entry.kind() == Kind.MANIFEST)
        .map(Entry::digest)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Makes a pack of what another holds, some chunks left out. The old pack stays.
   *
   * @param pack blob key of the old pack
   * @param without chunks to be left out
   * @return the new pack, or empty if nothing would be in it
   */
  public Optional<AddPack> rewrite(String pack, Set<Digest> without) {
    PackReader reader = PackReader.open(blobs, pack);
    List<Entry> kept =
        reader.entries().stream().filter(entry -> !without.contains(entry.digest())).toList();
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    try (PackWriter writer = new PackWriter(blobs, PackNames.next())) {
      for (Entry entry : kept) {
        writer.copy(entry, reader.whole(entry));
      }
      return Optional.of(writer.seal());
    }
  }

  /**
   * Checks every byte of a pack, and that the catalogue's chunks are where it says.
   *
   * @param pack blob key
   * @param indexed what the catalogue says lies in it
   * @param faults called for each fault, on the caller's thread
   * @return what was looked at
   */
  public Amount check(String pack, List<Chunk> indexed, BiConsumer<Fault, LeptonException> faults) {
    return check(pack, indexed, any -> true, faults);
  }

  /**
   * Checks the frame and the index of a pack, that the catalogue's chunks are where it says, and
   * every byte of some entries.
   *
   * @param pack blob key
   * @param indexed what the catalogue says lies in it
   * @param chosen says which entries are read
   * @param faults called for each fault, on the caller's thread
   * @return the entries that were read, and the bytes of them, of the frame and of the index
   */
  public Amount check(
      String pack,
      List<Chunk> indexed,
      Predicate<Digest> chosen,
      BiConsumer<Fault, LeptonException> faults) {
    PackReader reader;
    try {
      reader = PackReader.open(blobs, pack);
    } catch (NotFoundException e) {
      faults.accept(
          new Fault(pack, Optional.empty(), "pack " + pack + " is missing from the store"), e);
      return new Amount(0, 0);
    } catch (CorruptDataException | FormatTooNewException | StorageException e) {
      faults.accept(new Fault(pack, Optional.empty(), String.valueOf(e.getMessage())), e);
      return new Amount(0, 0);
    }
    Map<Long, Chunk> found = new HashMap<>();
    reader.entries().stream()
        .map(entry -> PackWriter.chunk(pack, entry))
        .forEach(chunk -> found.put(chunk.offset(), chunk));
    for (Chunk chunk : indexed) {
      if (!chunk.equals(found.get(chunk.offset()))) {
        String message =
            "pack "
                + pack
                + " at "
                + chunk.offset()
                + ": expected "
                + chunk
                + ", found "
                + found.get(chunk.offset());
        faults.accept(
            new Fault(pack, Optional.of(chunk.digest()), message),
            new CorruptDataException(message));
      }
    }
    List<Entry> read =
        reader.entries().stream().filter(entry -> chosen.test(entry.digest())).toList();
    checkEntries(pack, reader, read, faults);
    long unread = 0;
    for (Entry entry : reader.entries()) {
      unread += entry.end() - entry.offset();
    }
    for (Entry entry : read) {
      unread -= entry.end() - entry.offset();
    }
    return new Amount(read.size(), reader.size() - unread);
  }

  private void checkEntries(
      String pack,
      PackReader reader,
      List<Entry> entries,
      BiConsumer<Fault, LeptonException> faults) {
    for (int from = 0; from < entries.size(); from += CHECKED_AT_ONCE) {
      List<Entry> some = entries.subList(from, Math.min(entries.size(), from + CHECKED_AT_ONCE));
      List<Future<Integer>> checks = new ArrayList<>();
      for (Entry entry : some) {
        checks.add(workers.submit(() -> reader.raw(entry, "chunk " + entry.digest()).remaining()));
      }
      for (int i = 0; i < checks.size(); i++) {
        try {
          Workers.join(checks.get(i));
        } catch (CorruptDataException
            | FormatTooNewException
            | NotFoundException
            | StorageException e) {
          if (Thread.currentThread().isInterrupted()) {
            throw e; // the caller wants to end; that says nothing about the pack
          }
          faults.accept(
              new Fault(pack, Optional.of(some.get(i).digest()), String.valueOf(e.getMessage())),
              e);
        }
      }
    }
  }

  /**
   * Says whether a blob is named as packs are, and so is no stranger's.
   *
   * @param key of a blob
   * @return whether it should be a pack
   */
  public static boolean isName(String key) {
    return key.endsWith(PackNames.SUFFIX);
  }

  /**
   * What a chunk takes in a pack: its stored bytes, their header and their place in the index.
   *
   * @param chunk of any pack
   * @return bytes
   */
  public static long footprint(Chunk chunk) {
    return (long) PackFormat.ENTRY_HEADER + chunk.storedLength() + PackFormat.INDEX_RECORD;
  }

  /**
   * What a chunk takes in the part of a pack that is written first.
   *
   * @param chunk of any pack
   * @return bytes of its header and its stored bytes
   */
  public static long inPack(Chunk chunk) {
    return (long) PackFormat.ENTRY_HEADER + chunk.storedLength();
  }

  /**
   * Where the first entry of a pack begins.
   *
   * @return bytes
   */
  public static long header() {
    return PackFormat.HEADER;
  }

  /**
   * What a pack of no entry would take.
   *
   * @return bytes
   */
  public static long frame() {
    return PackFormat.HEADER + PackFormat.TRAILER;
  }

  /**
   * Names a codec for people.
   *
   * @param number of the pack format
   * @return such as {@code raw}
   */
  public static String codecName(int number) {
    for (Codec codec : Codec.values()) {
      if (codec.number() == number) {
        return codec.name().toLowerCase(Locale.ROOT);
      }
    }
    return "codec " + number;
  }

  /**
   * The size of a pack.
   *
   * @param pack blob key
   * @return bytes
   */
  public long size(String pack) {
    return blobs.size(pack);
  }
}
