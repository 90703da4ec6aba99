package io.lepton.registry;

import io.lepton.access.Action;
import java.util.Objects;

/**
 * What keeps a store healthy. All of it may run while others, in any process, read and write the
 * store. Immutable and thread-safe.
 *
 * <pre>{@code
 * Maintenance maintenance = models.maintenance().onProgress((step, done, total) -> bar.set(done));
 * VerifyReport report = maintenance.verify(Sample.ofShare(0.05, LocalDate.now().toEpochDay()));
 * System.out.println(maintenance.stats());
 * }</pre>
 */
public final class Maintenance {
  private final Store store;
  private final MaintenanceProgress progress;

  Maintenance(Store store) {
    this(store, (step, done, total) -> {});
  }

  private Maintenance(Store store, MaintenanceProgress progress) {
    this.store = store;
    this.progress = progress;
  }

  private Store permitted(Action action) {
    return store.permitted(action, "", "the store");
  }

  /**
   * Tells how far the work is.
   *
   * @param listener called on the thread that does the work; its exceptions end it
   * @return the same store's maintenance, which calls the listener
   */
  public Maintenance onProgress(MaintenanceProgress listener) {
    return new Maintenance(store, Objects.requireNonNull(listener));
  }

  /**
   * Reads every byte of every pack and checks it, and that every living version has all it needs.
   *
   * @return what was found
   */
  public VerifyReport verify() {
    return new Verifier(permitted(Action.VERIFY), progress).all();
  }

  /**
   * Checks that every living version has all it needs and that every pack is there with a sound
   * frame and index, and reads some of the chunks. Takes time in proportion to the number of packs
   * and versions, and to the sample.
   *
   * @param sample which chunks
   * @return what was found; {@link VerifyReport#coverage} says what that implies
   */
  public VerifyReport verify(Sample sample) {
    return new Verifier(permitted(Action.VERIFY), progress).sample(sample);
  }

  /**
   * Prepares a garbage collection; nothing happens before {@link Gc#run}.
   *
   * @return to be configured and run
   */
  public Gc gc() {
    return new Gc(store, progress);
  }

  /**
   * What the store holds and what that takes, by model, version and codec; from the catalogue and
   * the manifests alone.
   *
   * @return the figures
   */
  public StoreStats stats() {
    return new Statistician(permitted(Action.VERIFY), progress).run();
  }
}
