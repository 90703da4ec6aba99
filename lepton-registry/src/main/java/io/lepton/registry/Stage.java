package io.lepton.registry;

import io.lepton.spi.Ref;

/**
 * A station of a model's life: {@code development}, {@code staging}, {@code production}, {@code
 * archived}, or whatever a team calls its own. It points at one version, moves by compare-and-set,
 * and keeps who, when, why, from where and to where. A version in a stage cannot be retired. A
 * handle: it reads the store each time it is asked. Thread-safe.
 */
public final class Stage extends Pointer {
  Stage(Store store, String model, String name) {
    super(store, new Ref(model, Ref.Kind.STAGE, name));
  }
}
