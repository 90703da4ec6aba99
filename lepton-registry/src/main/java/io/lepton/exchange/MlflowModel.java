package io.lepton.exchange;

import io.lepton.bytes.ByteSource;
import io.lepton.error.CorruptDataException;
import io.lepton.internal.Json;
import io.lepton.model.Hyperparameters;
import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Signature;
import io.lepton.model.Signature.Field;
import io.lepton.model.Version;
import io.lepton.registry.internal.folder.FolderManifest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** MLflow's model folder: an {@code MLmodel} file in YAML, and whatever its flavors need. */
final class MlflowModel {
  static final String NAME = "MLmodel";

  /** Format of a snapshot made from a folder that Lepton did not write. */
  static final String FOREIGN = "mlflow/1";

  /** Where the flavor {@code lepton} keeps what {@link FolderFormat} writes. */
  static final String DATA = "lepton";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  private MlflowModel() {}

  static ModelSnapshot read(Path folder) {
    return read(SafeFolder.open(folder), Hyperparameters.none(), Lineage.builder());
  }

  /** Reads a folder, with what is known of the run that made it. */
  static ModelSnapshot read(
      SafeFolder folder, Hyperparameters hyperparameters, Lineage.Builder lineage) {
    Map<String, ByteSource> files = new LinkedHashMap<>();
    folder.files().forEach((name, file) -> files.put(name, SafeFolder.content(file)));
    byte[] yaml = folder.bytes(NAME);
    if (isOurs(Yaml.map(yaml, folder + "/" + NAME))) {
      return FolderFormat.read(Path.of(folder.folder(DATA).toString()));
    }
    return snapshot(yaml, folder + "/" + NAME, files, hyperparameters, lineage);
  }

  private static boolean isOurs(Map<String, @Nullable Object> model) {
    return model.get("flavors") instanceof Map<?, ?> flavors
        && flavors.get("lepton") instanceof Map<?, ?> ours
        && DATA.equals(ours.get("data"));
  }

  static ModelSnapshot snapshot(
      byte[] yaml,
      String where,
      Map<String, ByteSource> files,
      Hyperparameters hyperparameters,
      Lineage.Builder lineage) {
    Map<String, @Nullable Object> model = Yaml.map(yaml, where);
    if (!(model.get("flavors") instanceof Map<?, ?> flavors)) {
      throw new CorruptDataException(where + ": expected flavors, found " + model.keySet());
    }
    for (String fact : List.of("mlflow_version", "run_id", "model_uuid", "utc_time_created")) {
      if (model.get(fact) instanceof String text) {
        lineage.environment("mlflow." + fact, text);
      }
    }
    ModelSnapshot.Builder snapshot =
        ModelSnapshot.builder(FOREIGN)
            .config(Json.text(Map.of("flavors", flavors)))
            .hyperparameters(hyperparameters)
            .signature(signature(model.get("signature"), where, lineage))
            .lineage(lineage.build());
    files.forEach(snapshot::file);
    return snapshot.build();
  }

  private static Signature signature(
      @Nullable Object found, String where, Lineage.Builder lineage) {
    if (!(found instanceof Map<?, ?> schemas)) {
      return new Signature(List.of(), List.of());
    }
    Optional<List<Field>> inputs =
        MlflowSignature.read(schemas.get("inputs"), "input", where + ", signature inputs");
    Optional<List<Field>> outputs =
        MlflowSignature.read(schemas.get("outputs"), "output", where + ", signature outputs");
    if (inputs.isEmpty() || outputs.isEmpty()) {
      lineage.environment("mlflow.signature", "has types that Lepton does not have; see " + NAME);
    }
    return new Signature(inputs.orElse(List.of()), outputs.orElse(List.of()));
  }

  static void write(ModelSnapshot snapshot, Version version, Path folder) {
    try (FolderDraft draft = new FolderDraft(folder)) {
      FolderFormat.fill(snapshot, FolderManifest.Origin.of(version), draft, DATA + "/");
      draft.write(NAME, ByteSource.of(yaml(snapshot, version).getBytes(StandardCharsets.UTF_8)));
      draft.publish();
    }
  }

  /**
   * Only fields that MLflow has read since its 1.20, whose readers refuse what they do not know. A
   * JSON text is a YAML scalar in double quotes; so quoted, none is taken for a number.
   */
  private static String yaml(ModelSnapshot snapshot, Version version) {
    StringBuilder yaml = new StringBuilder();
    yaml.append("flavors:\n  lepton:\n");
    Map<String, String> flavor = new TreeMap<>();
    flavor.put("data", DATA);
    flavor.put("format", snapshot.format());
    flavor.put("lepton_version_id", version.id().hex());
    flavor.forEach((key, value) -> line(yaml, "    ", key, value));
    Signature signature = snapshot.signature();
    if (!signature.inputs().isEmpty()) {
      yaml.append("signature:\n");
      line(yaml, "  ", "inputs", MlflowSignature.write(signature.inputs()));
      if (signature.outputs().isEmpty()) {
        yaml.append("  outputs: null\n");
      } else {
        line(yaml, "  ", "outputs", MlflowSignature.write(signature.outputs()));
      }
    }
    line(yaml, "", "utc_time_created", TIME.format(version.time()));
    return yaml.toString();
  }

  private static void line(StringBuilder yaml, String indent, String key, String value) {
    yaml.append(indent).append(key).append(": ").append(Json.text(value)).append('\n');
  }
}
