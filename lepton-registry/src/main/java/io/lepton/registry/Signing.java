package io.lepton.registry;

import io.lepton.bytes.Digest;
import io.lepton.model.Version;
import io.lepton.sign.ModelSigner;
import io.lepton.sign.SignatureBundle;
import java.util.Objects;

/** A signature about to be made of a version. */
public final class Signing {
  private final Store store;
  private final Version version;

  Signing(Store store, Version version) {
    store.entry(version.id());
    this.store = store;
    this.version = version;
  }

  /**
   * Signs the version as it is exported to a plain folder, without writing one, and keeps the
   * signature with it. The bundle verifies against that folder with any OMS tool. All of the
   * version's bytes are read.
   *
   * @param signer with a key or a certificate
   * @return what is kept
   * @throws io.lepton.error.RetiredException if its weights were destroyed
   * @throws io.lepton.error.CorruptDataException if what is stored is damaged; nothing is signed
   */
  public VersionSignature with(ModelSigner signer) {
    return keep(signer.sign(new VersionContent(store, version)));
  }

  /**
   * Keeps a signature that was made elsewhere, such as of the exported folder on the machine that
   * has the key. It is not checked; {@link ModelManager#verifySignature} does that.
   *
   * @param bundle the signature
   * @return what is kept; keeping it again changes nothing
   */
  public VersionSignature keep(SignatureBundle bundle) {
    Objects.requireNonNull(bundle);
    String id = Digest.of(bundle.json()).hex();
    return new VersionSignature(
        bundle,
        store.author,
        Signatures.attachments(store, version.id()).append(id, bundle.json()));
  }
}
