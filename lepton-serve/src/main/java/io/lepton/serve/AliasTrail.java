package io.lepton.serve;

import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.RefMove;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The versions an alias would go back through, one rollback after another. A move to a version that
 * lies on the trail goes back to it, any other goes on from the end. So after v1, v2, v3 and a
 * rollback to v2, the next rollback goes to v1 and not to v3, which was rolled back for a reason.
 */
final class AliasTrail {
  private final List<VersionId> trail = new ArrayList<>();

  /** Takes the moves oldest first. */
  AliasTrail(List<RefMove> history) {
    for (RefMove move : history) {
      VersionId to = move.to();
      int at = to == null ? -1 : trail.indexOf(to);
      if (to == null) {
        trail.clear();
      } else if (at >= 0) {
        trail.subList(at + 1, trail.size()).clear();
      } else {
        trail.add(to);
      }
    }
  }

  /** Where the alias points now. */
  Optional<VersionId> end() {
    return trail.isEmpty() ? Optional.empty() : Optional.of(trail.get(trail.size() - 1));
  }

  /** Where a rollback leads. */
  Optional<VersionId> beforeEnd() {
    return trail.size() < 2 ? Optional.empty() : Optional.of(trail.get(trail.size() - 2));
  }
}
