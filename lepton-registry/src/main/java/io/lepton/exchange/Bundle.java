package io.lepton.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.NotFoundException;
import io.lepton.exchange.BundleIndex.BundledRef;
import io.lepton.exchange.BundleIndex.BundledVersion;
import io.lepton.exchange.BundleIndex.Ended;
import io.lepton.internal.Json;
import io.lepton.model.VersionId;
import io.lepton.registry.Retirement;
import io.lepton.registry.VersionSource;
import io.lepton.registry.internal.folder.Blob;
import io.lepton.registry.internal.manifest.Manifest;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.EvaluationEntry;
import io.lepton.spi.Catalog.VersionEntry;
import io.lepton.spi.Ref;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Versions of a model in one zip file: their records, weights as safetensors, files, evaluations
 * and refs. {@link io.lepton.registry.Pull#from(VersionSource)} brings them into a store, under the
 * ids they had. Opening checks the SHA-256 of everything in it. Thread-safe, but for closing.
 */
public final class Bundle implements VersionSource, AutoCloseable {
  private static final int MAX_JSON = 1 << 28;

  private final String where;
  private final ZipArchive archive;
  private final Unpacking unpacking;
  private final Map<String, ByteSource> contents = new LinkedHashMap<>();
  private final Map<VersionId, Bundled> versions = new LinkedHashMap<>();
  private final BundleIndex index;

  private record Bundled(VersionEntry entry, Manifest manifest, BundledVersion files) {}

  private Bundle(ByteSource bytes, String where) {
    this.where = where;
    this.archive = ZipArchive.read(bytes, where);
    this.unpacking = new Unpacking(archive, bytes.size(), where);
    try {
      this.index = index();
      check();
    } catch (Throwable e) {
      unpacking.close();
      throw e;
    }
  }

  static Bundle read(ByteSource bytes, String where) {
    return new Bundle(bytes, where);
  }

  private BundleIndex index() {
    ZipArchive.Entry entry = archive.entries().get(BundleIndex.NAME);
    if (entry == null) {
      throw new CorruptDataException(where + " is no Lepton bundle: it has no " + BundleIndex.NAME);
    }
    byte[] json = json(entry, unpacking.content(requireSmall(entry)));
    FolderFormat.requireKnown(
        Json.read(json, JsonNode.class, where), BundleIndex.FORMAT, BundleIndex.VERSION, where);
    return Json.read(json, BundleIndex.class, where + "/" + BundleIndex.NAME);
  }

  private ZipArchive.Entry requireSmall(ZipArchive.Entry entry) {
    if (entry.size() > MAX_JSON) {
      throw new CorruptDataException(
          where + ": " + entry.name() + " has " + entry.size() + " bytes; at most " + MAX_JSON);
    }
    return entry;
  }

  /** Nothing but the zip file's own checksum covers the index. */
  private byte[] json(ZipArchive.Entry entry, ByteSource content) {
    byte[] json = bytes(content);
    CRC32 crc = new CRC32();
    crc.update(json);
    if (crc.getValue() != entry.crc()) {
      throw new CorruptDataException(where + ": " + entry.name() + " has a wrong CRC-32");
    }
    return json;
  }

  private void check() {
    Set<String> unlisted = new TreeSet<>(archive.entries().keySet());
    unlisted.remove(BundleIndex.NAME);
    for (BundledVersion version : index.versions()) {
      unlisted.remove(version.manifest().path());
      ByteSource record = content(version.manifest());
      if (version.weights() != null) {
        unlisted.remove(version.weights().path());
        content(version.weights());
      }
      for (Blob file : version.files()) {
        unlisted.remove(file.path());
        content(file);
      }
      take(version, record);
    }
    if (!unlisted.isEmpty()) {
      throw new CorruptDataException(
          where + " holds what " + BundleIndex.NAME + " does not list: " + unlisted);
    }
    for (BundledRef ref : index.refs()) {
      if (!versions.containsKey(ref.version())) {
        throw new CorruptDataException(where + ": " + ref.ref() + " points out of the bundle");
      }
    }
  }

  /** Unpacks and checks an entry, once. */
  private ByteSource content(Blob blob) {
    ByteSource known = contents.get(blob.path());
    if (known == null) {
      ZipArchive.Entry entry = archive.entries().get(blob.path());
      if (entry == null || entry.size() != blob.bytes()) {
        throw new CorruptDataException(
            where
                + ": expected "
                + blob.path()
                + " with "
                + blob.bytes()
                + " bytes, found "
                + entry);
      }
      known = blob.check(unpacking.content(entry), where);
      contents.put(blob.path(), known);
    } else if (known.size() != blob.bytes()) {
      throw new CorruptDataException(where + ": " + blob.path() + " is listed with two sizes");
    }
    return known;
  }

  private void take(BundledVersion version, ByteSource record) {
    if (record.size() > MAX_JSON || !version.manifest().sha256().equals(version.id().digest())) {
      throw new CorruptDataException(
          where + ": " + version.manifest().path() + " is not the record of " + version.id().hex());
    }
    byte[] json = bytes(record);
    Manifest manifest = Manifest.read(json, where + "/" + version.manifest().path());
    Ref.requireValidName("model", manifest.model());
    if (version.retirement() == null && version.files().size() != manifest.files().size()) {
      throw new CorruptDataException(
          where + ": version " + version.id() + " does not have the files it should");
    }
    VersionEntry entry =
        new VersionEntry(
            version.id(),
            manifest.model(),
            version.number(),
            manifest.parents(),
            manifest.time(),
            manifest.author(),
            manifest.message(),
            ended(version.retirement()));
    if (versions.put(version.id(), new Bundled(entry, manifest, version)) != null) {
      throw new CorruptDataException(where + ": version " + version.id() + " comes twice");
    }
  }

  private static Catalog.@Nullable Retirement ended(@Nullable Ended end) {
    return end == null ? null : new Catalog.Retirement(end.time(), end.author(), end.reason());
  }

  private static byte[] bytes(ByteSource source) {
    byte[] bytes = new byte[(int) source.size()];
    source.readAll().get(bytes);
    return bytes;
  }

  private Bundled bundled(VersionId id) {
    Bundled found = versions.get(id);
    if (found == null) {
      throw new NotFoundException(where + " has no version " + id.hex());
    }
    return found;
  }

  @Override
  public List<String> models() {
    return versions.values().stream().map(it -> it.entry.model()).distinct().sorted().toList();
  }

  @Override
  public List<VersionEntry> versions(String model) {
    return versions.values().stream()
        .map(Bundled::entry)
        .filter(entry -> entry.model().equals(model))
        .sorted(Comparator.comparingLong(VersionEntry::number))
        .toList();
  }

  @Override
  public Optional<VersionEntry> version(VersionId id) {
    return Optional.ofNullable(versions.get(id)).map(Bundled::entry);
  }

  @Override
  public Map<Ref, VersionId> refs(String model) {
    Map<Ref, VersionId> refs = new LinkedHashMap<>();
    index.refs().stream()
        .filter(ref -> ref.ref().model().equals(model))
        .forEach(ref -> refs.put(ref.ref(), ref.version()));
    return refs;
  }

  /**
   * Versions that those in the bundle follow and that the receiver must have already.
   *
   * @return their ids; empty for a bundle of whole histories
   */
  public List<VersionId> prerequisites() {
    return index.prerequisites();
  }

  @Override
  public byte[] manifest(VersionId id) {
    return bytes(content(bundled(id).files.manifest()));
  }

  @Override
  public List<ByteSource> content(VersionId id, List<Piece> pieces) {
    Bundled version = bundled(id);
    Blob weights = version.files.weights();
    if (weights == null) {
      throw new NotFoundException(where + " has no weights of the retired version " + id);
    }
    Map<Digest, ByteSource> all =
        new BundledContent(where + ", version " + id, version.manifest)
            .pieces(content(weights), version.files.files().stream().map(this::content).toList());
    return pieces.stream().map(piece -> find(all, piece, id)).toList();
  }

  private ByteSource find(Map<Digest, ByteSource> all, Piece piece, VersionId id) {
    ByteSource found = all.get(piece.digest());
    if (found == null || found.size() != piece.bytes()) {
      throw new CorruptDataException(
          where + ": version " + id + " has no " + piece.bytes() + " bytes " + piece.digest());
    }
    return found;
  }

  @Override
  public List<EvaluationEntry> evaluations(String model) {
    return index.evaluations().stream()
        .filter(
            it ->
                versions.containsKey(it.version())
                    && bundled(it.version()).entry.model().equals(model))
        .toList();
  }

  @Override
  public Optional<Retirement> retirement(VersionId id) {
    return Optional.ofNullable(bundled(id).files.certificate());
  }

  /** Removes what had to be unpacked. Sources taken from the bundle can no longer be read. */
  @Override
  public void close() {
    unpacking.close();
  }
}
