package io.lepton.registry;

import io.lepton.error.AlreadyExistsException;
import io.lepton.error.ConflictException;
import io.lepton.error.CorruptDataException;
import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;

/** Fetches versions from elsewhere; happens with {@link #from}. Not thread-safe. */
public final class Pull extends Transfer<Pull> {
  Pull(Store store, String model) {
    super(store, model, "pulled");
  }

  @Override
  Pull self() {
    return this;
  }

  /**
   * Fetches what this store lacks, as {@link Push#to} sends it. A branch that is ahead here stays.
   *
   * @param remote the other store
   * @return what was fetched
   * @throws NotFoundException if the other store has no such ref
   * @throws ConflictException if a branch has moved on at both ends: pull it under another name,
   *     and merge; if an alias here is elsewhere; or if what was to be overwritten moved on
   * @throws AlreadyExistsException if a tag here points at another version
   * @throws io.lepton.error.KeyUnavailableException if the model is encrypted and the receiving
   *     store was opened without the provider of its key
   * @throws io.lepton.error.InvalidInputException if the model is encrypted under another key at
   *     the other end, or at one end only
   * @throws CorruptDataException if what arrives is not what its name says
   * @throws StorageException if a medium failed; pull again to go on
   */
  public TransferReport from(ModelManager remote) {
    return from(new StoreSource(remote.store()));
  }

  /**
   * Fetches what this store lacks.
   *
   * @param source of versions
   * @return what was fetched
   * @throws NotFoundException if the source has no such ref, or lacks a version that another
   *     follows and this store does not have either
   * @throws io.lepton.error.LeptonException as {@link #from(ModelManager)}
   */
  public TransferReport from(VersionSource source) {
    return new Transferring(this, source, actor, RefPlan.Direction.PULL).run();
  }
}
