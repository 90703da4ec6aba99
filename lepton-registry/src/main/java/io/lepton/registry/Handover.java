package io.lepton.registry;

import io.lepton.error.ConflictException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.KeyUnavailableException;
import io.lepton.registry.internal.seal.WrappedKey;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.Change;
import io.lepton.spi.Catalog.Event;
import io.lepton.spi.Catalog.VersionEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which key each model that arrives is kept under. A manifest names its chunks under one key, so a
 * receiver either shares the sender's data key or cannot take the version. Belongs to one thread.
 */
final class Handover {
  private final Store target;
  private final VersionSource source;
  private final Extent extent;
  private final Map<String, Agreed> agreed = new LinkedHashMap<>();

  /** How much of what a sender says about a model's keys is taken over. */
  enum Extent {
    /** That a key is used from now on. */
    KEY,
    /** All of it: which keys there were, and how they ended. */
    HISTORY
  }

  /** What the receiver says, and the key to be used; null if the model is open at the sender. */
  private record Agreed(Encryption here, @Nullable String key) {}

  Handover(Store target, VersionSource source, Extent extent) {
    this.target = target;
    this.source = source;
    this.extent = extent;
  }

  /**
   * Looks at the keys of the models that are about to come, and keeps those that this store lacks,
   * durably.
   *
   * @throws InvalidInputException if a model is kept in another way here
   * @throws KeyUnavailableException if the receiver cannot unwrap a key
   */
  void begin(List<VersionEntry> coming) {
    agreed.clear();
    Map<String, Boolean> models = new TreeMap<>();
    coming.forEach(it -> models.merge(it.model(), it.retirement() == null, Boolean::logicalOr));
    models.forEach(this::agree);
  }

  private void agree(String model, boolean content) {
    Encryption here = Encryption.of(target, model);
    WrappedKey theirs =
        source instanceof SealedSource sealed ? sealed.key(model).orElse(null) : null;
    if (theirs == null) {
      requireNoEnd(model, here.key(), null);
      requireOpen(model, here, content);
      agreed.put(model, new Agreed(here, null));
      return;
    }
    String mine = here.key();
    requireNoEnd(model, mine, theirs.id());
    if (mine != null && !mine.equals(theirs.id())) {
      throw new InvalidInputException(
          "model \""
              + model
              + "\" is encrypted under another key here ("
              + mine
              + ") than at the sender ("
              + theirs.id()
              + "), and its chunks have other names under each; take it into a store that has no"
              + " such model, or export its versions as folders and save them");
    }
    if (mine == null && hasContent(model)) {
      throw new InvalidInputException(
          "model \""
              + model
              + "\" is encrypted at the sender and open here, and what is sealed would lie beside"
              + " what is not; take it into a store that has no such model, or retire its versions"
              + " here first");
    }
    keep(model, theirs);
    agreed.put(model, new Agreed(here, theirs.id()));
  }

  /** A copy must have ended by itself what was sealed under a key that ended. */
  private void requireNoEnd(String model, @Nullable String mine, @Nullable String theirs) {
    if (extent == Extent.HISTORY && mine != null && !mine.equals(theirs)) {
      throw new ConflictException(
          "model \""
              + model
              + "\" was shredded in the store to be cloned, and its copy has not recorded that;"
              + " open the copy anew with the key provider, which does, and clone again");
    }
  }

  private void requireOpen(String model, Encryption here, boolean content) {
    if (source.isEncrypted(model)) {
      throw new InvalidInputException(
          "model \""
              + model
              + "\" is encrypted, and this source can give neither its key nor what is sealed under"
              + " it; push or pull between stores");
    }
    if (here.isOn() && content) {
      throw new InvalidInputException(
          "model \""
              + model
              + "\" is encrypted here and open at the sender, so what comes would lie here in the"
              + " clear; export the version as a folder and save it, which encrypts it");
    }
  }

  private boolean hasContent(String model) {
    return target.catalog.versions(model).stream().anyMatch(it -> it.retirement() == null);
  }

  private void keep(String model, WrappedKey theirs) {
    try {
      target.keys.adopt(theirs);
    } catch (KeyUnavailableException e) {
      throw new KeyUnavailableException(
          "model \""
              + model
              + "\" is encrypted, and the receiving store cannot unwrap its data key, which is"
              + " wrapped by key "
              + theirs.key()
              + ": "
              + e.getMessage()
              + ". Open the receiving store with builder(home).keys(...), giving the provider that"
              + " has this key, and try again",
          e);
    }
  }

  /** The data key of a model that was looked at; null if it is open. */
  @Nullable String keyOf(String model) {
    Agreed it = agreed.get(model);
    return it == null ? null : it.key;
  }

  /** What holds the models to what was found, and makes this store say the same. */
  List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    agreed.forEach(
        (model, it) -> {
          changes.add(it.here.unchanged());
          String key = it.key;
          if (extent == Extent.HISTORY) {
            changes.addAll(missing(model));
          } else if (key != null && !it.here.isOn()) {
            changes.add(it.here.begin(target, key));
          } else if (key != null) {
            WrappedKey kept = target.keys.record(key);
            if (kept.rotation() > it.here.rotation()) {
              changes.add(it.here.rotated(target, kept));
            }
          }
        });
    return changes;
  }

  /** What the sender says about a model's keys and this store does not. */
  List<AppendEvent> missing(String model) {
    if (!(source instanceof SealedSource sealed)) {
      return List.of();
    }
    String stream = Encryption.PREFIX + model;
    List<Event> there = sealed.keyEvents(model);
    List<String> ids = there.stream().map(Event::id).toList();
    List<String> known = Swaps.all(target, stream).stream().map(Event::id).toList();
    if (known.size() > ids.size() || !known.equals(ids.subList(0, known.size()))) {
      throw new ConflictException(
          "the copy's encryption of model \""
              + model
              + "\" has gone its own way; clone into a new store, or pull");
    }
    return there.subList(known.size(), ids.size()).stream()
        .map(event -> new AppendEvent(stream, event.id(), event.time(), event.payload()))
        .toList();
  }

  /** As {@link #begin} and {@link #changes}, for a model of which no version comes. */
  List<Change> withoutVersions(String model) {
    agreed.clear();
    agree(model, false);
    return changes();
  }
}
