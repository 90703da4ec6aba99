package io.lepton.exchange;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.exchange.BundleIndex.BundledRef;
import io.lepton.exchange.BundleIndex.BundledVersion;
import io.lepton.internal.Json;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.VersionId;
import io.lepton.registry.ModelManager;
import io.lepton.registry.VersionSource;
import io.lepton.registry.internal.folder.Blob;
import io.lepton.spi.Catalog.EvaluationEntry;
import io.lepton.spi.Catalog.VersionEntry;
import io.lepton.spi.Ref;
import io.lepton.tensor.Safetensors;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Lays versions out as a zip file. Entries are stored as they are: weights do not deflate, and a
 * reader can map them. Sizes and checksums stand before the bytes, so each entry is made twice.
 */
final class BundleWriter {
  private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final ModelManager models;
  private final VersionSource source;
  private final Map<Digest, Blob> byContent = new HashMap<>();

  BundleWriter(ModelManager models, VersionSource source) {
    this.models = models;
    this.source = source;
  }

  /** Makes an entry's bytes, the same ones each time. */
  private interface Content {
    void to(OutputStream out) throws IOException;
  }

  void write(List<VersionEntry> versions, Map<Ref, VersionId> refs, Path file) {
    Path target = file.toAbsolutePath();
    Path draft = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
    try {
      try (FileChannel channel =
              FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
          ZipOutputStream zip = new ZipOutputStream(Channels.newOutputStream(channel))) {
        List<BundledVersion> listed = new ArrayList<>();
        for (VersionEntry version : versions) {
          listed.add(add(version, zip));
        }
        byte[] index = Json.bytes(index(versions, listed, refs));
        put(BundleIndex.NAME, out -> out.write(index), zip);
        zip.finish();
        channel.force(true);
      }
      Files.move(
          draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Path folder = target.getParent();
      if (folder != null) {
        FolderDraft.flush(folder);
      }
    } catch (IOException e) {
      throw FolderDraft.failed(file, e);
    } finally {
      try {
        Files.deleteIfExists(draft);
      } catch (IOException e) {
        // What led here is reported already; a stray draft does no harm.
      }
    }
  }

  private BundleIndex index(
      List<VersionEntry> versions, List<BundledVersion> listed, Map<Ref, VersionId> refs) {
    Set<VersionId> inside = new LinkedHashSet<>();
    Set<VersionId> outside = new LinkedHashSet<>();
    Set<String> names = new LinkedHashSet<>();
    for (VersionEntry version : versions) {
      inside.add(version.id());
      outside.addAll(version.parents());
      names.add(version.model());
    }
    outside.removeAll(inside);
    List<EvaluationEntry> evaluations = new ArrayList<>();
    for (String name : names) {
      source.evaluations(name).stream()
          .filter(entry -> inside.contains(entry.version()))
          .forEach(evaluations::add);
    }
    return new BundleIndex(
        BundleIndex.FORMAT,
        BundleIndex.VERSION,
        listed,
        refs.entrySet().stream().map(it -> new BundledRef(it.getKey(), it.getValue())).toList(),
        evaluations,
        outside.stream().sorted().toList());
  }

  private BundledVersion add(VersionEntry version, ZipOutputStream zip) throws IOException {
    String folder = "versions/" + version.id().hex() + "/";
    byte[] record = source.manifest(version.id());
    Blob manifest = put(folder + "manifest.json", out -> out.write(record), zip);
    Blob weights = null;
    List<Blob> files = new ArrayList<>();
    if (version.retirement() == null) {
      ModelSnapshot snapshot = models.load(models.model(version.model()).version(version.number()));
      weights =
          put(
              folder + "weights.safetensors",
              out ->
                  Safetensors.write(Channels.newChannel(out), snapshot.weights(), new TreeMap<>()),
              zip);
      for (ByteSource file : snapshot.files().values()) {
        files.add(put("files/" + Digest.of(file).hex(), out -> copy(file, out), zip));
      }
    }
    return new BundledVersion(
        version.id(),
        version.number(),
        manifest,
        weights,
        files,
        BundleIndex.Ended.of(version),
        source.retirement(version.id()).orElse(null));
  }

  private static void copy(ByteSource file, OutputStream out) throws IOException {
    file.writeTo(0, file.size(), Channels.newChannel(out));
  }

  /** Adds an entry, or finds the one that has this content already. */
  private Blob put(String path, Content content, ZipOutputStream zip) throws IOException {
    Measuring measured = new Measuring();
    content.to(measured);
    Digest digest = Digest.finish(measured.hash);
    Blob known = byContent.get(digest);
    if (known != null) {
      return known;
    }
    ZipEntry entry = new ZipEntry(path);
    entry.setMethod(ZipEntry.STORED);
    entry.setTimeLocal(EPOCH);
    entry.setSize(measured.size);
    entry.setCrc(measured.crc.getValue());
    zip.putNextEntry(entry);
    content.to(zip);
    zip.closeEntry();
    Blob blob = new Blob(path, measured.size, digest);
    byContent.put(digest, blob);
    return blob;
  }

  /** Counts and hashes what is written to it. */
  private static final class Measuring extends OutputStream {
    private final MessageDigest hash = Digest.start();
    private final CRC32 crc = new CRC32();
    private long size;

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      hash.update(bytes, offset, length);
      crc.update(bytes, offset, length);
      size += length;
    }
  }
}
