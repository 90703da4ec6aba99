package io.lepton.registry;

import io.lepton.access.Action;
import io.lepton.error.ConflictException;
import io.lepton.error.InvalidInputException;
import io.lepton.registry.internal.seal.WrappedKey;
import java.util.List;

/**
 * Wraps a model's data key anew: first the new form is durable beside the old one, then it is
 * recorded, then the old one is deleted. Either can be read, so a crash in between hurts nothing;
 * what it leaves, the next rotation or opening completes. Belongs to one thread.
 */
final class Rotating {
  private final Store store;
  private final String model;

  Rotating(Store store, String model) {
    this.store = store.permitted(Action.PROTECT, model, "encryption of model " + model);
    this.model = model;
  }

  KeyRotation run() {
    while (true) {
      Encryption state = Encryption.of(store, model);
      String key = state.key();
      if (key == null) {
        throw new InvalidInputException(
            "model \"" + model + "\" is not encrypted, so it has no key to be wrapped anew");
      }
      WrappedKey before = store.keys.record(key);
      // Of a rotation that a crash ended before it was recorded, the new form is there.
      WrappedKey now = before.rotation() > state.rotation() ? before : store.keys.rotate(key);
      try {
        store.catalog.apply(List.of(state.unchanged(), state.rotated(store, now)));
      } catch (ConflictException e) {
        Encryption found = Encryption.of(store, model);
        if (!key.equals(found.key())) {
          store.keys.forget(key); // shredded meanwhile
        }
        if (found.equals(state)) {
          throw e;
        }
        continue;
      }
      store.keys.forgetOlder(key, now.rotation());
      return new KeyRotation(
          model,
          key,
          now.former().get(now.former().size() - 1),
          now.key(),
          store.clock.instant(),
          store.author);
    }
  }

  /** Deletes what a crash left of a recorded rotation. */
  static void complete(Store store, Encryption state) {
    String key = state.key();
    if (key != null && state.rotation() > 0) {
      store.keys.forgetOlder(key, state.rotation());
    }
  }
}
