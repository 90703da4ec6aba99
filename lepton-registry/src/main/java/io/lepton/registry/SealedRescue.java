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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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
  private final Map<String, String> missed = new TreeMap<>();
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
    for (String key : keys(digest, found)) {
      try {
        ModelCipher cipher = store.keys.cipher(key);
        String model = store.keys.record(key).model();
        ByteBuffer raw = raw(digest, model, cipher);
        if (raw != null && cipher.name(raw).equals(digest)) {
          compactor.add(cipher, digest, raw);
          return true;
        }
        missed.putIfAbsent(
            key, "of model \"" + model + "\": what was given has no bytes of these names");
      } catch (StorageException e) {
        throw e;
      } catch (LeptonException | IllegalArgumentException e) {
        LOG.debug("chunk {} cannot be sealed anew", digest, e);
        missed.putIfAbsent(
            key, "were not given as they are sealed, and cannot be sealed anew: " + e.getMessage());
      }
    }
    return false;
  }

  /** Under which key it was: as somebody has it, or as its damaged place says, or any of ours. */
  private List<String> keys(Digest digest, @Nullable StoredChunk found) {
    if (found != null) {
      return List.of(found.key());
    }
    List<String> ours = store.keys.ids();
    Chunk place = store.catalog.chunks(List.of(digest)).get(digest);
    if (place != null) {
      try {
        String key = new Packs(store.blobs, store.chunks, store.workers).keyOf(place);
        if (ours.contains(key)) {
          return List.of(key);
        }
      } catch (StorageException e) {
        throw e;
      } catch (LeptonException e) {
        LOG.debug("nothing says which key chunk {} was sealed under", digest, e);
      }
    }
    return ours;
  }

  /** What stood in the way of the chunks that were not healed, a sentence for each key. */
  List<String> reasons() {
    List<String> sentences = new ArrayList<>();
    missed.forEach((key, why) -> sentences.add("chunks sealed under data key " + key + " " + why));
    return sentences;
  }

  private @Nullable ByteBuffer raw(Digest digest, String model, ModelCipher cipher) {
    try {
      return store.chunks.read(digest, "chunk " + digest); // only its header was damaged
    } catch (CorruptDataException | KeyUnavailableException | NotFoundException e) {
      return supply.find(digest, model, cipher).orElse(null);
    }
  }
}
