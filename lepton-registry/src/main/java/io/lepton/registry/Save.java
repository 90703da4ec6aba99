package io.lepton.registry;

import io.lepton.access.Action;
import io.lepton.error.AlreadyExistsException;
import io.lepton.error.ConflictException;
import io.lepton.error.InvalidInputException;
import io.lepton.model.Evaluation;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.RefMove;
import io.lepton.spi.Ref;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A save that is prepared and happens with {@link #commit}. Not thread-safe. */
public final class Save {
  final Store store;
  final String model;
  final ModelSnapshot snapshot;
  final List<Evaluation> evaluations = new ArrayList<>();
  final Set<Ref> tags = new LinkedHashSet<>();
  Ref branch;
  String message = "";
  @Nullable List<VersionId> parents;
  @Nullable VersionId expectedHead;
  SaveProgress progress = (done, total) -> {};

  Save(Store store, String model, ModelSnapshot snapshot) {
    this.store = store;
    this.model = model;
    this.snapshot = Objects.requireNonNull(snapshot);
    this.branch = new Ref(model, Ref.Kind.BRANCH, Model.MAIN);
  }

  /**
   * Attaches what was measured; may be called again for other data.
   *
   * @param evaluation of this snapshot
   * @return this
   */
  public Save evaluation(Evaluation evaluation) {
    evaluations.add(Objects.requireNonNull(evaluation));
    return this;
  }

  /**
   * Says why this version is made.
   *
   * @param text for people; empty unless given
   * @return this
   */
  public Save message(String text) {
    message = Objects.requireNonNull(text);
    return this;
  }

  /**
   * Chooses the branch, which is made if it does not exist; {@code main} unless given.
   *
   * @param name of the branch
   * @return this
   */
  public Save on(String name) {
    branch = new Ref(model, Ref.Kind.BRANCH, name);
    return this;
  }

  /**
   * Tags the version; may be called again.
   *
   * @param name of a new tag
   * @return this
   */
  public Save tag(String name) {
    tags.add(new Ref(model, Ref.Kind.TAG, name));
    return this;
  }

  /**
   * Chooses the versions it follows; the branch's head unless given. The head of an existing branch
   * must be among them, so that nothing leaves the branch's log.
   *
   * @param versions of any model of this store; none for a first
   * @return this
   */
  public Save parents(Version... versions) {
    parents = Arrays.stream(versions).map(Version::id).distinct().toList();
    return this;
  }

  /**
   * Shows how far a save is; nothing unless given.
   *
   * @param listener called on the saving thread
   * @return this
   */
  public Save progress(SaveProgress listener) {
    progress = Objects.requireNonNull(listener);
    return this;
  }

  /**
   * Stores the snapshot, records the version, moves the branch, attaches the evaluations and makes
   * the tags: all of it, durably, or nothing. When others save on the same branch meanwhile, the
   * version follows theirs.
   *
   * @return the version
   * @throws AlreadyExistsException if a tag exists, or this very version does
   * @throws ConflictException if parents were given and the branch's head is not among them
   * @throws InvalidInputException if the snapshot cannot be stored as it is
   * @throws io.lepton.error.StorageException if a medium failed: nothing of it is visible, unless
   *     the catalogue failed in or after its commit; then the version may be there, whole
   */
  public Version commit() {
    store.guard.require(Action.SAVE, model, branch.toString()); // before anything is written
    for (Ref tag : tags) {
      store
          .catalog
          .ref(tag)
          .ifPresent(
              at -> {
                throw new AlreadyExistsException(
                    tag
                        + " exists and points at "
                        + store.describe(at)
                        + "; tags never move, choose another name");
              });
    }
    try (Saving saving = new Saving(this)) {
      Version version = saving.run();
      saving.moves().forEach((RefMove move) -> store.announce(move));
      return version;
    }
  }
}
