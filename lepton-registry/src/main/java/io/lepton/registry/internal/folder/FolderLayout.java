package io.lepton.registry.internal.folder;

import io.lepton.bytes.ByteSource;
import io.lepton.internal.Json;
import io.lepton.model.ModelSnapshot;
import io.lepton.registry.internal.folder.FolderManifest.NamedFile;
import io.lepton.registry.internal.folder.FolderManifest.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which path each part of a snapshot has in a plain folder. Equal snapshots, equal folders. */
public final class FolderLayout {
  /** Where the tensors lie. */
  public static final String WEIGHTS = "weights.safetensors";

  private FolderLayout() {}

  /**
   * A file of the snapshot.
   *
   * @param name in the snapshot
   * @param path in the folder
   * @param content of the file
   */
  public record PlacedFile(String name, String path, ByteSource content) {}

  /**
   * The places of a snapshot's files: below {@code files/} by name where that is portable.
   *
   * @param snapshot to be laid out
   * @return in the snapshot's order
   */
  public static List<PlacedFile> files(ModelSnapshot snapshot) {
    List<PlacedFile> files = new ArrayList<>();
    PortablePaths taken = new PortablePaths();
    for (Map.Entry<String, ByteSource> file : snapshot.files().entrySet()) {
      String path = "files/" + file.getKey();
      if (!taken.take(path)) {
        path = "renamed/" + files.size();
      }
      files.add(new PlacedFile(file.getKey(), path, file.getValue()));
    }
    return files;
  }

  /**
   * The bytes of {@code lepton-model.json}.
   *
   * @param snapshot that is laid out
   * @param origin the version it was taken from, or null
   * @param weights the safetensors file
   * @param files as they lie
   * @return canonical JSON
   */
  public static byte[] manifest(
      ModelSnapshot snapshot, @Nullable Origin origin, Blob weights, List<NamedFile> files) {
    return Json.bytes(
        new FolderManifest(
            FolderManifest.FORMAT,
            FolderManifest.VERSION,
            new FolderManifest.Snapshot(
                snapshot.format(),
                snapshot.config(),
                snapshot.hyperparameters(),
                snapshot.signature(),
                snapshot.lineage()),
            weights,
            files,
            origin));
  }
}
