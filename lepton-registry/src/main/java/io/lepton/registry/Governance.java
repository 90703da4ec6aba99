package io.lepton.registry;

import io.lepton.access.AccessPolicy;
import io.lepton.access.ReadAudit;
import io.lepton.gate.Evidence;
import io.lepton.gate.Finding;
import io.lepton.sign.ModelVerifier;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rules a store is opened with.
 *
 * @param policy who may do what; null for everybody everything
 * @param reads which reads are recorded
 * @param checks code behind rules, by name
 * @param signatures whose signatures the rule {@code Gate.signatureValid} takes; null for nobody's
 */
record Governance(
    @Nullable AccessPolicy policy,
    ReadAudit reads,
    Map<String, Function<Evidence, Finding>> checks,
    @Nullable ModelVerifier signatures) {
  static final Governance NONE = new Governance(null, ReadAudit.DENIED, Map.of(), null);

  Governance {
    checks = Map.copyOf(checks);
  }
}
