package io.lepton.registry;

import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.VersionEntry;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The log of a version: what it follows, as far as it is asked for. */
final class History {
  private static final int ORDER =
      Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL | Spliterator.IMMUTABLE;

  private final Store store;

  History(Store store) {
    this.store = store;
  }

  /** Whether a version of this store is in the log of another of its model. */
  boolean follows(VersionId head, VersionId version) {
    return store
        .catalog
        .version(version)
        .filter(entry -> new LogWalk(store, head, 0).reaches(entry))
        .isPresent();
  }

  /** Newest first: a version's number is above those of its parents. */
  List<VersionEntry> entries(VersionId from) {
    return entryStream(from, 0).toList();
  }

  Stream<Version> stream(VersionId from) {
    return entryStream(from, 0).map(store::version);
  }

  private Stream<VersionEntry> entryStream(VersionId from, int expected) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(new LogWalk(store, from, expected), ORDER), false);
  }

  /** The newest of the log. */
  List<Version> log(VersionId from, int limit) {
    return store.versions(entryStream(from, limit).limit(limit).toList());
  }
}
