package io.lepton.registry;

import io.lepton.merge.Item;
import io.lepton.merge.Item.Kind;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.registry.internal.manifest.Manifest;
import io.lepton.registry.internal.manifest.Manifest.TensorEntry;
import io.lepton.spi.Catalog.VersionEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Walks back from a version, with every thing that is not yet explained, to the first parent that
 * has the same; what no parent has the same was changed there. Reads each manifest once and no
 * weights. Belongs to one thread.
 */
final class Blaming {
  /** What makes two tensors the same without reading them. */
  private record TensorKey(TensorEntry entry, int chunkBytes) {}

  private final Store store;
  private final Ancestry ancestry;
  private final Map<VersionId, Map<Item, Object>> contents = new HashMap<>();

  /** Children first: a version is looked at when all that may lead to it have been. */
  private final PriorityQueue<VersionEntry> open;

  private final Map<VersionId, List<Item>> waiting = new HashMap<>();

  Blaming(Store store) {
    this.store = store;
    this.ancestry = new Ancestry(store);
    this.open =
        new PriorityQueue<>(
            Comparator.comparing(VersionEntry::model)
                .thenComparing(VersionEntry::number, Comparator.reverseOrder()));
  }

  Blame blame(VersionId start) {
    Map<Item, Version> origins = new LinkedHashMap<>();
    for (Item item : contents(start).keySet()) {
      pass(item, start);
    }
    List<Item> order = List.copyOf(contents(start).keySet());
    Map<Item, Version> found = new HashMap<>();
    for (VersionEntry at = open.poll(); at != null; at = open.poll()) {
      VersionId id = at.id();
      List<Item> items = waiting.remove(id);
      if (items != null) {
        for (Item item : items) {
          VersionId parent = sameIn(item, id);
          if (parent == null) {
            found.put(item, store.version(id));
          } else {
            pass(item, parent);
          }
        }
        contents.remove(id);
        ancestry.parents(id).stream()
            .filter(parent -> !waiting.containsKey(parent))
            .forEach(contents::remove);
      }
    }
    for (Item item : order) {
      Version origin = found.get(item);
      if (origin != null) {
        origins.put(item, origin);
      }
    }
    return new Blame(store.version(start), origins);
  }

  private void pass(Item item, VersionId to) {
    List<Item> items = waiting.get(to);
    if (items == null) {
      items = new ArrayList<>();
      waiting.put(to, items);
      open.add(ancestry.entry(to));
    }
    items.add(item);
  }

  private @Nullable VersionId sameIn(Item item, VersionId id) {
    Object value = contents(id).get(item);
    for (VersionId parent : ancestry.parents(id)) {
      if (value != null && value.equals(contents(parent).get(item))) {
        return parent;
      }
    }
    return null;
  }

  private Map<Item, Object> contents(VersionId id) {
    return contents.computeIfAbsent(id, this::read);
  }

  private Map<Item, Object> read(VersionId id) {
    Manifest manifest = store.manifest(id);
    Map<Item, Object> items = new LinkedHashMap<>();
    manifest
        .tensors()
        .forEach(
            tensor ->
                items.put(
                    new Item(Kind.TENSOR, tensor.name()),
                    new TensorKey(tensor, manifest.chunkBytes())));
    manifest.files().forEach(file -> items.put(new Item(Kind.FILE, file.name()), file));
    manifest
        .hyperparameters()
        .asMap()
        .forEach((name, value) -> items.put(new Item(Kind.HYPERPARAMETER, name), value));
    items.put(new Item(Kind.FORMAT, ""), manifest.format());
    items.put(new Item(Kind.CONFIG, ""), manifest.config());
    items.put(new Item(Kind.SIGNATURE, ""), manifest.signature());
    return items;
  }
}
