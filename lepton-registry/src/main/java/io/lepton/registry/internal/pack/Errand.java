package io.lepton.registry.internal.pack;

import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Work given to the workers which whoever needs its result does himself if none has begun: waiting
 * in a queue would be slower. Thread-safe; its result is asked for once.
 */
final class Errand<T> {
  private final AtomicBoolean begun = new AtomicBoolean();
  private final Supplier<T> work;
  private final Future<Optional<T>> future;

  Errand(Workers workers, Supplier<T> work) {
    this.work = work;
    this.future = workers.submit(() -> begin() ? Optional.of(work.get()) : Optional.<T>empty());
  }

  private boolean begin() {
    return begun.compareAndSet(false, true);
  }

  T get() {
    return begin() ? work.get() : Workers.join(future).orElseThrow();
  }

  /** Keeps it from beginning; if it has, waits until it is done. */
  void end() {
    if (!begin()) {
      Workers.join(future);
    }
  }

  /** Keeps it from beginning; if it has, lets it go on. */
  void forget() {
    begin();
  }
}
