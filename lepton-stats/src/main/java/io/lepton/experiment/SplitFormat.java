package io.lepton.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import io.lepton.assign.Holdout;
import io.lepton.assign.Layer;
import io.lepton.assign.LayerRange;
import io.lepton.internal.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a split, a layer and a part of one are kept in logs. */
final class SplitFormat {
  private SplitFormat() {}

  private record StoredHoldout(String name, double share) {}

  private record StoredLayer(
      String name, String salt, String scheme, @Nullable StoredHoldout holdout) {}

  private record StoredRange(StoredLayer layer, double from, double to) {}

  private record StoredSplit(
      String scheme,
      double traffic,
      @Nullable StoredRange layer,
      @Nullable StoredHoldout holdout,
      Map<String, String> overrides,
      Map<String, String> allocation,
      @Nullable String cluster) {}

  static JsonNode tree(Split split) {
    LayerRange range = split.layer();
    return Json.tree(
        new StoredSplit(
            split.scheme(),
            split.traffic(),
            range == null ? null : stored(range),
            stored(split.holdout()),
            split.overrides(),
            split.allocation(),
            split.cluster()));
  }

  static Split split(JsonNode tree, String where) {
    StoredSplit stored = Json.read(Json.text(tree), StoredSplit.class, where);
    return new Split(
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
