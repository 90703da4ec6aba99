package io.lepton.registry;

import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.StorageException;
import io.lepton.registry.VerifyReport.Hurt;
import io.lepton.registry.VerifyReport.Problem;
import io.lepton.registry.internal.manifest.Manifest;
import io.lepton.registry.internal.pack.Bases;
import io.lepton.registry.internal.pack.Packs;
import io.lepton.registry.internal.pack.Packs.Amount;
import io.lepton.registry.internal.pack.Packs.Fault;
import io.lepton.spi.Catalog.Chunk;
import io.lepton.spi.Catalog.VersionEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Checks that everything recorded can be read. Belongs to one thread. */
final class Verifier {
  private final Store store;

  Verifier(Store store) {
    this.store = store;
  }

  VerifyReport all() {
    Packs packs = new Packs(store.blobs, store.chunks, store.workers);
    // First the blobs: a pack published and indexed meanwhile must not look unindexed.
    List<String> present;
    try (Stream<String> keys = store.blobs.list("")) {
      present = keys.sorted().toList();
    }
    List<VersionEntry> versions = versions();
    List<String> indexed = store.catalog.packs();
    long chunks = 0;
    long bytes = 0;
    Map<String, Set<Digest>> damage = new LinkedHashMap<>();
    for (String pack : indexed) {
      List<Chunk> expected = store.catalog.chunksOf(pack);
      List<Fault> faults = new ArrayList<>();
      Amount amount = packs.check(pack, expected, (fault, why) -> faults.add(fault));
      if (!faults.isEmpty() && !store.catalog.packs().contains(pack)) {
        continue; // rewritten, and removed, since we began
      }
      for (Fault fault : faults) {
        Set<Digest> hurt = damage.computeIfAbsent(fault.message(), m -> new HashSet<>());
        fault
            .chunk()
            .ifPresentOrElse(hurt::add, () -> expected.forEach(chunk -> hurt.add(chunk.digest())));
      }
      chunks += amount.chunks();
      bytes += amount.bytes();
    }
    damage.values().forEach(hurt -> hurt.addAll(Bases.dependents(store.catalog, hurt)));
    Set<String> known = Set.copyOf(indexed);
    List<String> unindexed = present.stream().filter(key -> !known.contains(key)).toList();
    return new VerifyReport(indexed.size(), chunks, bytes, problems(versions, damage), unindexed);
  }

  private List<VersionEntry> versions() {
    return store.catalog.models().stream()
        .flatMap(model -> store.catalog.versions(model).stream())
        .toList();
  }

  private List<Problem> problems(List<VersionEntry> versions, Map<String, Set<Digest>> damage) {
    Map<Digest, List<Hurt>> hurts = new HashMap<>();
    Set<Digest> damaged = new HashSet<>();
    damage.values().forEach(damaged::addAll);
    List<Problem> problems = new ArrayList<>();
    for (VersionEntry entry : versions) {
      examine(entry, damaged, hurts, problems);
    }
    damage.forEach(
        (message, digests) ->
            problems.add(
                new Problem(
                    message,
                    digests.stream()
                        .flatMap(digest -> hurts.getOrDefault(digest, List.of()).stream())
                        .distinct()
                        .toList())));
    return problems;
  }

  /** Notes which parts of a version the damage hurts, and adds what no pack check can see. */
  private void examine(
      VersionEntry entry,
      Set<Digest> damaged,
      Map<Digest, List<Hurt>> hurts,
      List<Problem> problems) {
    String name = store.describe(entry.id());
    if (damaged.contains(entry.id().digest())) {
      note(hurts, entry.id().digest(), new Hurt(name, "manifest"));
      return;
    }
    Manifest manifest;
    try {
      manifest = store.manifest(entry.id());
    } catch (CorruptDataException | FormatTooNewException | StorageException e) {
      problems.add(
          new Problem(String.valueOf(e.getMessage()), List.of(new Hurt(name, "manifest"))));
      return;
    }
    if (entry.retirement() != null) {
      return;
    }
    Map<Digest, Hurt> parts = parts(manifest, name);
    Set<Digest> missing = new HashSet<>(parts.keySet());
    missing.removeAll(store.catalog.chunks(missing).keySet());
    if (!missing.isEmpty() && store.entry(entry.id()).retirement() == null) {
      problems.add(
          new Problem(
              name + " needs " + missing.size() + " chunks that are in no indexed pack: " + missing,
              missing.stream().map(parts::get).distinct().toList()));
    }
    parts.forEach(
        (digest, part) -> {
          if (damaged.contains(digest)) {
            note(hurts, digest, part);
          }
        });
  }

  private static void note(Map<Digest, List<Hurt>> hurts, Digest digest, Hurt hurt) {
    hurts.computeIfAbsent(digest, d -> new ArrayList<>()).add(hurt);
  }

  private static Map<Digest, Hurt> parts(Manifest manifest, String version) {
    Map<Digest, Hurt> parts = new LinkedHashMap<>();
    manifest
        .tensors()
        .forEach(
            tensor ->
                tensor
                    .chunks()
                    .forEach(
                        chunk ->
                            parts.put(
                                chunk, new Hurt(version, "tensor \"" + tensor.name() + "\""))));
    manifest
        .files()
        .forEach(
            file ->
                file.chunks()
                    .forEach(
                        chunk ->
                            parts.put(
                                chunk.digest(),
                                new Hurt(version, "file \"" + file.name() + "\""))));
    return parts;
  }

  VerifyReport one(VersionEntry entry) {
    String name = store.describe(entry.id());
    Manifest manifest;
    try {
      manifest = store.manifest(entry.id());
    } catch (CorruptDataException | FormatTooNewException | StorageException e) {
      return new VerifyReport(
          0,
          1,
          0,
          List.of(new Problem(String.valueOf(e.getMessage()), List.of(new Hurt(name, "manifest")))),
          List.of());
    }
    Map<Digest, Hurt> parts =
        entry.retirement() == null ? parts(manifest, name) : Map.<Digest, Hurt>of();
    Map<Digest, Chunk> places = store.catalog.chunks(parts.keySet());
    List<Problem> problems = new ArrayList<>();
    Set<String> packs = new HashSet<>();
    long bytes = 0;
    for (Map.Entry<Digest, Hurt> part : parts.entrySet()) {
      Chunk place = places.get(part.getKey());
      if (place != null) {
        packs.add(place.pack());
        bytes += place.storedLength();
      }
      try {
        store.chunks.read(part.getKey(), part.getValue().toString());
      } catch (CorruptDataException | FormatTooNewException | StorageException e) {
        problems.add(new Problem(String.valueOf(e.getMessage()), List.of(part.getValue())));
      }
    }
    VersionEntry now = store.entry(entry.id());
    if (!problems.isEmpty() && entry.retirement() == null && now.retirement() != null) {
      return one(now); // its weights were destroyed while we looked for them
    }
    return new VerifyReport(packs.size(), parts.size() + 1L, bytes, problems, List.of());
  }
}
