package io.lepton.registry;

import io.lepton.access.AccessPolicy;
import io.lepton.access.ReadAudit;
import io.lepton.gate.Evidence;
import io.lepton.gate.Finding;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rules a store is opened with.
 *
 * @param policy who may do what; null for everybody everything
 * @param reads which reads are recorded
 * @param checks code behind rules, by name
 */
record Governance(
    @Nullable AccessPolicy policy,
    ReadAudit reads,
    Map<String, Function<Evidence, Finding>> checks) {
  static final Governance NONE = new Governance(null, ReadAudit.DENIED, Map.of());

  Governance {
    checks = Map.copyOf(checks);
  }
}
