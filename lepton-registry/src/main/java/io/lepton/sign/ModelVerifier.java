package io.lepton.sign;

import io.lepton.sign.InvalidSignatureException.Reason;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Objects;

/**
 * Checks signatures of models, with all that the caller trusts said beforehand.
 *
 * <pre>{@code
 * VerifiedModel verified = ModelVerifier.withKey(Pem.publicKey(pem))
 *     .verify(Path.of("model"), SignatureBundle.read(Path.of("model.sig")));
 * }</pre>
 *
 * <p>A result says that the files, as they were read, are those the signer signed; a file changed
 * after that is not noticed. Immutable and thread-safe.
 */
public final class ModelVerifier {
  private final Trust trust;
  private final InstantSource clock;
  private final UnsignedFiles unsignedFiles;

  private ModelVerifier(Trust trust, InstantSource clock, UnsignedFiles unsignedFiles) {
    this.trust = trust;
    this.clock = clock;
    this.unsignedFiles = unsignedFiles;
  }

  /**
   * Trusts one key.
   *
   * @param key on the curve P-256, P-384 or P-521
   * @return a verifier for signatures made with its private half
   * @throws io.lepton.error.InvalidInputException if it is another kind of key
   */
  public static ModelVerifier withKey(PublicKey key) {
    return new ModelVerifier(Trust.in(key), InstantSource.system(), UnsignedFiles.REFUSED);
  }

  /**
   * Trusts every certificate for signing that was issued below one of these. Revocation is not
   * checked, since nothing is fetched; look at the result's signer for who it was.
   *
   * @param roots certificates of authorities, or of signers themselves; at least one
   * @return a verifier for signatures that bring a certificate chain
   * @throws io.lepton.error.InvalidInputException if there is no root
   */
  public static ModelVerifier trusting(Collection<X509Certificate> roots) {
    return new ModelVerifier(
        new CertificateTrust(roots), InstantSource.system(), UnsignedFiles.REFUSED);
  }

  /**
   * Chooses the time at which certificates must be valid; now unless given. A bundle holds no
   * trusted time of its own, so an old signature under an expired certificate needs a time that the
   * caller knows from elsewhere.
   *
   * @param source of the time
   * @return a new verifier
   */
  public ModelVerifier clock(InstantSource source) {
    return new ModelVerifier(trust, Objects.requireNonNull(source), unsignedFiles);
  }

  /**
   * Chooses what happens to files that were not signed; refused unless told otherwise.
   *
   * @param choice refuse or ignore them
   * @return a new verifier
   */
  public ModelVerifier unsignedFiles(UnsignedFiles choice) {
    return new ModelVerifier(trust, clock, Objects.requireNonNull(choice));
  }

  /**
   * Checks a folder, or a single file. Links are followed if the signer followed them. What the
   * statement ignores is ignored, Git's own files at the top too; a bundle in the folder is a file
   * like any other unless the signer ignored it.
   *
   * @param model an existing folder or file
   * @param bundle its signature
   * @return who signed what
   * @throws InvalidSignatureException if the signature does not hold for it
   * @throws io.lepton.error.LeptonException if the files cannot be read
   */
  public VerifiedModel verify(Path model, SignatureBundle bundle) {
    VerifiedModel verified = verify(bundle);
    ModelContent content = new DiskContent(model, verified.statement().serialization());
    ContentCheck.require(verified.statement(), content, unsignedFiles);
    return verified;
  }

  /**
   * Checks any content.
   *
   * @param content all of it must be signed
   * @param bundle its signature
   * @return who signed what
   * @throws InvalidSignatureException if the signature does not hold for it
   */
  public VerifiedModel verify(ModelContent content, SignatureBundle bundle) {
    VerifiedModel verified = verify(bundle);
    ContentCheck.require(verified.statement(), content, unsignedFiles);
    return verified;
  }

  /**
   * Checks the signature alone, without the files.
   *
   * @param bundle a signature
   * @return who signed what; nothing is known of any file yet
   * @throws InvalidSignatureException if the signature does not hold
   */
  public VerifiedModel verify(SignatureBundle bundle) {
    Instant now = clock.instant();
    Trust.Key trusted = trust.trusted(bundle.material(), now);
    byte[] payload = bundle.payload();
    boolean holds =
        Curve.of(trusted.key())
            .verifies(trusted.key(), SignatureBundle.encoded(payload), bundle.signature());
    if (!holds) {
      throw new InvalidSignatureException(
          Reason.WRONG_SIGNATURE,
          "the "
              + bundle
              + " does not hold: the statement or the signature was changed, or another key made"
              + " it");
    }
    return new VerifiedModel(
        StatementFormat.read(payload), SignerIdentity.of(trusted.key(), trusted.certificate()));
  }
}
