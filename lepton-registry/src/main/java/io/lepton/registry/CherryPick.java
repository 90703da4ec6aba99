package io.lepton.registry;

import io.lepton.error.InvalidInputException;
import io.lepton.merge.Fate.Outcome;
import io.lepton.merge.MergeBase;
import io.lepton.merge.MergeStrategy;
import io.lepton.merge.Resolutions;
import io.lepton.merge.SnapshotMerge;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.spi.Ref;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A change between two versions that is prepared to be made again on a branch: v₃ + (v₂ − v₁), as a
 * new version that follows v₃. What v₂ has as v₁ keeps v₃'s bits, tensor by tensor and element by
 * element; what v₃ has as v₁ gets v₂'s. Files and settings follow the same rules; where v₃ has
 * changed them too, in another way, the caller must say what to do. Picking {@code since} the later
 * of two versions takes a change back. Not thread-safe.
 *
 * <pre>{@code
 * model.cherryPick(v2).since(v1).onto("main").commit();
 * }</pre>
 */
public final class CherryPick {
  private static final Set<Outcome> NOTHING_NEW =
      Set.of(Outcome.UNCHANGED, Outcome.OURS, Outcome.ALIKE);

  private final Store store;
  private final String model;
  private final Version picked;
  private Ref branch;
  private Resolutions resolutions = Resolutions.none().tensors(MergeStrategy.addTheirChange());
  private @Nullable Version since;
  private @Nullable String message;

  CherryPick(Store store, String model, Version picked) {
    this.store = store;
    this.model = model;
    this.picked = picked;
    this.branch = new Ref(model, Ref.Kind.BRANCH, Model.MAIN);
  }

  /**
   * Chooses where the change begins; the first parent unless given.
   *
   * @param version of any model of this store
   * @return this
   */
  public CherryPick since(Version version) {
    since = Objects.requireNonNull(version);
    return this;
  }

  /**
   * Chooses the branch that gets the change; {@code main} unless given.
   *
   * @param name of an existing branch
   * @return this
   */
  public CherryPick onto(String name) {
    branch = new Ref(model, Ref.Kind.BRANCH, name);
    return this;
  }

  /**
   * Says how conflicts are resolved; tensors by adding the change, nothing else, unless given.
   *
   * @param all replaces what was said before
   * @return this
   */
  public CherryPick resolve(Resolutions all) {
    resolutions = Objects.requireNonNull(all);
    return this;
  }

  /**
   * Says why; what is picked unless given.
   *
   * @param text for people
   * @return this
   */
  public CherryPick message(String text) {
    message = Objects.requireNonNull(text);
    return this;
  }

  private record Prepared(MergePlan plan, SnapshotMerge merge, StoredContents contents) {}

  /**
   * Says what would happen. Nothing is changed, and no weights are read.
   *
   * @return the fate of everything; {@code bases} is where the change begins
   * @throws io.lepton.error.NotFoundException if there is no such branch
   * @throws InvalidInputException if the version has no parent and no beginning was given
   */
  public MergePlan plan() {
    return prepare().plan;
  }

  private Prepared prepare() {
    Version ours = new Refs(store, branch).get();
    Version from = since == null ? firstParent() : since;
    StoredContents contents = new StoredContents(store);
    SnapshotMerge merge =
        SnapshotMerge.of(
            MergeBase.of(contents.open(from.id())),
            contents.open(ours.id()),
            contents.open(picked.id()),
            resolutions,
            contents);
    boolean nothing = merge.fates().stream().allMatch(f -> NOTHING_NEW.contains(f.outcome()));
    return new Prepared(
        new MergePlan(
            nothing ? MergePlan.Kind.UP_TO_DATE : MergePlan.Kind.NEW_VERSION,
            ours,
            picked,
            List.of(from),
            merge.fates()),
        merge,
        contents);
  }

  private Version firstParent() {
    List<VersionId> parents = picked.parents();
    if (parents.isEmpty()) {
      throw new InvalidInputException(
          picked + " has no parent; say with since(..) where the change begins");
    }
    return store.version(parents.get(0));
  }

  /**
   * Makes the version.
   *
   * @return the new head of the branch; the old one if the change is empty or there already
   * @throws io.lepton.merge.MergeConflictException if types or shapes do not agree, or something
   *     else is not resolved; it lists all of it
   * @throws io.lepton.error.ConflictException if the branch moved meanwhile, and says where to
   * @throws io.lepton.error.AccessDeniedException if the actor may not load both or save here
   * @throws io.lepton.error.RetiredException if weights that are needed were destroyed
   * @throws InvalidInputException as {@link #plan} does
   * @throws io.lepton.error.NotFoundException if there is no such branch
   */
  public Version commit() {
    Prepared prepared = prepare();
    Version ours = prepared.plan.ours();
    if (prepared.plan.kind() == MergePlan.Kind.UP_TO_DATE) {
      return ours;
    }
    prepared.contents.requireLoad(ours);
    prepared.contents.requireLoad(picked);
    Version from = prepared.plan.bases().get(0);
    String how = "pick " + from + " to " + picked + "; " + resolutions;
    Save save =
        new Save(
            store,
            model,
            prepared.merge.snapshot(
                MergedLineage.of(
                    ours.lineage(), picked.lineage(), List.of(ours.id(), picked.id()), how)));
    save.expectedHead = ours.id();
    return save.on(branch.name()).parents(ours).message(message == null ? how : message).commit();
  }
}
