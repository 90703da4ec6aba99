package io.lepton.testkit;

import io.lepton.bytes.Digest;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.Chunk;
import io.lepton.spi.Catalog.EvaluationEntry;
import io.lepton.spi.Catalog.Event;
import io.lepton.spi.Catalog.RefMove;
import io.lepton.spi.Catalog.VersionEntry;
import io.lepton.spi.Ref;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** The content of an {@link InMemoryCatalog}, sorted as its readers want it. Not thread-safe. */
final class CatalogTables {
  final NavigableMap<VersionId, VersionEntry> versions = new TreeMap<>();
  final NavigableMap<String, List<VersionId>> numbers = new TreeMap<>();
  final NavigableMap<Ref, VersionId> refs =
      new TreeMap<>(
          Comparator.comparing(Ref::model).thenComparing(Ref::kind).thenComparing(Ref::name));
  final Map<Ref, List<RefMove>> history = new HashMap<>();
  final NavigableMap<String, List<Chunk>> packs = new TreeMap<>();
  final Map<Digest, Chunk> chunks = new HashMap<>();
  final List<EvaluationEntry> evaluations = new ArrayList<>();
  final NavigableMap<String, List<Event>> streams = new TreeMap<>();
  final Set<EventId> eventIds = new HashSet<>();

  /** What an event is known by. */
  record EventId(String stream, String id) {}
}
