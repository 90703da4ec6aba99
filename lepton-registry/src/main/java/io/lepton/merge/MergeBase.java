package io.lepton.merge;

import io.lepton.model.ModelSnapshot;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What two sides have in common. Usually a snapshot; nothing for unrelated sides; and where several
 * versions are equally good, what can be said with certainty of all of them. Immutable.
 */
public final class MergeBase {
  private final Map<Item, Object> items;
  private final Set<Item> undecided;

  private MergeBase(Map<Item, Object> items, Set<Item> undecided) {
    this.items = items;
    this.undecided = undecided;
  }

  /**
   * One snapshot.
   *
   * @param snapshot the common origin
   * @return the base
   */
  public static MergeBase of(ModelSnapshot snapshot) {
    return new MergeBase(Contents.of(snapshot), Set.of());
  }

  /**
   * Nothing in common: whatever both sides have and is not the same is a conflict.
   *
   * @return an empty base
   */
  public static MergeBase none() {
    return new MergeBase(Map.of(), Set.of());
  }

  /**
   * Joins two equally good bases by a merge of their own, as Git's recursive strategy does. What
   * only one of them changed since their common base has its value; what both changed, each in its
   * own way, is undecided: no side of the merge can then be said not to have changed it, so it is a
   * conflict unless both sides agree. Its value for arithmetic is this base's.
   *
   * @param other equally good
   * @param older what the two have in common
   * @param sameness how contents compare
   * @return the joint base
   */
  public MergeBase join(MergeBase other, MergeBase older, Sameness sameness) {
    Map<Item, Object> joint = new LinkedHashMap<>();
    Set<Item> open = new HashSet<>(undecided);
    open.addAll(other.undecided);
    Set<Item> all = new java.util.LinkedHashSet<>(items.keySet());
    all.addAll(other.items.keySet());
    for (Item item : all) {
      Object mine = items.get(item);
      Object value = mine;
      if (!sameness.of(mine, other.items.get(item))) {
        Object before = older.items.get(item);
        boolean known = !older.undecided.contains(item);
        if (known && sameness.of(before, mine)) {
          value = other.items.get(item);
        } else if (!known || !sameness.of(before, other.items.get(item))) {
          open.add(item);
          value = mine == null ? other.items.get(item) : mine;
        }
      }
      if (value != null) {
        joint.put(item, value);
      }
    }
    return new MergeBase(joint, open);
  }

  Map<Item, Object> items() {
    return items;
  }

  boolean decided(Item item) {
    return !undecided.contains(item);
  }
}
