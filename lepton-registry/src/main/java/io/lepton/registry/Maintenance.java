package io.lepton.registry;

import io.lepton.access.Action;
import io.lepton.model.ModelSnapshot;
import io.lepton.registry.GovernedCatalog.Intent;
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
   * Replaces what is damaged or missing by what another store has: chunks of the same name, checked
   * against it. All of the store is read.
   *
   * <p>Sealed chunks come from a replica that has them sealed under the same key; they are held
   * against their names if this store was opened with the key, otherwise only their checksums are.
   * From a replica that keeps the model open or under another key they are sealed anew, if it can
   * read them and this store was opened with the key; all it has of the model is read for that. The
   * report says what stood in the way of those that stay lost.
   *
   * @param replica whose versions share chunks with this store's
   * @return what was done, and what is still wrong
   * @throws io.lepton.error.StorageException if a medium failed; nothing is worse than before
   */
  public RepairReport repairFrom(ModelManager replica) {
    return repair(replica.supply());
  }

  /**
   * Replaces what is damaged or missing by what a snapshot has, such as one that is about to be
   * saved again.
   *
   * @param snapshot whose tensors or files hold the same bytes; sealed chunks are sealed anew, for
   *     which this store must have been opened with the key
   * @return what was done, and what is still wrong
   */
  public RepairReport repairFrom(ModelSnapshot snapshot) {
    return repair(new SnapshotSupply(snapshot));
  }

  /**
   * Moves damaged packs out of the way: what is good of them is kept, what is lost leaves the
   * index, so that a save that brings it stores it anew, and the damaged packs stay under keys that
   * begin with {@code quarantine/}.
   *
   * @return what was done, and which versions are hurt
   */
  public RepairReport quarantine() {
    return repair(ChunkSupply.none());
  }

  private RepairReport repair(ChunkSupply supply) {
    Store permitted = permitted(Action.MAINTAIN).with(Intent.partOf("repair"));
    return new Repairing(permitted, progress, supply).run();
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
   * Keeps a copy of what only the catalogue knows, beside the packs: versions with their numbers,
   * refs with their history, retirements, evaluations, experiments, certificates, approvals and the
   * audit log, all of one moment. Rebuilding a lost catalogue ({@link
   * ModelManagerBuilder#reindex()}) takes the newest sound one. The last three stay. Takes time and
   * room in proportion to what was ever recorded; packs are not read.
   *
   * @return what was kept
   * @throws io.lepton.error.StorageException if a medium failed; older backups are still there
   */
  public BackupReport backup() {
    return Backups.make(permitted(Action.MAINTAIN).with(Intent.partOf("backup")), progress);
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
