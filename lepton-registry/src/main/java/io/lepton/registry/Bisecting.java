package io.lepton.registry;

import io.lepton.model.Version;
import io.lepton.model.VersionId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One search of a {@link Bisect}. Belongs to one thread. */
final class Bisecting {
  private final Store store;
  private final Ancestry ancestry;
  private final Map<Version, Answer> tested = new LinkedHashMap<>();
  private final Set<VersionId> skipped = new HashSet<>();

  private final List<VersionId> order;

  /** The first bad version is one of these. A good version takes all it follows out. */
  private Set<VersionId> suspects;

  private VersionId bad;

  Bisecting(Store store, Ancestry ancestry, VersionId bad, Collection<VersionId> good) {
    this.store = store;
    this.ancestry = ancestry;
    this.bad = bad;
    this.suspects = ancestry.ancestors(List.of(bad));
    suspects.removeAll(ancestry.ancestors(good));
    this.order = ancestry.parentsFirst(suspects);
  }

  Bisection run(Function<Version, Answer> test) {
    for (VersionId next = best(); next != null; next = best()) {
      Version version = store.version(next);
      Answer answer = test.apply(version);
      tested.put(version, answer);
      switch (answer) {
        case GOOD -> suspects.removeAll(suspectsUpTo(next));
        case BAD -> {
          suspects = suspectsUpTo(next);
          bad = next;
        }
        case SKIP -> skipped.add(next);
      }
    }
    List<Version> left = new ArrayList<>(oldestFirst().stream().map(store::version).toList());
    Collections.reverse(left);
    return new Bisection(left, tested);
  }

  /** The version whose answer leaves least in the worse case; null if none helps. */
  private @Nullable VersionId best() {
    Map<VersionId, Integer> weights = weights();
    VersionId best = null;
    int most = 0;
    for (VersionId id : oldestFirst()) {
      int weight = weights.getOrDefault(id, 0);
      int sure = Math.min(weight, suspects.size() - weight);
      if (sure > most && !id.equals(bad) && !skipped.contains(id)) {
        best = id;
        most = sure;
      }
    }
    return best;
  }

  /** How many suspects each one follows, itself included. */
  private Map<VersionId, Integer> weights() {
    Map<VersionId, Integer> weights = new HashMap<>();
    for (VersionId id : oldestFirst()) {
      List<VersionId> before =
          ancestry.parents(id).stream().filter(suspects::contains).distinct().toList();
      int weight =
          switch (before.size()) {
            case 0 -> 1;
            // On a line nothing has to be walked.
            case 1 -> weights.getOrDefault(before.get(0), 0) + 1;
            default -> suspectsUpTo(id).size();
          };
      weights.put(id, weight);
    }
    return weights;
  }

  private Set<VersionId> suspectsUpTo(VersionId last) {
    Set<VersionId> seen = new HashSet<>(Set.of(last));
    Deque<VersionId> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      for (VersionId parent : ancestry.parents(open.pop())) {
        if (suspects.contains(parent) && seen.add(parent)) {
          open.push(parent);
        }
      }
    }
    return seen;
  }

  private List<VersionId> oldestFirst() {
    return order.stream().filter(suspects::contains).toList();
  }
}
