package io.lepton.registry;

import io.lepton.error.ConflictException;
import io.lepton.error.InvalidInputException;
import io.lepton.merge.MergeBase;
import io.lepton.merge.MergeStrategy;
import io.lepton.merge.Resolutions;
import io.lepton.merge.SnapshotMerge;
import io.lepton.model.Lineage;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.spi.Ref;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A merge that is prepared and happens with {@link #commit}: three-way, tensor by tensor, over the
 * best common ancestor. Tensors that one side changed are taken from it without being computed.
 * Where there are several best common ancestors (after a criss-cross merge) they are merged first,
 * as Git's recursive strategy does; what they disagree on is a conflict unless both sides agree.
 * Not thread-safe.
 *
 * <pre>{@code
 * model.merge("experiment").into("main").resolve(MergeStrategy.ties(0.2, 1)).commit();
 * }</pre>
 */
public final class Merge {
  private final Store store;
  private final String model;
  private final Version theirs;
  private final String label;
  private Ref branch;
  private Resolutions resolutions = Resolutions.none();
  private FastForward fastForward = FastForward.WHEN_POSSIBLE;
  private boolean unrelated;
  private @Nullable Version base;
  private @Nullable String message;

  Merge(Store store, String model, Version theirs, String label) {
    this.store = store;
    this.model = model;
    this.theirs = theirs;
    this.label = label;
    this.branch = new Ref(model, Ref.Kind.BRANCH, Model.MAIN);
  }

  /**
   * Chooses the branch that is merged into; {@code main} unless given.
   *
   * @param name of an existing branch
   * @return this
   */
  public Merge into(String name) {
    branch = new Ref(model, Ref.Kind.BRANCH, name);
    return this;
  }

  /**
   * Says how tensors that both sides changed are merged, and nothing else.
   *
   * @param strategy for all of them
   * @return this
   */
  public Merge resolve(MergeStrategy strategy) {
    return resolve(Resolutions.none().tensors(strategy));
  }

  /**
   * Says how conflicts are resolved.
   *
   * @param all replaces what was said before
   * @return this
   */
  public Merge resolve(Resolutions all) {
    resolutions = Objects.requireNonNull(all);
    return this;
  }

  /**
   * Says whether the branch may just be moved; {@link FastForward#WHEN_POSSIBLE} unless given.
   *
   * @param mode what to do
   * @return this
   */
  public Merge fastForward(FastForward mode) {
    fastForward = Objects.requireNonNull(mode);
    return this;
  }

  /**
   * Chooses the base, for versions whose common origin is not in their parents.
   *
   * @param version of any model of this store
   * @return this
   */
  public Merge base(Version version) {
    base = Objects.requireNonNull(version);
    return this;
  }

  /**
   * Allows versions without a common ancestor: whatever both have and is not the same is then a
   * conflict.
   *
   * @return this
   */
  public Merge allowUnrelated() {
    unrelated = true;
    return this;
  }

  /**
   * Says why; what is merged, where and how unless given.
   *
   * @param text for people
   * @return this
   */
  public Merge message(String text) {
    message = Objects.requireNonNull(text);
    return this;
  }

  private record Prepared(MergePlan plan, SnapshotMerge merge, StoredContents contents) {}

  /**
   * Says what would happen. Nothing is changed, and no weights are read.
   *
   * @return the fate of everything, conflicts included
   * @throws io.lepton.error.NotFoundException if there is no such branch
   * @throws InvalidInputException if there is no common ancestor, or a resolution names a tensor
   *     that no side has
   */
  public MergePlan plan() {
    return prepare().plan;
  }

  private Prepared prepare() {
    Version ours = new Refs(store, branch).get();
    Ancestry ancestry = new Ancestry(store);
    StoredContents contents = new StoredContents(store);
    List<VersionId> best = ancestry.bestCommon(List.of(ours.id()), List.of(theirs.id()));
    List<VersionId> bases = base == null ? best : List.of(base.id());
    if (bases.isEmpty() && !unrelated) {
      throw new InvalidInputException(
          theirs
              + " and "
              + ours
              + " have no common ancestor; give their origin with base(..), or allow it with"
              + " allowUnrelated()");
    }
    MergeBase common = new MergeBases(ancestry, contents).join(bases);
    SnapshotMerge merge =
        SnapshotMerge.of(
            common, contents.open(ours.id()), contents.open(theirs.id()), resolutions, contents);
    List<Version> found = bases.stream().map(store::version).toList();
    return new Prepared(
        new MergePlan(kind(ours, best), ours, theirs, found, merge.fates()), merge, contents);
  }

  private MergePlan.Kind kind(Version ours, List<VersionId> best) {
    if (best.contains(theirs.id())) {
      return MergePlan.Kind.UP_TO_DATE;
    }
    boolean behind = best.contains(ours.id()) && theirs.model().equals(model);
    return behind && fastForward != FastForward.NEVER
        ? MergePlan.Kind.FAST_FORWARD
        : MergePlan.Kind.NEW_VERSION;
  }

  /**
   * Merges: moves the branch by compare-and-set, to what is merged or to a new version that follows
   * both.
   *
   * @return where the branch is now; its old head if it had everything
   * @throws io.lepton.merge.MergeConflictException if something is not resolved; it lists all of it
   * @throws ConflictException if the branch moved meanwhile, and says where to; or if it cannot be
   *     fast-forwarded and {@link FastForward#ONLY} was asked for
   * @throws io.lepton.error.AccessDeniedException if the actor may not load both or save here
   * @throws io.lepton.error.RetiredException if weights that are needed were destroyed
   * @throws InvalidInputException as {@link #plan} does
   * @throws io.lepton.error.NotFoundException if there is no such branch
   */
  public Version commit() {
    Prepared prepared = prepare();
    MergePlan plan = prepared.plan;
    if (plan.kind() == MergePlan.Kind.UP_TO_DATE) {
      return plan.ours();
    }
    store.requireLive(theirs.id());
    if (plan.kind() == MergePlan.Kind.FAST_FORWARD) {
      String reason = message == null || message.isBlank() ? "fast-forward to " + label : message;
      new RefUpdate(store, branch, theirs.id()).expecting(plan.ours()).because(reason);
      return theirs;
    }
    if (fastForward == FastForward.ONLY) {
      throw new ConflictException(
          branch + " cannot be fast-forwarded to " + label + ": " + plan.ours() + " is its own");
    }
    Version ours = plan.ours();
    prepared.contents.requireLoad(ours);
    prepared.contents.requireLoad(theirs);
    String how =
        "merge "
            + label
            + " into "
            + branch.name()
            + (resolutions.toString().isEmpty() ? "" : "; " + resolutions);
    Lineage lineage =
        MergedLineage.of(ours.lineage(), theirs.lineage(), List.of(ours.id(), theirs.id()), how);
    Save save = new Save(store, model, prepared.merge.snapshot(lineage));
    save.expectedHead = ours.id();
    return save.on(branch.name())
        .parents(ours, theirs)
        .message(message == null ? how : message)
        .commit();
  }
}
