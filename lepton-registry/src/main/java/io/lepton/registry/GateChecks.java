package io.lepton.registry;

import io.lepton.card.CardText;
import io.lepton.card.ModelCard;
import io.lepton.gate.Evidence;
import io.lepton.gate.Finding;
import io.lepton.model.Version;
import io.lepton.sign.InvalidSignatureException;
import io.lepton.sign.VerifiedModel;
import io.lepton.spi.Catalog.EvaluationEntry;
import java.util.Optional;
import java.util.function.Function;

/**
 * Code behind rules that look at what is kept beside the store: card texts and signatures. To be
 * registered when the store is opened:
 *
 * <pre>{@code
 * ModelManager.builder(home)
 *     .check(Gate.CARD, GateChecks.cardComplete(version -> readText(version)))
 *     .check(Gate.SIGNATURE, GateChecks.signed(version -> verifySignatureOf(version)))
 *     .open();
 * }</pre>
 */
public final class GateChecks {
  private GateChecks() {}

  /**
   * Passes if the model card that a text gives together with the version lacks no mandatory
   * section.
   *
   * @param texts finds what people wrote for a version, if anything
   * @return the check
   */
  public static Function<Evidence, Finding> cardComplete(
      Function<Version, Optional<CardText>> texts) {
    return evidence -> {
      String bound = "no mandatory section is empty";
      Optional<CardText> text = texts.apply(evidence.version());
      if (text.isEmpty()) {
        return Finding.inconclusive("no card text", bound, "write one");
      }
      ModelCard card =
          ModelCard.of(
              text.get(),
              evidence.version(),
              evidence.evaluations(evidence.version().id()).stream()
                  .map(EvaluationEntry::evaluation)
                  .toList());
      return card.missing().isEmpty()
          ? Finding.pass("a complete card", bound)
          : Finding.fail("empty: " + card.missing(), bound, "fill in these sections");
    };
  }

  /**
   * Passes if a version's signature is valid.
   *
   * @param verify checks the signature of a version with {@link io.lepton.sign.ModelVerifier} and
   *     gives who signed; gives empty if there is no signature, and throws {@link
   *     InvalidSignatureException} if it is not valid
   * @return the check
   */
  public static Function<Evidence, Finding> signed(
      Function<Version, Optional<VerifiedModel>> verify) {
    return evidence -> {
      String bound = "a valid signature";
      try {
        return verify
            .apply(evidence.version())
            .map(model -> Finding.pass("signed by " + model.signer(), bound))
            .orElseGet(() -> Finding.inconclusive("no signature", bound, "sign it"));
      } catch (InvalidSignatureException e) {
        return Finding.fail(String.valueOf(e.getMessage()), bound, "find out who changed it");
      }
    };
  }
}
