package io.lepton.registry;

import io.lepton.model.Version;
import io.lepton.spi.Catalog.RefMove;
import io.lepton.spi.Ref;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A station of a model's life: {@code development}, {@code staging}, {@code production}, {@code
 * archived}, or whatever a team calls its own. It points at one version, moves by compare-and-set,
 * and keeps who, when, why, from where and to where. A version in a stage cannot be retired. A
 * handle: it reads the store each time it is asked. Thread-safe.
 */
public final class Stage {
  private final Store store;
  final Ref ref;
  private final Refs refs;

  Stage(Store store, String model, String name) {
    this.store = store;
    this.ref = new Ref(model, Ref.Kind.STAGE, name);
    this.refs = new Refs(store, ref);
  }

  /**
   * The stage's name.
   *
   * @return the name
   */
  public String name() {
    return ref.name();
  }

  /**
   * Where it points now.
   *
   * @return the version
   * @throws io.lepton.error.NotFoundException if there is no such stage; the message lists those
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
   * @return the version, or empty if the stage had not been made or was deleted
   */
  public Optional<Version> asOf(Instant time) {
    return refs.asOf(time);
  }

  /**
   * Prepares a move, or the stage's making. Nothing happens before {@link RefUpdate#because}.
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
   * @param version the stage pointed at once, not retired
   * @return to be completed; it expects the version that was looked at here
   * @throws io.lepton.error.NotFoundException if there is no such stage
   * @throws io.lepton.error.InvalidInputException if it never pointed there
   * @throws io.lepton.error.RetiredException if the version's weights were destroyed
   */
  public RefUpdate rollbackTo(Version version) {
    return refs.rollbackTo(version);
  }

  /**
   * Prepares the stage's removal; its history stays.
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
