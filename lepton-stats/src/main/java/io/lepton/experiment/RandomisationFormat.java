package io.lepton.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import io.lepton.assign.Holdout;
import io.lepton.assign.Layer;
import io.lepton.assign.LayerRange;
import io.lepton.internal.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a randomisation, a layer and a part of one are kept in logs. */
final class RandomisationFormat {
  private RandomisationFormat() {}

  private record StoredHoldout(String name, double share) {}

  private record StoredLayer(
      String name, String salt, String scheme, @Nullable StoredHoldout holdout) {}

  private record StoredRange(StoredLayer layer, double from, double to) {}

  private record StoredRandomisation(
      String scheme,
      double traffic,
      @Nullable StoredRange layer,
      @Nullable StoredHoldout holdout,
      Map<String, String> overrides,
      Map<String, String> allocation,
      @Nullable String cluster) {}

  static JsonNode tree(Randomisation randomisation) {
    LayerRange range = randomisation.layer();
    return Json.tree(
        new StoredRandomisation(
            randomisation.scheme(),
            randomisation.traffic(),
            range == null ? null : stored(range),
            stored(randomisation.holdout()),
            randomisation.overrides(),
            randomisation.allocation(),
            randomisation.cluster()));
  }

  static Randomisation randomisation(JsonNode tree, String where) {
    StoredRandomisation stored = Json.read(Json.text(tree), StoredRandomisation.class, where);
    return new Randomisation(
        stored.scheme,
        stored.traffic,
        stored.layer == null ? null : range(stored.layer),
        holdout(stored.holdout),
        stored.overrides,
        stored.allocation,
        stored.cluster);
  }

  static String text(Layer layer) {
    return Json.text(stored(layer));
  }

  static Layer layer(String json, String where) {
    return layer(Json.read(json, StoredLayer.class, where));
  }

  static String text(LayerRange range) {
    return Json.text(stored(range));
  }

  static LayerRange layerRange(String json, String where) {
    return range(Json.read(json, StoredRange.class, where));
  }

  private static StoredRange stored(LayerRange range) {
    return new StoredRange(stored(range.layer()), range.from(), range.to());
  }

  private static LayerRange range(StoredRange stored) {
    return new LayerRange(layer(stored.layer), stored.from, stored.to);
  }

  private static StoredLayer stored(Layer layer) {
    return new StoredLayer(layer.name(), layer.salt(), layer.scheme(), stored(layer.holdout()));
  }

  private static Layer layer(StoredLayer stored) {
    return new Layer(stored.name, stored.salt, stored.scheme, holdout(stored.holdout));
  }

  private static @Nullable StoredHoldout stored(@Nullable Holdout holdout) {
    return holdout == null ? null : new StoredHoldout(holdout.name(), holdout.share());
  }

  private static @Nullable Holdout holdout(@Nullable StoredHoldout stored) {
    return stored == null ? null : new Holdout(stored.name, stored.share);
  }
}
