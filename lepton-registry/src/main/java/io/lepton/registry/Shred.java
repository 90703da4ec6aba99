package io.lepton.registry;

import io.lepton.access.Action;
import io.lepton.bytes.Digest;
import io.lepton.error.ConflictException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.KeyUnavailableException;
import io.lepton.model.VersionId;
import io.lepton.registry.internal.manifest.Manifest;
import io.lepton.registry.internal.pack.Codecs;
import io.lepton.registry.internal.pack.Packs;
import io.lepton.spi.Catalog.Change;
import io.lepton.spi.Catalog.Chunk;
import io.lepton.spi.Catalog.RequireVersionCount;
import io.lepton.spi.Catalog.VersionEntry;
import io.lepton.spi.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The end of an encrypted model, prepared; it happens when its reason is given. Not thread-safe.
 *
 * <p>One transaction retires every version and decides the key's end; then the provider destroys
 * the key; then the certificate is kept. What a crash leaves undone after the first, the next
 * opening with the keys does.
 */
public final class Shred {
  private final Store store;
  private final String model;

  Shred(Store store, String model) {
    this.store = store;
    this.model = model;
  }

  /**
   * Destroys the model's key, which makes the weights and files of all its encrypted versions
   * unreadable in every copy of the store, backups included, and in every store that got the model
   * by push, pull or clone, since these share the key. Manifests, evaluations, refs, history and
   * log stay. Afterwards the model may be encrypted anew, with another key. If another store
   * destroyed the key already, this one records it.
   *
   * @param reason for people; not blank
   * @return the certificate, which is kept
   * @throws InvalidInputException if the reason is blank, the model is not encrypted, or a living
   *     version of it is not (retire that one first)
   * @throws ConflictException if an alias or stage points at one of its versions
   * @throws KeyUnavailableException if the store was opened without the keys
   */
  public Shredding because(String reason) {
    if (reason.isBlank()) {
      throw new InvalidInputException(
          "shredding model \"" + model + "\" needs a reason; found a blank one");
    }
    Store whole = store.permitted(Action.RETIRE, model, "model " + model);
    Ending ending = new Ending(whole, model);
    while (true) {
      long count = whole.catalog.versionCount();
      long retirements = Retirements.end(whole);
      Encryption state = Encryption.of(whole, model);
      String key = state.key();
      if (key == null) {
        throw new InvalidInputException(
            "model \"" + model + "\" is not encrypted; retire its versions instead");
      }
      if (!whole.keys.isEnded(key)) {
        whole.keys.cipher(key); // nothing is decided that could not be done
      }
      requireNotInUse(whole);
      List<VersionId> living = living(whole);
      long bytes = requireSealed(whole, living, key);
      Instant time = whole.clock.instant();
      List<Change> changes = new ArrayList<>();
      changes.add(new RequireVersionCount(count));
      changes.add(state.unchanged());
      living.forEach(id -> ending.retire(id, reason, time, changes));
      changes.add(state.beginEnding(whole, key));
      try {
        whole.catalog.apply(changes);
      } catch (ConflictException e) {
        if (whole.catalog.versionCount() == count
            && Retirements.end(whole) == retirements
            && Encryption.of(whole, model).equals(state)) {
          throw e;
        }
        continue; // saved, retired or shredded since we looked
      }
      return ending.finish(key, living, reason, time, bytes);
    }
  }

  private List<VersionId> living(Store whole) {
    return whole.catalog.versions(model).stream()
        .filter(entry -> entry.retirement() == null)
        .map(VersionEntry::id)
        .toList();
  }

  private void requireNotInUse(Store whole) {
    List<Ref> users =
        whole.catalog.refs(model).keySet().stream()
            .filter(ref -> ref.kind().needsWeights())
            .toList();
    if (!users.isEmpty()) {
      throw new ConflictException(
          "model \""
              + model
              + "\" cannot be shredded while it is in use: "
              + users
              + "; delete them first");
    }
  }

  /** Gives the stored bytes, if the end of the key is the end of all. */
  private long requireSealed(Store whole, List<VersionId> living, String key) {
    Packs packs = new Packs(whole.blobs, whole.chunks, whole.workers);
    Set<Digest> chunks = new HashSet<>();
    for (VersionId id : living) {
      Manifest manifest = whole.manifest(id);
      Map<Digest, Chunk> places = whole.catalog.chunks(manifest.chunks());
      if (!places.values().stream().allMatch(Codecs::isSealed)) {
        throw new InvalidInputException(
            whole.describe(id)
                + " was saved before the model was encrypted, so no key ends it; retire it first");
      }
      // All that one save seals has one key, and a name of another key is never shared.
      places.values().stream()
          .findFirst()
          .map(packs::keyOf)
          .filter(other -> !other.equals(key))
          .ifPresent(
              other -> {
                throw new InvalidInputException(
                    whole.describe(id)
                        + " is sealed under key "
                        + other
                        + ", which is not the model's key "
                        + key
                        + " now; retire it first");
              });
      chunks.addAll(places.keySet());
    }
    return whole.catalog.chunks(chunks).values().stream().mapToLong(Chunk::storedLength).sum();
  }
}
