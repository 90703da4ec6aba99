package io.lepton.registry;

import io.lepton.bytes.Digest;
import io.lepton.model.VersionId;
import io.lepton.registry.internal.pack.StoredChunk;
import io.lepton.registry.internal.seal.WrappedKey;
import io.lepton.spi.Catalog.Event;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A source that can hand on what is sealed as it is, and the wrapped key. Thread-safe. */
interface SealedSource extends VersionSource {
  /** The key that a model's new versions are kept under; empty if they are open. */
  Optional<WrappedKey> key(String model);

  /** How it came to that key: the stream of its encryption. */
  List<Event> keyEvents(String model);

  /** Which of a version's chunks are sealed; asks for leave to load them. */
  Set<Digest> sealed(VersionId id, Collection<Digest> names);

  /**
   * One of these, or what one rests on.
   *
   * @throws io.lepton.error.CorruptDataException if it is damaged or missing
   */
  StoredChunk stored(VersionId id, Digest name);
}
