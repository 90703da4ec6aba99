package io.lepton.exchange;

import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.internal.Json;
import io.lepton.model.Hyperparameters;
import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Signature;
import io.lepton.model.Version;
import io.lepton.tensor.Safetensors;
import io.lepton.tensor.SafetensorsFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A snapshot's weights as one safetensors file, with the rest as text in its metadata. */
final class SafetensorsFormat {
  /** Format of a snapshot made from a file that Lepton did not write. */
  static final String FOREIGN = "safetensors/1";

  private static final String MARK = "lepton";
  private static final String VERSION = "1";

  private SafetensorsFormat() {}

  static void write(ModelSnapshot snapshot, Version version, Path file) {
    Map<String, String> metadata = new TreeMap<>();
    metadata.put(MARK, VERSION);
    metadata.put("lepton.format", snapshot.format());
    metadata.put("lepton.config", snapshot.config());
    metadata.put("lepton.hyperparameters", Json.text(snapshot.hyperparameters()));
    metadata.put("lepton.signature", Json.text(snapshot.signature()));
    metadata.put("lepton.lineage", Json.text(snapshot.lineage()));
    metadata.put("lepton.files", Json.text(List.copyOf(snapshot.files().keySet())));
    metadata.put("lepton.id", version.id().hex());
    metadata.put("lepton.model", version.model());
    metadata.put("lepton.number", Long.toString(version.number()));
    metadata.put("lepton.author", version.author());
    metadata.put("lepton.time", version.time().toString());
    metadata.put("lepton.message", version.message());
    Safetensors.write(file, snapshot.weights(), metadata);
  }

  static ModelSnapshot read(Path file) {
    return snapshot(Safetensors.read(file), file.toString());
  }

  static ModelSnapshot snapshot(SafetensorsFile file, String where) {
    Map<String, String> metadata = file.metadata();
    String mark = metadata.get(MARK);
    if (mark == null) {
      return ModelSnapshot.builder(FOREIGN)
          .config(Json.text(Map.of("metadata", metadata)))
          .weights(file.weights())
          .build();
    }
    if (!mark.equals(VERSION)) {
      throw new FormatTooNewException(
          where + " has metadata of Lepton's version " + mark + "; this Lepton knows " + VERSION);
    }
    return ModelSnapshot.builder(text(metadata, "lepton.format", where))
        .config(text(metadata, "lepton.config", where))
        .weights(file.weights())
        .hyperparameters(read(metadata, "lepton.hyperparameters", Hyperparameters.class, where))
        .signature(read(metadata, "lepton.signature", Signature.class, where))
        .lineage(read(metadata, "lepton.lineage", Lineage.class, where))
        .build();
  }

  private static <T> T read(Map<String, String> metadata, String key, Class<T> type, String where) {
    return Json.read(text(metadata, key, where), type, where + ", metadata " + key);
  }

  private static String text(Map<String, String> metadata, String key, String where) {
    String text = metadata.get(key);
    if (text == null) {
      throw new CorruptDataException(
          where + ": expected the metadata " + key + ", found " + metadata.keySet());
    }
    return text;
  }
}
