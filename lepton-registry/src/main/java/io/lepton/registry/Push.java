package io.lepton.registry;

import io.lepton.error.AlreadyExistsException;
import io.lepton.error.ConflictException;
import io.lepton.error.CorruptDataException;
import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;

/** Sends versions to another store; happens with {@link #to}. Not thread-safe. */
public final class Push extends Transfer<Push> {
  Push(Store store, String model) {
    super(store, model, "pushed");
  }

  @Override
  Push self() {
    return this;
  }

  /**
   * Sends what the other store lacks: the versions the refs lead to with all they follow, the
   * content of these that it does not have, and evaluations. Versions keep their ids; the other
   * store gives them numbers of its own. Of a retired version the record travels, retired. Every
   * chunk and record is checked against its SHA-256 before it is indexed there. Content comes
   * first, in packs of bounded size; then one transaction records the versions (1,000 at a time if
   * there are more) and moves the refs. Content that arrived before an interruption is not sent
   * again.
   *
   * <p>What is encrypted travels as it is, with the wrapped data key: both stores then share the
   * key, and shredding the model in one ends it in both.
   *
   * @param remote the other store
   * @return what was sent
   * @throws NotFoundException if this store has no such ref
   * @throws ConflictException if a branch there has versions that this store's does not follow:
   *     pull first; if an alias there is elsewhere; or if what was to be overwritten moved on
   * @throws AlreadyExistsException if a tag there points at another version
   * @throws io.lepton.error.KeyUnavailableException if the model is encrypted and the receiving
   *     store was opened without the provider of its key
   * @throws io.lepton.error.InvalidInputException if the model is encrypted under another key at
   *     the other end, or at one end only
   * @throws CorruptDataException if something here is damaged
   * @throws StorageException if a medium failed; push again to go on
   */
  public TransferReport to(ModelManager remote) {
    return new Transferring(this, new StoreSource(actor), remote.store(), RefPlan.Direction.PUSH)
        .run();
  }
}
