package io.lepton.registry;

import io.lepton.model.DataReference;
import io.lepton.model.Lineage;
import io.lepton.model.VersionId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The lineage of what was made of two: the data of both, and what they agree on of the rest. */
final class MergedLineage {
  private MergedLineage() {}

  static Lineage of(Lineage ours, Lineage theirs, List<VersionId> from, String how) {
    Set<DataReference> data = new LinkedHashSet<>(ours.data());
    data.addAll(theirs.data());
    Map<String, String> environment = new LinkedHashMap<>(ours.environment());
    environment.entrySet().retainAll(theirs.environment().entrySet());
    environment.put("merge", how);
    boolean sameCode = Objects.equals(ours.codeRevision(), theirs.codeRevision());
    boolean sameSeed = Objects.equals(ours.seed(), theirs.seed());
    return new Lineage(
        List.copyOf(data),
        from,
        sameCode ? ours.codeRevision() : null,
        sameSeed ? ours.seed() : null,
        environment);
  }
}
