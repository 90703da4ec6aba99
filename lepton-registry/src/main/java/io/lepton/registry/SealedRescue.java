package io.lepton.registry;

import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.KeyUnavailableException;
import io.lepton.error.LeptonException;
import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;
import io.lepton.registry.internal.pack.Compactor;
import io.lepton.registry.internal.pack.Packs;
import io.lepton.registry.internal.pack.SealedCheck;
import io.lepton.registry.internal.pack.StoredChunk;
import io.lepton.registry.internal.seal.ModelCipher;
import io.lepton.spi.Catalog.Chunk;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sealed chunks whole again in one attempt of a repair: as a replica has them, after what
 * they rest on, or, if they would come to rest on each other, opened and sealed anew. Belongs to
 * one thread.
 */
final class SealedRescue {
  private static final Logger LOG = LoggerFactory.getLogger(SealedRescue.class);

  private final Store store;
  private final ChunkSupply supply;
  private final Set<Digest> bad;
  private final Set<Digest> placed = new HashSet<>();
  private final Set<Digest> begun = new HashSet<>();
  private final SealedCheck check;

  /**
   * Starts an attempt.
   *
   * @param bad chunks whose places cannot be trusted, or that have none
   */
  SealedRescue(Store store, ChunkSupply supply, Set<Digest> bad) {
    this.store = store;
    this.supply = supply;
    this.bad = bad;
    this.check = new SealedCheck(store.chunks);
  }

  /** Adds a chunk, and what it rests on, to new packs; whether somebody had it. */
  boolean heal(Digest digest, Compactor compactor) {
    if (placed.contains(digest)) {
      return true;
    }
    if (!begun.add(digest)) {
      return false; // it rests on itself, or was given up
    }
    Optional<StoredChunk> found = supply.sealed(digest);
    if (found.isPresent() && asItIs(found.get(), compactor)) {
      check.expect(found.get());
      compactor.add(found.get());
      placed.add(digest);
      return true;
    }
    if (anew(digest, found.orElse(null), compactor)) {
      placed.add(digest);
      return true;
    }
    return false;
  }

  private boolean asItIs(StoredChunk chunk, Compactor compactor) {
    try {
      Digest base = chunk.base();
      if (!store.keys.ids().contains(chunk.key()) || !(base == null || stands(base, compactor))) {
        return false;
      }
      if (store.keys.has(chunk.key())) {
        check.check(chunk);
      }
      return true;
    } catch (StorageException e) {
      throw e;
    } catch (LeptonException | IllegalArgumentException e) {
      LOG.debug("chunk {} of the replica is of no use", chunk.digest(), e);
      return false;
    }
  }

  /** Whether others may rest on a chunk, now that what it rests on itself was healed. */
  private boolean stands(Digest base, Compactor compactor) {
    Digest at = base;
    while (at != null && !placed.contains(at)) {
      Chunk place = bad.contains(at) ? null : store.catalog.chunks(List.of(at)).get(at);
      if (place == null) {
        return heal(at, compactor);
      }
      at = place.base();
    }
    return true;
  }

  private boolean anew(Digest digest, @Nullable StoredChunk found, Compactor compactor) {
    try {
      String key;
      if (found != null) {
        key = found.key();
      } else {
        Chunk place = store.catalog.chunks(List.of(digest)).get(digest);
        if (place == null) {
          return false;
        }
        key = new Packs(store.blobs, store.chunks, store.workers).keyOf(place);
      }
      ModelCipher cipher = store.keys.cipher(key);
      ByteBuffer raw = raw(digest);
      if (raw == null || !cipher.name(raw).equals(digest)) {
        return false;
      }
      compactor.add(cipher, digest, raw);
      return true;
    } catch (StorageException e) {
      throw e;
    } catch (LeptonException | IllegalArgumentException e) {
      LOG.debug("chunk {} cannot be sealed anew", digest, e);
      return false;
    }
  }

  private @Nullable ByteBuffer raw(Digest digest) {
    try {
      return store.chunks.read(digest, "chunk " + digest); // only its header was damaged
    } catch (CorruptDataException | KeyUnavailableException | NotFoundException e) {
      return supply.find(digest).orElse(null);
    }
  }
}
