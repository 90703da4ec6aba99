package io.lepton.registry;

import io.lepton.model.Version;
import io.lepton.spi.Catalog.RefMove;
import io.lepton.spi.Ref;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What aliases and stages are: names that people move from version to version. A handle: it reads
 * the store each time it is asked. Thread-safe.
 */
abstract sealed class Pointer permits Alias, Stage {
  private final Store store;
  final Ref ref;
  private final Refs refs;

  Pointer(Store store, Ref ref) {
    this.store = store;
    this.ref = ref;
    this.refs = new Refs(store, ref);
  }

  /**
   * The name.
   *
   * @return without its model
   */
  public String name() {
    return ref.name();
  }

  /**
   * Where it points now.
   *
   * @return the version
   * @throws io.lepton.error.NotFoundException if there is no such name; the message lists those
   *     there are
   */
  public Version version() {
    return refs.get();
  }

  /**
   * Where it points now, if it exists. Cheap enough to poll.
   *
   * @return the version or empty
   */
  public Optional<Version> find() {
    return refs.find();
  }

  /**
   * Where it pointed at some time, such as "what was in production on that day": one query of the
   * history.
   *
   * @param time of interest
   * @return the version, or empty if it had not been made or was deleted
   */
  public Optional<Version> asOf(Instant time) {
    return refs.asOf(time);
  }

  /**
   * Prepares a move, or its making. Nothing happens before {@link RefUpdate#because}.
   *
   * @param version of the same model, not retired
   * @return to be completed
   * @throws io.lepton.error.InvalidInputException if the version is of another model
   * @throws io.lepton.error.RetiredException if the version's weights were destroyed
   */
  public RefUpdate moveTo(Version version) {
    store.requireLive(version.id());
    return refs.update(version);
  }

  /**
   * Prepares a move back. Nothing happens before {@link RefUpdate#because}.
   *
   * @param version it pointed at once, not retired
   * @return to be completed; it expects the version that was looked at here
   * @throws io.lepton.error.NotFoundException if there is no such name
   * @throws io.lepton.error.InvalidInputException if it never pointed there
   * @throws io.lepton.error.RetiredException if the version's weights were destroyed
   */
  public RefUpdate rollbackTo(Version version) {
    return refs.rollbackTo(version);
  }

  /**
   * Prepares its removal; its history stays.
   *
   * @return to be completed
   */
  public RefUpdate delete() {
    return refs.delete();
  }

  /**
   * Every move there was.
   *
   * @return oldest first
   */
  public List<RefMove> history() {
    return refs.history();
  }
}
