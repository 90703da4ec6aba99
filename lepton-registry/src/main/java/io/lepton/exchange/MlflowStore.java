package io.lepton.exchange;

import io.lepton.error.CorruptDataException;
import io.lepton.error.NotFoundException;
import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.registry.Model;
import io.lepton.registry.Save;
import io.lepton.registry.internal.folder.PortablePaths;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * MLflow's file store, the folder {@code mlruns}: experiments with runs, and registered models.
 * Nothing in it is changed. A handle: it reads the folder each time it is asked. Thread-safe.
 *
 * <pre>{@code
 * MlflowStore mlflow = ModelImport.mlflow(Path.of("mlruns"));
 * mlflow.importModel("credit", models.model("credit"));
 * }</pre>
 */
public final class MlflowStore {
  private static final String META = "meta.yaml";
  private static final String MODELS = "models";
  private static final String VERSION = "version-";

  private final SafeFolder root;

  MlflowStore(Path mlruns) {
    this.root = SafeFolder.open(mlruns);
  }

  private record Registered(
      long number, String description, String stage, String runId, String source) {}

  /**
   * Every run that was not deleted.
   *
   * @return by experiment, then by id
   * @throws CorruptDataException if a run's files are not what MLflow writes
   */
  public List<MlflowRun> runs() {
    List<MlflowRun> runs = new ArrayList<>();
    for (String experiment : root.folders()) {
      if (!experiment.equals(MODELS) && root.has(experiment + "/" + META)) {
        SafeFolder folder = root.folder(experiment);
        String name = text(meta(folder), "name", experiment);
        for (String run : folder.folders()) {
          if (folder.has(run + "/" + META)
              && text(meta(folder.folder(run)), "lifecycle_stage", "active").equals("active")) {
            runs.add(run(folder.folder(run), run, name));
          }
        }
      }
    }
    return runs;
  }

  /**
   * One run.
   *
   * @param id of the run
   * @return the run
   * @throws NotFoundException if there is none of that id
   * @throws CorruptDataException if its files are not what MLflow writes
   */
  public MlflowRun run(String id) {
    SafeFolder folder = runFolder(id);
    String experiment = text(meta(folder), "experiment_id", "");
    String name =
        root.has(experiment + "/" + META)
            ? text(meta(root.folder(experiment)), "name", experiment)
            : experiment;
    return run(folder, id, name);
  }

  private SafeFolder runFolder(String id) {
    if (PortablePaths.isPortable(id) && !id.contains("/")) {
      for (String experiment : root.folders()) {
        if (!experiment.equals(MODELS) && root.has(experiment + "/" + id + "/" + META)) {
          return root.folder(experiment + "/" + id);
        }
      }
    }
    throw new NotFoundException(root + " has no run \"" + id + "\"");
  }

  private static MlflowRun run(SafeFolder folder, String id, String experiment) {
    Map<String, String> tags = folder.texts("tags");
    Map<String, Double> metrics = new TreeMap<>();
    folder
        .texts("metrics")
        .forEach((name, lines) -> metrics.put(name, last(lines, folder + "/metrics/" + name)));
    List<String> models = new ArrayList<>();
    if (folder.hasFolder("artifacts")) {
      for (String file : folder.folder("artifacts").files().keySet()) {
        if (file.equals(MlflowModel.NAME) || file.endsWith("/" + MlflowModel.NAME)) {
          models.add(file.substring(0, Math.max(0, file.lastIndexOf('/'))));
        }
      }
    }
    String name = text(meta(folder), "run_name", tags.getOrDefault("mlflow.runName", ""));
    return new MlflowRun(id, name, experiment, folder.texts("params"), metrics, tags, models);
  }

  /** Lines of time, value, step, and in later versions the data set's name and digest. */
  private static double last(String lines, String where) {
    double value = Double.NaN;
    long bestStep = Long.MIN_VALUE;
    long bestTime = Long.MIN_VALUE;
    int count = 0;
    for (String line : lines.lines().toList()) {
      String[] parts = line.strip().split(" ", -1);
      if (line.isBlank()) {
        continue;
      }
      try {
        if (parts.length < 2) {
          throw new NumberFormatException("too few numbers");
        }
        long time = Long.parseLong(parts[0]);
        long step = parts.length > 2 ? Long.parseLong(parts[2]) : 0;
        double number = number(parts[1]);
        if (step > bestStep || (step == bestStep && time >= bestTime)) {
          bestStep = step;
          bestTime = time;
          value = number;
        }
        count++;
      } catch (NumberFormatException e) {
        throw new CorruptDataException(
            where + ": expected a time, a value and a step, found \"" + line + "\"", e);
      }
    }
    if (count == 0) {
      throw new CorruptDataException(where + " has no value");
    }
    return value;
  }

  private static double number(String text) {
    return switch (text.toLowerCase(java.util.Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "inf", "infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /**
   * The registered models.
   *
   * @return names in ascending order
   */
  public List<String> models() {
    return root.hasFolder(MODELS) ? root.folder(MODELS).folders() : List.of();
  }

  /**
   * Saves one model of a run, with the run's parameters, metrics, code revision and tags. It
   * follows the head of the branch {@code main}.
   *
   * @param runId of the run
   * @param path of the model folder among its artifacts, one of {@link MlflowRun#models}
   * @param into the model to save a version of
   * @return the version
   * @throws NotFoundException if there is no such run or folder
   * @throws CorruptDataException if what is there is not what MLflow writes
   */
  public Version importRun(String runId, String path, Model into) {
    MlflowRun run = run(runId);
    SafeFolder artifacts = runFolder(runId).folder("artifacts");
    ModelSnapshot snapshot =
        MlflowModel.read(
            path.isEmpty() ? artifacts : artifacts.folder(path),
            run.hyperparameters(),
            run.lineage());
    Save save =
        into.save(snapshot).message("MLflow run " + (run.name().isEmpty() ? runId : run.name()));
    run.evaluation().ifPresent(save::evaluation);
    return save.commit();
  }

  /**
   * Saves every version of a registered model, in order, each after the one before; aliases are
   * made or moved. What MLflow calls a stage goes into the lineage. Versions whose files are not in
   * this folder, but on some server, are refused before anything is saved.
   *
   * @param name of the registered model
   * @param into the model to save versions of
   * @return the versions
   * @throws NotFoundException if there is no such model, or the files of a version are not here
   * @throws CorruptDataException if what is there is not what MLflow writes
   */
  public List<Version> importModel(String name, Model into) {
    SafeFolder folder = registeredFolder(name);
    Map<Registered, Save> saves = new LinkedHashMap<>();
    for (Registered version : registered(folder)) {
      saves.put(version, prepare(name, version, into));
    }
    Map<Long, Version> saved = new LinkedHashMap<>();
    saves.forEach((version, save) -> saved.put(version.number, save.commit()));
    folder
        .texts("aliases")
        .forEach(
            (alias, number) -> {
              Version target = saved.get(whole(number.strip(), folder + "/aliases/" + alias));
              if (target == null) {
                throw new CorruptDataException(
                    folder + ": alias " + alias + " is at " + number + ", which is not there");
              }
              into.alias(alias).moveTo(target).because("imported from MLflow");
            });
    return List.copyOf(saved.values());
  }

  private SafeFolder registeredFolder(String name) {
    if (!models().contains(name)) {
      throw new NotFoundException(root + " has no model \"" + name + "\"; it has " + models());
    }
    return root.folder(MODELS).folder(name);
  }

  /** Reads all that an import would, and saves nothing. */
  void look(String name) {
    registered(registeredFolder(name)).forEach(this::source);
  }

  private static List<Registered> registered(SafeFolder folder) {
    List<Registered> versions = new ArrayList<>();
    for (String version : folder.folders()) {
      if (version.startsWith(VERSION)) {
        Map<String, @Nullable Object> meta = meta(folder.folder(version));
        String stage = text(meta, "current_stage", "None");
        if (!stage.equals("Deleted_Internal")) {
          versions.add(
              new Registered(
                  whole(version.substring(VERSION.length()), folder + "/" + version),
                  text(meta, "description", ""),
                  stage,
                  text(meta, "run_id", ""),
                  text(meta, "storage_location", text(meta, "source", ""))));
        }
      }
    }
    versions.sort(java.util.Comparator.comparingLong(Registered::number));
    return versions;
  }

  private Save prepare(String name, Registered version, Model into) {
    Lineage.Builder lineage = Lineage.builder();
    MlflowRun run = version.runId.isEmpty() ? null : run(version.runId);
    if (run != null) {
      lineage = run.lineage();
    }
    lineage.environment("mlflow.model", name + " version " + version.number);
    lineage.environment("mlflow.stage", version.stage);
    ModelSnapshot snapshot =
        MlflowModel.read(
            source(version),
            run == null ? io.lepton.model.Hyperparameters.none() : run.hyperparameters(),
            lineage);
    Save save =
        into.save(snapshot)
            .message(
                version.description.isEmpty()
                    ? "MLflow model " + name + " version " + version.number
                    : version.description);
    if (run != null) {
      run.evaluation().ifPresent(save::evaluation);
    }
    return save;
  }

  /** A source is a path or URI of the machine that wrote it; what counts is where it ends. */
  private SafeFolder source(Registered version) {
    String source = version.source.replace('\\', '/');
    int artifacts = source.indexOf("/artifacts");
    if (source.startsWith("models:/m-")) {
      String id = source.substring("models:/".length());
      for (String experiment : root.folders()) {
        String path = experiment + "/models/" + id + "/artifacts";
        if (PortablePaths.isPortable(id) && root.hasFolder(path)) {
          return root.folder(path);
        }
      }
    } else if (artifacts >= 0) {
      String[] before = source.substring(0, artifacts).split("/", -1);
      String below = source.substring(artifacts + 1);
      for (int from = Math.max(0, before.length - 3); from < before.length; from++) {
        String path = String.join("/", List.of(before).subList(from, before.length)) + "/" + below;
        boolean inside = !path.startsWith("/") && !path.contains(":") && !path.contains("..");
        if (inside && root.hasFolder(path)) {
          return root.folder(path);
        }
      }
    }
    throw new NotFoundException(
        "version "
            + version.number
            + " has its files at \""
            + version.source
            + "\", not in "
            + root);
  }

  private static Map<String, @Nullable Object> meta(SafeFolder folder) {
    return Yaml.map(folder.bytes(META), folder + "/" + META);
  }

  private static String text(Map<String, @Nullable Object> meta, String key, String otherwise) {
    return meta.get(key) instanceof String text ? text : otherwise;
  }

  private static long whole(String text, String where) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new CorruptDataException(where + ": expected a number, found \"" + text + "\"", e);
    }
  }
}
