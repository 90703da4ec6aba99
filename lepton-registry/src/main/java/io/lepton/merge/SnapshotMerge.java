package io.lepton.merge;

import io.lepton.error.InvalidInputException;
import io.lepton.merge.Fate.Outcome;
import io.lepton.merge.Item.Kind;
import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import io.lepton.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The three-way merge of two snapshots. For each tensor, file and hyperparameter, and for format,
 * configuration and signature as wholes: what only one side changed since the base is taken from
 * it, what both changed alike is taken as it is, and what both changed differently is resolved as
 * the {@link Resolutions} say, or stays a conflict. Things are in the order of our side, with what
 * only their side has at the end. Reads tensors only where {@link Sameness} must; merged tensors
 * are computed when they are read. Immutable, thread-safe.
 */
public final class SnapshotMerge {
  private final List<Fate> fates;
  private final Map<Item, Object> merged;

  private SnapshotMerge(List<Fate> fates, Map<Item, Object> merged) {
    this.fates = List.copyOf(fates);
    this.merged = merged;
  }

  /**
   * Merges.
   *
   * @param base what both sides come from
   * @param ours what is merged into
   * @param theirs what is merged in
   * @param resolutions for what both changed
   * @param sameness how contents compare
   * @return what becomes of everything
   * @throws InvalidInputException if a resolution names a tensor that no side has
   */
  public static SnapshotMerge of(
      MergeBase base,
      ModelSnapshot ours,
      ModelSnapshot theirs,
      Resolutions resolutions,
      Sameness sameness) {
    return new Run(base, Contents.of(ours), Contents.of(theirs), resolutions, sameness).merge();
  }

  /**
   * What becomes of everything.
   *
   * @return one for each thing of either side or the base; values that were given come last if no
   *     side has the thing
   */
  public List<Fate> fates() {
    return fates;
  }

  /**
   * What is not resolved.
   *
   * @return empty if the merge can be made
   */
  public List<Fate> conflicts() {
    return fates.stream().filter(fate -> fate.outcome() == Outcome.CONFLICT).toList();
  }

  /**
   * The merged snapshot.
   *
   * @param lineage of it
   * @return both sides in one
   * @throws MergeConflictException if there are conflicts; it lists them all
   */
  public ModelSnapshot snapshot(Lineage lineage) {
    List<Fate> conflicts = conflicts();
    if (!conflicts.isEmpty()) {
      throw new MergeConflictException(conflicts);
    }
    return Contents.toSnapshot(merged, lineage);
  }

  /** One merge. Belongs to one thread. */
  private static final class Run {
    private final MergeBase base;
    private final Map<Item, Object> ours;
    private final Map<Item, Object> theirs;
    private final Resolutions resolutions;
    private final Sameness sameness;
    private final List<Fate> fates = new ArrayList<>();
    private final Map<Item, Object> merged = new LinkedHashMap<>();

    Run(
        MergeBase base,
        Map<Item, Object> ours,
        Map<Item, Object> theirs,
        Resolutions resolutions,
        Sameness sameness) {
      this.base = base;
      this.ours = ours;
      this.theirs = theirs;
      this.resolutions = resolutions;
      this.sameness = sameness;
    }

    SnapshotMerge merge() {
      Set<Item> all = new LinkedHashSet<>(ours.keySet());
      all.addAll(theirs.keySet());
      all.addAll(base.items().keySet());
      for (String name : resolutions.byName().keySet()) {
        if (!all.contains(Item.tensor(name))) {
          throw new InvalidInputException(
              "a strategy was given for tensor \"" + name + "\", which neither side has");
        }
      }
      all.addAll(resolutions.values().keySet());
      all.forEach(this::decide);
      return new SnapshotMerge(fates, merged);
    }

    private void decide(Item item) {
      Object before = base.items().get(item);
      Object mine = ours.get(item);
      Object other = theirs.get(item);
      SideChange my = SideChange.of(before, mine, sameness);
      SideChange their = SideChange.of(before, other, sameness);
      boolean decided = base.decided(item);
      Object given = resolutions.values().get(item);
      Outcome outcome = Outcome.CONFLICT;
      Object value = mine;
      String note = "";
      if (given != null) {
        outcome = Outcome.RESOLVED;
        value = given;
        note = "given";
      } else if (my == SideChange.NONE && their == SideChange.NONE && decided) {
        outcome = Outcome.UNCHANGED;
      } else if (sameness.of(mine, other)) {
        outcome = Outcome.ALIKE;
      } else if (their == SideChange.NONE && decided) {
        outcome = Outcome.OURS;
      } else if (my == SideChange.NONE && decided) {
        outcome = Outcome.THEIRS;
        value = other;
      } else {
        Resolved resolved = resolve(item, before, mine, other);
        outcome = resolved.done ? Outcome.RESOLVED : Outcome.CONFLICT;
        value = resolved.value;
        note = decided ? resolved.note : "the bases differ; " + resolved.note;
      }
      fates.add(new Fate(item, my, their, outcome, note));
      if (value != null) {
        merged.put(item, value);
      }
    }

    private record Resolved(boolean done, @Nullable Object value, String note) {}

    private Resolved resolve(
        Item item, @Nullable Object before, @Nullable Object mine, @Nullable Object other) {
      if (item.kind() != Kind.TENSOR) {
        Optional<Side> side = resolutions.others();
        Object value = side.equals(Optional.of(Side.THEIRS)) ? other : mine;
        return new Resolved(
            side.isPresent(),
            value,
            side.map(s -> s.name().toLowerCase(java.util.Locale.ROOT))
                .orElse("no side was chosen and no value given"));
      }
      Optional<MergeStrategy> strategy = resolutions.strategy(item.name());
      if (strategy.isEmpty()) {
        return new Resolved(false, null, "no strategy was chosen");
      }
      try {
        Optional<Tensor> value =
            strategy
                .get()
                .resolve(
                    new TensorConflict(
                        item.name(), (Tensor) before, (Tensor) mine, (Tensor) other));
        return new Resolved(true, value.orElse(null), strategy.get().description());
      } catch (InvalidInputException e) {
        return new Resolved(false, null, String.valueOf(e.getMessage()));
      }
    }
  }
}
