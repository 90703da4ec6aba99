package io.lepton.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;
import io.lepton.internal.Json;
import io.lepton.model.ModelSnapshot;
import io.lepton.registry.internal.folder.Blob;
import io.lepton.registry.internal.folder.FolderLayout;
import io.lepton.registry.internal.folder.FolderManifest;
import io.lepton.registry.internal.folder.FolderManifest.NamedFile;
import io.lepton.registry.internal.folder.FolderManifest.Origin;
import io.lepton.registry.internal.folder.PortablePaths;
import io.lepton.tensor.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A snapshot as a plain folder. */
final class FolderFormat {
  private static final int MAX_MANIFEST_BYTES = 1 << 28;
  private static final int SHOWN = 5;

  private FolderFormat() {}

  static void write(ModelSnapshot snapshot, @Nullable Origin origin, Path folder) {
    try (FolderDraft draft = new FolderDraft(folder)) {
      fill(snapshot, origin, draft, "");
      draft.publish();
    }
  }

  /** Writes everything below a prefix that is empty or ends with a slash. */
  static void fill(
      ModelSnapshot snapshot, @Nullable Origin origin, FolderDraft draft, String prefix) {
    Path weights = draft.file(prefix + FolderLayout.WEIGHTS);
    Safetensors.write(weights, snapshot.weights(), Map.of());
    ByteSource written = ByteSource.ofFile(weights);
    Blob weightsBlob = new Blob(FolderLayout.WEIGHTS, written.size(), Digest.of(written));
    List<NamedFile> files = new ArrayList<>();
    for (FolderLayout.PlacedFile file : FolderLayout.files(snapshot)) {
      Blob blob = draft.write(prefix + file.path(), file.content());
      files.add(new NamedFile(file.name(), new Blob(file.path(), blob.bytes(), blob.sha256())));
    }
    byte[] manifest = FolderLayout.manifest(snapshot, origin, weightsBlob, files);
    draft.write(prefix + FolderManifest.NAME, ByteSource.of(manifest));
  }

  static ModelSnapshot read(Path folder) {
    try {
      return read(folder.toRealPath(), folder.toString());
    } catch (IOException e) {
      throw new StorageException(
          StorageException.Kind.PERMANENT, "cannot read the folder " + folder + ": " + e, e);
    }
  }

  private static ModelSnapshot read(Path root, String where) throws IOException {
    FolderManifest manifest = manifest(root, where);
    PortablePaths paths = new PortablePaths();
    paths.require(FolderManifest.NAME, where);
    paths.require(manifest.weights().path(), where);
    manifest.files().forEach(file -> paths.require(file.content().path(), where));
    refuseUnlisted(root, manifest, where);
    ByteSource weights = open(root, manifest.weights(), where);
    FolderManifest.Snapshot rest = manifest.snapshot();
    ModelSnapshot.Builder snapshot =
        ModelSnapshot.builder(rest.format())
            .config(rest.config())
            .hyperparameters(rest.hyperparameters())
            .signature(rest.signature())
            .lineage(rest.lineage())
            .weights(Safetensors.read(weights, where + "/" + manifest.weights().path()).weights());
    Set<String> names = new HashSet<>();
    for (NamedFile file : manifest.files()) {
      if (!names.add(file.name())) {
        throw new CorruptDataException(where + ": file \"" + file.name() + "\" comes twice");
      }
      snapshot.file(file.name(), open(root, file.content(), where));
    }
    return snapshot.build();
  }

  private static FolderManifest manifest(Path root, String where) throws IOException {
    Path file = root.resolve(FolderManifest.NAME);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new NotFoundException(
          where + " has no " + FolderManifest.NAME + "; expected a folder that Lepton exported");
    }
    if (Files.size(file) > MAX_MANIFEST_BYTES) {
      throw new CorruptDataException(
          file
              + " has "
              + Files.size(file)
              + " bytes; at most "
              + MAX_MANIFEST_BYTES
              + " are read");
    }
    byte[] json = Files.readAllBytes(file);
    JsonNode head = Json.read(json, JsonNode.class, file.toString());
    requireKnown(head, FolderManifest.FORMAT, FolderManifest.VERSION, file.toString());
    return Json.read(json, FolderManifest.class, file.toString());
  }

  /** Throws unless a JSON object names a format, in a version that is known. */
  static void requireKnown(JsonNode head, String format, int known, String where) {
    JsonNode version = head.path("version");
    if (!head.path("format").asText().equals(format)
        || !version.isIntegralNumber()
        || version.asLong() < 1) {
      throw new CorruptDataException(
          where + ": expected the format \"" + format + "\" and its version");
    }
    if (version.asLong() > known) {
      throw new FormatTooNewException(
          where
              + " is of version "
              + version
              + " of "
              + format
              + "; this Lepton knows "
              + known
              + ": use the newer Lepton that wrote it");
    }
  }

  private static ByteSource open(Path root, Blob blob, String where) throws IOException {
    Path file = root.resolve(blob.path());
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        || !file.toRealPath().startsWith(root)) {
      throw new CorruptDataException(
          where + ": expected a plain file at " + blob.path() + ", found none, or a link");
    }
    ByteSource content =
        blob.bytes() == 0 && Files.size(file) == 0
            ? ByteSource.of(new byte[0])
            : ByteSource.ofFile(file);
    return blob.check(content, where);
  }

  /** Somebody who puts a file in the folder means it to be in the model. */
  private static void refuseUnlisted(Path root, FolderManifest manifest, String where)
      throws IOException {
    Set<Path> listed = new HashSet<>();
    listed.add(root.resolve(FolderManifest.NAME));
    listed.add(root.resolve(manifest.weights().path()));
    manifest.files().forEach(file -> listed.add(root.resolve(file.content().path())));
    try (Stream<Path> all = Files.walk(root)) {
      List<Path> unlisted =
          all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
              .filter(path -> !path.getFileName().toString().startsWith("."))
              .filter(path -> !listed.contains(path))
              .limit(SHOWN)
              .toList();
      if (!unlisted.isEmpty()) {
        throw new InvalidInputException(
            where
                + " holds files that "
                + FolderManifest.NAME
                + " does not list: "
                + unlisted
                + "; take them out");
      }
    }
  }
}
