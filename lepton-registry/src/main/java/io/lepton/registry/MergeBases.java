package io.lepton.registry;

import io.lepton.merge.MergeBase;
import io.lepton.model.VersionId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds what two versions have in common. Of several best common ancestors (after a criss-cross
 * merge) a joint base is made by merging them, two by two and newest first, over bases found the
 * same way, as Git's recursive strategy does. Belongs to one thread.
 */
final class MergeBases {
  private final Ancestry ancestry;
  private final StoredContents contents;

  MergeBases(Ancestry ancestry, StoredContents contents) {
    this.ancestry = ancestry;
    this.contents = contents;
  }

  /** The base of bases; ends because each step back is to strictly older versions. */
  MergeBase join(List<VersionId> bases) {
    if (bases.isEmpty()) {
      return MergeBase.none();
    }
    MergeBase joint = MergeBase.of(contents.open(bases.get(0)));
    Set<VersionId> joined = new HashSet<>(bases.subList(0, 1));
    for (VersionId next : bases.subList(1, bases.size())) {
      MergeBase older = join(ancestry.bestCommon(joined, List.of(next)));
      joint = joint.join(MergeBase.of(contents.open(next)), older, contents);
      joined.add(next);
    }
    return joint;
  }
}
