package io.lepton.registry;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.registry.internal.folder.Blob;
import io.lepton.registry.internal.folder.FolderLayout;
import io.lepton.registry.internal.folder.FolderManifest;
import io.lepton.registry.internal.folder.FolderManifest.NamedFile;
import io.lepton.registry.internal.folder.FolderManifest.Origin;
import io.lepton.sign.ModelContent;
import io.lepton.tensor.Safetensors;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The files a version is exported as, to the bit, without a disk: what a signature over a version
 * is a signature of. Belongs to one thread.
 */
final class VersionContent implements ModelContent {
  private static final int BLOCK = 1 << 20;

  private final Version version;
  private final ModelSnapshot snapshot;
  private final Map<String, ByteSource> files = new LinkedHashMap<>();
  private byte @Nullable [] manifest;

  VersionContent(Store store, Version version) {
    this.version = store.version(version.id());
    this.snapshot = new Loader(store).load(version.id());
    FolderLayout.files(snapshot).forEach(file -> files.put(file.path(), file.content()));
  }

  @Override
  public String name() {
    return version.model();
  }

  @Override
  public SortedSet<String> files() {
    SortedSet<String> names = new TreeSet<>(files.keySet());
    names.add(FolderLayout.WEIGHTS);
    names.add(FolderManifest.NAME);
    return names;
  }

  @Override
  public void write(String file, WritableByteChannel channel) {
    ByteSource content = files.get(file);
    if (content != null) {
      copy(content, channel);
    } else if (file.equals(FolderLayout.WEIGHTS)) {
      Safetensors.write(channel, snapshot.weights(), Map.of());
    } else if (file.equals(FolderManifest.NAME)) {
      copy(ByteSource.of(manifest()), channel);
    } else {
      throw new NotFoundException(version + " has no file \"" + file + "\" among " + files());
    }
  }

  /** Reads all of it. */
  Map<String, Digest> digests() {
    Map<String, Digest> digests = new TreeMap<>();
    for (String file : files()) {
      digests.put(file, blob(file).sha256());
    }
    return digests;
  }

  private byte[] manifest() {
    byte[] json = manifest;
    if (json == null) {
      List<NamedFile> named = new ArrayList<>();
      for (FolderLayout.PlacedFile file : FolderLayout.files(snapshot)) {
        named.add(new NamedFile(file.name(), blob(file.path())));
      }
      json = FolderLayout.manifest(snapshot, Origin.of(version), blob(FolderLayout.WEIGHTS), named);
      manifest = json;
    }
    return json;
  }

  private Blob blob(String file) {
    HashingChannel hash = new HashingChannel();
    write(file, hash);
    return new Blob(file, hash.count(), hash.finish());
  }

  private static void copy(ByteSource content, WritableByteChannel channel) {
    try {
      long size = content.size();
      for (long at = 0; at < size; at += BLOCK) {
        channel.write(content.read(at, (int) Math.min(BLOCK, size - at)));
      }
    } catch (IOException e) {
      throw new StorageException(
          StorageException.Kind.PERMANENT, "cannot pass on a version's file: " + e, e);
    }
  }
}
