package io.lepton.registry.internal.pack;

import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.KeyUnavailableException;
import io.lepton.error.LeptonException;
import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;
import io.lepton.registry.internal.pack.PackFormat.Entry;
import io.lepton.registry.internal.pack.PackFormat.Kind;
import io.lepton.registry.internal.pack.PackWriter.Item;
import io.lepton.spi.BlobStore;
import io.lepton.spi.Catalog.AddPack;
import io.lepton.spi.Catalog.Chunk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Work on whole packs: look in, check, rewrite. Thread-safe. */
public final class Packs {
  private static final int CHECKED_AT_ONCE = 16;

  private final BlobStore blobs;
  private final ChunkReader chunks;
  private final Workers workers;

  /**
   * Work on the packs of one store.
   *
   * @param blobs with the packs
   * @param chunks reads what chunks rest on, also in other packs
   * @param workers hash
   */
  public Packs(BlobStore blobs, ChunkReader chunks, Workers workers) {
    this.blobs = blobs;
    this.chunks = chunks;
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
    PackReader reader = PackReader.open(blobs, pack);
    return new AddPack(pack, reader.entries().stream().map(reader::chunk).toList());
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
          ByteBuffer raw = raw(pack, reader, entry, "manifest");
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

  private ByteBuffer raw(String pack, PackReader reader, Entry entry, String kind) {
    String what = kind + " " + entry.digest();
    Chunk place = PackWriter.chunk(pack, entry, null);
    return reader.raw(
        entry, what, (base, length) -> chunks.readBase(place, base, what, length), chunks);
  }

  /**
   * Makes a pack of what another holds, some chunks left out. What rests on one of these is stored
   * by itself from then on. The old pack stays.
   *
   * @param pack blob key of the old pack
   * @param without chunks to be left out
   * @return the new pack, or empty if nothing would be in it
   * @throws CorruptDataException if what rests on a chunk to be left out cannot be read
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
        Digest base = reader.base(entry);
        if (base != null && without.contains(base)) {
          writer.add(alone(reader, entry));
        } else {
          writer.copy(entry, base, reader.whole(entry));
        }
      }
      return Optional.of(writer.seal());
    }
  }

  private Item alone(PackReader reader, Entry entry) {
    // Not this very copy: it may be one that nobody could read, beside the one that is indexed.
    ByteBuffer raw = chunks.read(entry.digest(), "chunk " + entry.digest());
    byte[] bytes = new byte[raw.remaining()];
    raw.get(bytes);
    return new Item(
        entry.kind(),
        entry.digest(),
        bytes.length,
        chunks
            .formOf(entry.codec(), reader.stored(entry))
            .encode(
                entry.digest(), bytes, bytes.length, Grouping.UNKNOWN, List.of(), new Buffers()));
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
    Map<Long, Chunk> expected = new HashMap<>();
    indexed.forEach(chunk -> expected.put(chunk.offset(), chunk));
    for (Entry entry : reader.entries()) {
      Chunk chunk = expected.remove(entry.dataOffset());
      // The base is compared when the entry is found sound: it lies in the entry.
      if (chunk != null && !chunk.equals(PackWriter.chunk(pack, entry, chunk.base()))) {
        report(pack, chunk, reader.chunk(entry), faults);
      }
    }
    expected.values().forEach(chunk -> report(pack, chunk, null, faults));
    List<Entry> read =
        reader.entries().stream().filter(entry -> chosen.test(entry.digest())).toList();
    checkEntries(pack, reader, indexed, read, chosen, faults);
    long unread = 0;
    for (Entry entry : reader.entries()) {
      unread += entry.end() - entry.offset();
    }
    for (Entry entry : read) {
      unread -= entry.end() - entry.offset();
    }
    return new Amount(read.size(), reader.size() - unread);
  }

  private static void report(
      String pack,
      Chunk expected,
      @Nullable Chunk found,
      BiConsumer<Fault, LeptonException> faults) {
    String message =
        "pack " + pack + " at " + expected.offset() + ": expected " + expected + ", found " + found;
    faults.accept(
        new Fault(pack, Optional.of(expected.digest()), message),
        new CorruptDataException(message));
  }

  /** That a base is damaged, which the check of its own pack reports. */
  private static final class DamagedBase extends CorruptDataException {
    private static final long serialVersionUID = 1L;

    DamagedBase(CorruptDataException cause) {
      super(String.valueOf(cause.getMessage()), cause);
    }
  }

  /** Reads an entry, and compares its base with what the index says. */
  private Optional<String> checkEntry(
      String pack,
      PackReader reader,
      Entry entry,
      Map<Long, Chunk> indexed,
      Predicate<Digest> chosen) {
    String what = "chunk " + entry.digest();
    Chunk place = PackWriter.chunk(pack, entry, null);
    try {
      reader.raw(
          entry,
          what,
          (base, length) -> {
            try {
              return chunks.readBase(place, base, what, length);
            } catch (CorruptDataException e) {
              if (chosen.test(base) && chunks.places(List.of(base)).containsKey(base)) {
                throw new DamagedBase(e);
              }
              throw e; // it will not be checked by itself
            }
          },
          chunks);
    } catch (DamagedBase e) {
      return Optional.empty();
    }
    Chunk expected = indexed.get(entry.dataOffset());
    Digest base = expected == null ? null : reader.base(entry);
    return expected == null || Objects.equals(base, expected.base())
        ? Optional.empty()
        : Optional.of(
            ChunkForm.at(place, what)
                + ": indexed as a difference from "
                + expected.base()
                + ", found from "
                + base);
  }

  private void checkEntries(
      String pack,
      PackReader reader,
      List<Chunk> indexed,
      List<Entry> entries,
      Predicate<Digest> chosen,
      BiConsumer<Fault, LeptonException> faults) {
    Map<Long, Chunk> places = new HashMap<>();
    indexed.forEach(chunk -> places.put(chunk.offset(), chunk));
    for (int from = 0; from < entries.size(); from += CHECKED_AT_ONCE) {
      List<Entry> some = entries.subList(from, Math.min(entries.size(), from + CHECKED_AT_ONCE));
      List<Future<Optional<String>>> checks = new ArrayList<>();
      for (Entry entry : some) {
        checks.add(workers.submit(() -> checkEntry(pack, reader, entry, places, chosen)));
      }
      for (int i = 0; i < checks.size(); i++) {
        Digest digest = some.get(i).digest();
        try {
          Workers.join(checks.get(i))
              .ifPresent(
                  message ->
                      faults.accept(
                          new Fault(pack, Optional.of(digest), message),
                          new CorruptDataException(message)));
        } catch (CorruptDataException
            | FormatTooNewException
            | KeyUnavailableException
            | NotFoundException
            | StorageException e) {
          if (Thread.currentThread().isInterrupted()) {
            throw e; // the caller wants to end; that says nothing about the pack
          }
          faults.accept(new Fault(pack, Optional.of(digest), String.valueOf(e.getMessage())), e);
        }
      }
    }
  }

  /**
   * The key that a sealed chunk needs, found in its stored bytes.
   *
   * @param chunk as indexed
   * @return id of the data key
   * @throws CorruptDataException if its bytes do not say
   */
  public String keyOf(Chunk chunk) {
    try {
      return Sealed.keyId(
          blobs.read(chunk.pack(), chunk.offset(), Math.min(chunk.storedLength(), Sealed.PREFIX)));
    } catch (IllegalArgumentException e) {
      throw new CorruptDataException("chunk " + chunk.digest() + ": " + e.getMessage(), e);
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
        return codec.name().toLowerCase(Locale.ROOT).replace('_', ' ');
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
