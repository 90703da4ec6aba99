package io.lepton.registry;

import io.lepton.bytes.Digest;
import io.lepton.error.ConflictException;
import io.lepton.error.LeptonException;
import io.lepton.internal.Json;
import io.lepton.model.VersionId;
import io.lepton.registry.internal.pack.Codecs;
import io.lepton.registry.internal.pack.Packs;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.Change;
import io.lepton.spi.Catalog.Chunk;
import io.lepton.spi.Catalog.RequireVersionCount;
import io.lepton.spi.Catalog.RetireVersion;
import io.lepton.spi.Catalog.VersionEntry;
import io.lepton.spi.KeyProvider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps in which a model's key ends, also after a crash or in another store. */
final class Ending {
  private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

  private final Store whole;
  private final String model;

  Ending(Store whole, String model) {
    this.whole = whole;
    this.model = model;
  }

  /** Does what was decided and, because of a crash or in another store, not done here. */
  static void resume(Store whole) {
    if (!whole.keys.hasProvider()) {
      return;
    }
    for (String stream : whole.catalog.streams(Encryption.PREFIX)) {
      String model = stream.substring(Encryption.PREFIX.length());
      try {
        new Ending(whole, model).resume();
      } catch (ConflictException e) {
        LOG.debug("another opening, or a save of {}, was faster", model, e);
      } catch (LeptonException e) {
        LOG.warn(
            "what was begun with the key of model {} is still to be done; tried again at the next"
                + " opening",
            model,
            e);
      }
    }
  }

  private void resume() {
    Encryption state = Encryption.of(whole, model);
    Rotating.complete(whole, state);
    String key = state.ending();
    if (key != null) {
      String reason = "completed at an opening, after a crash";
      finish(key, List.of(), reason, whole.clock.instant(), 0);
    } else if (state.key() != null) {
      follow(state, state.key());
    }
  }

  /** Records that another store that shares the key provider has destroyed the key. */
  private void follow(Encryption state, String key) {
    if (!whole.keys.isEnded(key)) {
      return;
    }
    long count = whole.catalog.versionCount();
    List<VersionId> sealed = new ArrayList<>();
    long bytes = 0;
    Packs packs = new Packs(whole.blobs, whole.chunks, whole.workers);
    for (VersionEntry entry : whole.catalog.versions(model)) {
      Map<Digest, Chunk> places =
          entry.retirement() == null
              ? whole.catalog.chunks(whole.manifest(entry.id()).chunks())
              : Map.of();
      Optional<Chunk> first = places.values().stream().filter(Codecs::isSealed).findFirst();
      if (first.isPresent() && packs.keyOf(first.get()).equals(key)) {
        sealed.add(entry.id());
        bytes += places.values().stream().mapToLong(Chunk::storedLength).sum();
      }
    }
    Set<String> users =
        whole.catalog.refs(model).entrySet().stream()
            .filter(it -> it.getKey().kind().needsWeights() && sealed.contains(it.getValue()))
            .map(it -> it.getKey().toString())
            .collect(Collectors.toSet());
    if (!users.isEmpty()) {
      LOG.warn(
          "the key of model {} was destroyed in another store, so its sealed versions cannot be"
              + " read; they are not recorded as retired while {} point at them",
          model,
          users);
      return;
    }
    String reason = "its key was destroyed in another store that shares the key provider";
    Instant time = whole.clock.instant();
    List<Change> changes = new ArrayList<>();
    changes.add(new RequireVersionCount(count));
    changes.add(state.unchanged());
    sealed.forEach(id -> retire(id, reason, time, changes));
    changes.add(state.beginEnding(whole, key));
    whole.catalog.apply(changes);
    finish(key, sealed, reason, time, bytes);
  }

  void retire(VersionId id, String reason, Instant time, List<Change> changes) {
    int chunks = whole.manifest(id).chunks().size();
    Retirement certificate =
        new Retirement(
            id,
            time,
            whole.author,
            reason,
            0,
            chunks,
            0,
            List.of("the encrypted bytes stay in packs until collected; their key was destroyed"));
    changes.add(new RetireVersion(id, time, whole.author, reason));
    changes.add(new AppendEvent(Retirements.STREAM, id.hex(), time, Json.text(certificate)));
  }

  /** Destroys the key and keeps the certificate. */
  Shredding finish(String key, List<VersionId> ended, String reason, Instant time, long bytes) {
    Encryption state = Encryption.of(whole, model);
    KeyProvider.Destruction destruction = whole.keys.destroy(key);
    Shredding certificate =
        new Shredding(
            model, key, time, whole.author, reason, ended, destruction, bytes, Shredding.REACH);
    whole.catalog.apply(List.of(state.unchanged(), state.end(whole, certificate)));
    return certificate;
  }
}
