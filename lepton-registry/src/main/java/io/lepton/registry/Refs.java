package io.lepton.registry;

import io.lepton.error.AlreadyExistsException;
import io.lepton.error.ConflictException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.RefMove;
import io.lepton.spi.Ref;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What branches, aliases, stages and tags have in common. Thread-safe. */
final class Refs {
  private final Store store;
  private final Ref ref;

  Refs(Store store, Ref ref) {
    this.store = store;
    this.ref = ref;
  }

  Optional<Version> find() {
    return store.catalog.ref(ref).map(store::version);
  }

  Version get() {
    return find().orElseThrow(this::absent);
  }

  private NotFoundException absent() {
    String kind = ref.kind().name().toLowerCase(Locale.ROOT);
    String plural = kind + (kind.endsWith("s") || kind.endsWith("h") ? "es" : "s");
    return new NotFoundException(
        "no "
            + ref
            + "; "
            + plural
            + ": "
            + all(store, ref.model(), ref.kind()).keySet().stream()
                .collect(Collectors.joining(", ", "[", "]")));
  }

  static Map<String, VersionId> all(Store store, String model, Ref.Kind kind) {
    Map<String, VersionId> names = new LinkedHashMap<>();
    store
        .catalog
        .refs(model)
        .forEach(
            (ref, version) -> {
              if (ref.kind() == kind) {
                names.put(ref.name(), version);
              }
            });
    return names;
  }

  Optional<Version> asOf(Instant time) {
    return store.catalog.refAt(ref, time).map(store::version);
  }

  /** Back to where it was pointed before, and not anywhere else. */
  RefUpdate rollbackTo(Version version) {
    Version current = get();
    boolean known = history().stream().anyMatch(move -> version.id().equals(move.to()));
    if (!known) {
      throw new InvalidInputException(
          ref + " cannot roll back to " + version + ", where it never was; move it there instead");
    }
    store.requireLive(version.id());
    return update(version).expecting(current);
  }

  void createAt(Version version) {
    requireOwn(version);
    try {
      new RefUpdate(store, ref, version.id()).expectingNone().because("created");
    } catch (ConflictException e) {
      throw new AlreadyExistsException(e.getMessage() + "; choose another name, or move it", e);
    }
  }

  RefUpdate update(Version version) {
    requireOwn(version);
    return new RefUpdate(store, ref, version.id());
  }

  RefUpdate delete() {
    return new RefUpdate(store, ref, null);
  }

  List<RefMove> history() {
    return store.catalog.history(ref);
  }

  private void requireOwn(Version version) {
    if (!version.model().equals(ref.model())) {
      throw new InvalidInputException(
          ref + " cannot point at " + version + ", which is of another model");
    }
  }
}
