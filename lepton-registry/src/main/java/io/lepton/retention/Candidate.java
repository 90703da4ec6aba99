package io.lepton.retention;

import io.lepton.spi.Catalog.EvaluationEntry;
import io.lepton.spi.Catalog.VersionEntry;
import io.lepton.spi.Ref;
import java.util.List;
import java.util.Objects;

/**
 * A living version and what rules may know of it.
 *
 * @param entry the version as indexed
 * @param refs what points at it
 * @param evaluations what was measured of it, in the order attached
 */
public record Candidate(VersionEntry entry, List<Ref> refs, List<EvaluationEntry> evaluations) {
  /** {@inheritDoc} */
  public Candidate {
    Objects.requireNonNull(entry);
    refs = List.copyOf(refs);
    evaluations = List.copyOf(evaluations);
  }
}
