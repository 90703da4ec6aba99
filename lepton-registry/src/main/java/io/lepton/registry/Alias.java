package io.lepton.registry;

import io.lepton.spi.Ref;

/**
 * A name people move from version to version, such as {@code champion}. A handle: it reads the
 * store each time it is asked. Thread-safe.
 */
public final class Alias extends Pointer {
  Alias(Store store, String model, String name) {
    super(store, new Ref(model, Ref.Kind.ALIAS, name));
  }
}
