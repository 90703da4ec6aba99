package io.lepton.serve;

import io.lepton.error.EngineException;
import io.lepton.model.DataProfile;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Prediction;
import io.lepton.model.Row;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.registry.ModelManager;
import io.lepton.spi.ModelEngine;
import io.lepton.spi.Predictor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings versions from the store to where they can serve. */
final class VersionLoader {
  private static final int REMEMBERED_VERSIONS = 32;

  private final ModelManager models;
  private final @Nullable ModelEngine engine;
  private final List<Row> warmUpRows;
  private final Map<VersionId, Counted> counted = new LinkedHashMap<>();

  private record Counted(Version version, CallCounters counters) {}

  VersionLoader(ModelManager models, @Nullable ModelEngine engine, List<Row> warmUpRows) {
    this.models = models;
    this.engine = engine;
    this.warmUpRows = List.copyOf(warmUpRows);
  }

  /** Loads a version and tries it out; whatever fails, nothing stays in memory. */
  LivePredictor load(Version version) {
    ModelSnapshot snapshot = models.load(version);
    @Nullable DataProfile profile = DataProfile.of(snapshot).orElse(null);
    ModelEngine loader = engine != null ? engine : ModelEngine.forFormat(snapshot.format());
    Predictor predictor = loader.load(snapshot);
    try {
      tryOut(version, predictor, profile);
    } catch (RuntimeException | Error e) {
      predictor.close();
      throw e;
    }
    return new LivePredictor(version, predictor, profile, counters(version));
  }

  private void tryOut(Version version, Predictor predictor, @Nullable DataProfile profile) {
    List<Row> rows = new ArrayList<>(warmUpRows);
    if (rows.isEmpty() && profile != null) {
      SmokeRow.of(predictor.signature(), profile).ifPresent(rows::add);
    }
    if (!rows.isEmpty()) {
      requireOneEach(version, rows, predictor.predict(rows));
    }
  }

  static void requireOneEach(Version version, List<Row> rows, List<Prediction> predictions) {
    if (predictions.size() != rows.size()) {
      throw new EngineException(
          version
              + " gave "
              + predictions.size()
              + " predictions for "
              + rows.size()
              + " rows; its engine breaks the contract of Predictor");
    }
  }

  private CallCounters counters(Version version) {
    synchronized (counted) {
      CallCounters counters =
          counted.computeIfAbsent(version.id(), id -> new Counted(version, new CallCounters()))
              .counters;
      if (counted.size() > REMEMBERED_VERSIONS) {
        counted.remove(counted.keySet().iterator().next());
      }
      return counters;
    }
  }

  /** What was counted of each version, in the order they were first loaded. */
  List<CallStatistics> statistics() {
    synchronized (counted) {
      return counted.values().stream().map(c -> c.counters.read(c.version)).toList();
    }
  }
}
