package io.lepton.registry;

import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.sign.InvalidSignatureException;
import io.lepton.sign.InvalidSignatureException.Reason;
import io.lepton.sign.ModelVerifier;
import io.lepton.sign.SignatureBundle;
import io.lepton.sign.VerifiedModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The signatures kept with versions. */
final class Signatures {
  private Signatures() {}

  static Attachments attachments(Store store, VersionId version) {
    return new Attachments(store, Attachments.SIGNATURES, version);
  }

  static List<VersionSignature> of(Store store, VersionId version) {
    return attachments(store, version).all().stream()
        .map(e -> new VersionSignature(SignatureBundle.parse(e.text()), e.author(), e.time()))
        .toList();
  }

  /** One that holds is enough; the newest is tried first. */
  static VerifiedModel verify(Store store, Version version, ModelVerifier verifier) {
    List<VersionSignature> all = of(store, version.id());
    VersionContent content = new VersionContent(store, version);
    @Nullable InvalidSignatureException newest = null;
    for (int i = all.size() - 1; i >= 0; i--) {
      try {
        return verifier.verify(content, all.get(i).bundle());
      } catch (InvalidSignatureException e) {
        newest = newest == null ? e : newest;
      }
    }
    if (newest == null) {
      throw new InvalidSignatureException(
          Reason.UNSIGNED, version + " is not signed; sign it with models.sign(version)");
    }
    throw new InvalidSignatureException(
        newest.reason(),
        "of " + version + "'s " + all.size() + " signatures none holds; " + newest.getMessage(),
        newest);
  }
}
