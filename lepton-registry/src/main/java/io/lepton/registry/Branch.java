package io.lepton.registry;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Version;
import io.lepton.spi.Catalog.RefMove;
import io.lepton.spi.Ref;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A line of versions that follow each other. A handle: it reads the store each time it is asked.
 * Thread-safe.
 */
public final class Branch {
  private final Store store;
  private final Ref ref;
  private final Refs refs;

  Branch(Store store, String model, String name) {
    this.store = store;
    this.ref = new Ref(model, Ref.Kind.BRANCH, name);
    this.refs = new Refs(store, ref);
  }

  /**
   * The branch's name.
   *
   * @return the name
   */
  public String name() {
    return ref.name();
  }

  /**
   * The version it points at.
   *
   * @return the version
   * @throws io.lepton.error.NotFoundException if there is no such branch; the message lists those
   *     there are
   */
  public Version head() {
    return refs.get();
  }

  /**
   * The version it points at, if it exists.
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
   * @return the version, or empty if the branch had not been made or was deleted
   */
  public Optional<Version> asOf(Instant time) {
    return refs.asOf(time);
  }

  /**
   * Makes the branch.
   *
   * @param version where it begins, of the same model
   * @throws io.lepton.error.AlreadyExistsException if the branch exists
   * @throws InvalidInputException if the version is of another model
   */
  public void createAt(Version version) {
    refs.createAt(version);
  }

  /**
   * Prepares a move to any version. Nothing happens before {@link RefUpdate#because}.
   *
   * @param version of the same model
   * @return to be completed
   * @throws InvalidInputException if the version is of another model
   */
  public RefUpdate moveTo(Version version) {
    return refs.update(version);
  }

  /**
   * Prepares a move back. Nothing happens before {@link RefUpdate#because}.
   *
   * @param version in the branch's log
   * @return to be completed; it expects the head that was looked at here
   * @throws InvalidInputException if the version is not in the log
   */
  public RefUpdate rollbackTo(Version version) {
    Version head = head();
    if (!new History(store, ref.model()).ancestors(head.id()).contains(version.id())) {
      throw new InvalidInputException(
          ref
              + " cannot roll back to "
              + version
              + ", which its head "
              + head
              + " does not follow");
    }
    return refs.update(version).expecting(head);
  }

  /**
   * Prepares the branch's removal; its versions and its history stay.
   *
   * @return to be completed
   */
  public RefUpdate delete() {
    return refs.delete();
  }

  /**
   * The versions the head follows, itself included.
   *
   * @return newest first
   * @throws io.lepton.error.NotFoundException if there is no such branch; the message lists those
   *     there are
   */
  public List<Version> log() {
    return new History(store, ref.model()).log(head().id());
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
