package io.lepton.registry;

import io.lepton.card.CardSection;
import io.lepton.error.LeptonException;
import io.lepton.gate.Evidence;
import io.lepton.gate.Finding;
import io.lepton.gate.Gate;
import io.lepton.registry.GovernedCatalog.Intent;
import io.lepton.sign.ModelVerifier;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The code behind the rules about cards and signatures, unless the program gave its own. */
final class TrustChecks {
  private TrustChecks() {}

  static Map<String, Function<Evidence, Finding>> of(Store store, Governance governance) {
    Map<String, Function<Evidence, Finding>> checks = new HashMap<>(governance.checks());
    checks.putIfAbsent(Gate.CARD, evidence -> card(store, evidence));
    ModelVerifier trusted = governance.signatures();
    if (trusted != null) {
      checks.putIfAbsent(Gate.SIGNATURE, evidence -> signature(store, evidence, trusted));
    }
    return checks;
  }

  private static Finding card(Store store, Evidence evidence) {
    Store own = store.with(Intent.ELEVATED);
    Set<CardSection> missing = new VersionCard(own, evidence.version()).read().missing();
    return missing.isEmpty()
        ? Finding.pass("complete", "nothing missing")
        : Finding.fail(
            "missing: " + String.join(", ", missing.stream().map(CardSection::title).toList()),
            "nothing missing",
            "write them with models.card(version)");
  }

  private static Finding signature(Store store, Evidence evidence, ModelVerifier trusted) {
    try {
      Store own = store.with(Intent.ELEVATED);
      return Finding.pass(
          "signed by " + Signatures.verify(own, evidence.version(), trusted).signer().name(),
          "a signature that is trusted");
    } catch (LeptonException e) {
      return Finding.fail(
          String.valueOf(e.getMessage()),
          "a signature that is trusted",
          "have it signed with models.sign(version)");
    }
  }
}
