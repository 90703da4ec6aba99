package io.lepton.merge;

import io.lepton.bytes.ByteSource;
import io.lepton.merge.Item.Kind;
import io.lepton.model.Hyperparameters;
import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Signature;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.util.LinkedHashMap;
import java.util.Map;

/** A snapshot as things that are merged by themselves, and back. Lineage is not among them. */
final class Contents {
  private Contents() {}

  static Map<Item, Object> of(ModelSnapshot snapshot) {
    Map<Item, Object> items = new LinkedHashMap<>();
    items.put(new Item(Kind.FORMAT, ""), snapshot.format());
    items.put(new Item(Kind.CONFIG, ""), snapshot.config());
    items.put(new Item(Kind.SIGNATURE, ""), snapshot.signature());
    put(items, Kind.HYPERPARAMETER, snapshot.hyperparameters().asMap());
    put(items, Kind.TENSOR, snapshot.weights().asMap());
    put(items, Kind.FILE, snapshot.files());
    return items;
  }

  private static void put(Map<Item, Object> items, Kind kind, Map<String, ?> values) {
    values.forEach((name, value) -> items.put(new Item(kind, name), value));
  }

  static ModelSnapshot toSnapshot(Map<Item, Object> items, Lineage lineage) {
    String format = "";
    String config = "";
    Signature signature = new Signature(java.util.List.of(), java.util.List.of());
    Map<String, Object> hyperparameters = new LinkedHashMap<>();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Map<String, ByteSource> files = new LinkedHashMap<>();
    for (Map.Entry<Item, Object> entry : items.entrySet()) {
      Object value = entry.getValue();
      String name = entry.getKey().name();
      switch (entry.getKey().kind()) {
        case FORMAT -> format = (String) value;
        case CONFIG -> config = (String) value;
        case SIGNATURE -> signature = (Signature) value;
        case HYPERPARAMETER -> hyperparameters.put(name, value);
        case TENSOR -> tensors.put(name, (Tensor) value);
        case FILE -> files.put(name, (ByteSource) value);
      }
    }
    return new ModelSnapshot(
        format,
        config,
        Weights.of(tensors),
        files,
        Hyperparameters.of(hyperparameters),
        signature,
        lineage);
  }
}
