package io.lepton.gate;

import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog.EvaluationEntry;
import io.lepton.spi.Ref;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What rules may look at. Everything read here still holds when the move is committed; otherwise
 * the rules are asked again.
 */
public interface Evidence {
  /**
   * The version the ref would move to.
   *
   * @return its record
   */
  Version version();

  /**
   * What would move.
   *
   * @return the alias or stage
   */
  Ref ref();

  /**
   * The time of the move.
   *
   * @return now
   */
  Instant now();

  /**
   * Where another ref of the model points.
   *
   * @param kind of the ref
   * @param name of the ref
   * @return the version or empty
   */
  Optional<VersionId> pointedAtBy(Ref.Kind kind, String name);

  /**
   * What was measured.
   *
   * @param version of the store
   * @return in the order attached
   */
  List<EvaluationEntry> evaluations(VersionId version);

  /**
   * What people said of the version.
   *
   * @return oldest first
   */
  List<Approval> approvals();

  /**
   * Asks a check that this program registered when it opened the store.
   *
   * @param name of the check
   * @return what it found; inconclusive if this program has no such check
   */
  Finding check(String name);
}
