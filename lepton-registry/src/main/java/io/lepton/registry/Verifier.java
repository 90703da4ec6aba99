package io.lepton.registry;

import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.KeyUnavailableException;
import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;
import io.lepton.registry.VerifyReport.Hurt;
import io.lepton.registry.VerifyReport.Problem;
import io.lepton.registry.internal.backup.BackupReader;
import io.lepton.registry.internal.manifest.Manifest;
import io.lepton.registry.internal.pack.Bases;
import io.lepton.registry.internal.pack.Packs;
import io.lepton.registry.internal.pack.Packs.Amount;
import io.lepton.registry.internal.pack.Packs.Fault;
import io.lepton.registry.internal.seal.Keyring;
import io.lepton.spi.Catalog.Chunk;
import io.lepton.spi.Catalog.VersionEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks that everything recorded can be read. Belongs to one thread. */
final class Verifier {
  private static final Logger LOG = LoggerFactory.getLogger(Verifier.class);

  private final Store store;
  private final MaintenanceProgress progress;

  Verifier(Store store, MaintenanceProgress progress) {
    this.store = store;
    this.progress = progress;
  }

  VerifyReport all() {
    return run(null);
  }

  VerifyReport sample(Sample sample) {
    return run(sample);
  }

  /** What versions lack, from the index and the manifests alone. */
  List<Problem> incomplete() {
    return problems(versions(), Map.of());
  }

  private VerifyReport run(@Nullable Sample sample) {
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
    Sample.@Nullable Chosen chosen = sample == null ? null : sample.choose(chunksOf(indexed));
    Predicate<Digest> looked = chosen == null ? any -> true : chosen.chunks()::contains;
    Set<String> locked = new HashSet<>();
    int done = 0;
    for (String pack : indexed) {
      List<Chunk> expected = store.catalog.chunksOf(pack);
      List<Fault> faults = new ArrayList<>();
      Amount amount =
          packs.check(
              pack,
              expected,
              looked,
              (fault, why) -> {
                faults.add(fault);
                if (why instanceof KeyUnavailableException) {
                  locked.add(fault.message());
                }
              });
      progress.at("verify packs", ++done, indexed.size());
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
    List<String> unindexed =
        present.stream()
            .filter(
                key ->
                    !known.contains(key)
                        && !key.startsWith(Keyring.FOLDER)
                        && !key.startsWith(Backups.FOLDER)
                        && !key.startsWith(Repairing.QUARANTINE))
            .toList();
    List<Problem> problems = new ArrayList<>(problems(versions, damage));
    if (sample == null) {
      problems.addAll(damagedBackups());
    }
    // What was shredded is sealed for ever, and needed by nobody.
    problems.removeIf(it -> locked.contains(it.message()) && it.hurts().isEmpty());
    return new VerifyReport(
        indexed.size(),
        chunks,
        bytes,
        problems,
        unindexed,
        Optional.ofNullable(chosen).map(Sample.Chosen::coverage));
  }

  private List<Problem> damagedBackups() {
    List<Problem> problems = new ArrayList<>();
    List<String> backups;
    try {
      backups = Backups.newestFirst(store.blobs);
    } catch (StorageException e) {
      return List.of(new Problem(String.valueOf(e.getMessage()), List.of()));
    }
    for (String backup : backups) {
      try {
        BackupReader.open(store.blobs, backup);
      } catch (NotFoundException e) {
        LOG.trace("{} gave way to a newer one since it was listed", backup, e);
      } catch (CorruptDataException | FormatTooNewException | StorageException e) {
        problems.add(new Problem(String.valueOf(e.getMessage()), List.of()));
      }
    }
    return problems;
  }

  private List<Chunk> chunksOf(List<String> indexed) {
    return indexed.stream().flatMap(pack -> store.catalog.chunksOf(pack).stream()).toList();
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
    int done = 0;
    for (VersionEntry entry : versions) {
      examine(entry, damaged, hurts, problems);
      progress.at("verify versions", ++done, versions.size());
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
    Map<Digest, Chunk> places = Bases.closure(store.catalog, parts.keySet());
    Set<Digest> missing = new LinkedHashSet<>();
    Set<Hurt> incomplete = new LinkedHashSet<>();
    parts.forEach(
        (digest, part) ->
            Needs.missing(digest, places)
                .ifPresent(
                    lost -> {
                      missing.add(lost);
                      incomplete.add(part);
                    }));
    if (!missing.isEmpty() && store.entry(entry.id()).retirement() == null) {
      problems.add(
          new Problem(
              name + " needs " + missing.size() + " chunks that are in no indexed pack: " + missing,
              List.copyOf(incomplete)));
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
          List.of(),
          Optional.empty());
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
      } catch (CorruptDataException
          | FormatTooNewException
          | KeyUnavailableException
          | StorageException e) {
        problems.add(new Problem(String.valueOf(e.getMessage()), List.of(part.getValue())));
      }
    }
    VersionEntry now = store.entry(entry.id());
    if (!problems.isEmpty() && entry.retirement() == null && now.retirement() != null) {
      return one(now); // its weights were destroyed while we looked for them
    }
    return new VerifyReport(
        packs.size(), parts.size() + 1L, bytes, problems, List.of(), Optional.empty());
  }
}
