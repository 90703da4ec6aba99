package io.lepton.exchange;

import io.lepton.model.Hyperparameters;
import io.lepton.model.Lineage;
import io.lepton.model.Signature;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What {@code lepton-model.json} says: all of a snapshot that is not in the files beside it.
 *
 * @param format {@code lepton-model}
 * @param version of that format, 1
 * @param snapshot what is neither tensor nor file
 * @param weights the safetensors file
 * @param files in order
 * @param origin the version it was taken from, or null
 */
record FolderManifest(
    String format,
    int version,
    Snapshot snapshot,
    Blob weights,
    List<NamedFile> files,
    @Nullable Origin origin) {
  static final String NAME = "lepton-model.json";
  static final String FORMAT = "lepton-model";
  static final int VERSION = 1;

  record Snapshot(
      String format,
      String config,
      Hyperparameters hyperparameters,
      Signature signature,
      Lineage lineage) {
    Snapshot {
      Objects.requireNonNull(format);
      Objects.requireNonNull(config);
      Objects.requireNonNull(hyperparameters);
      Objects.requireNonNull(signature);
      Objects.requireNonNull(lineage);
    }
  }

  /** A file of the snapshot, whose name there may be no path here. */
  record NamedFile(String name, Blob content) {
    NamedFile {
      Objects.requireNonNull(name);
      Objects.requireNonNull(content);
    }
  }

  record Origin(
      String model, VersionId id, long number, String author, Instant time, String message) {
    static Origin of(Version it) {
      return new Origin(it.model(), it.id(), it.number(), it.author(), it.time(), it.message());
    }
  }

  FolderManifest {
    Objects.requireNonNull(format);
    Objects.requireNonNull(snapshot);
    Objects.requireNonNull(weights);
    files = List.copyOf(files);
  }
}
