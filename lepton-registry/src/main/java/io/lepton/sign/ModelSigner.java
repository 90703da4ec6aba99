package io.lepton.sign;

import io.lepton.error.InvalidInputException;
import io.lepton.sign.Serialization.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Signs models (OMS 1.0).
 *
 * <pre>{@code
 * SignatureBundle signature =
 *     ModelSigner.withKey(keyPair).ignoring("notes").sign(Path.of("model"));
 * signature.write(Path.of("model.sig"));
 * }</pre>
 *
 * <p>The private key may be one that never leaves its hardware, if a JCA provider serves it. ECDSA
 * is randomised: signing twice gives two signatures of one statement. Immutable and thread-safe.
 */
public final class ModelSigner {
  private static final byte[] PROBE = "lepton".getBytes(StandardCharsets.UTF_8);

  private final PrivateKey key;
  private final Curve curve;
  private final KeyMaterial material;
  private final SignerIdentity identity;
  private final Serialization how;

  private ModelSigner(
      PrivateKey key,
      Curve curve,
      KeyMaterial material,
      SignerIdentity identity,
      Serialization how) {
    this.key = key;
    this.curve = curve;
    this.material = material;
    this.identity = identity;
    this.how = how;
  }

  private static ModelSigner of(
      PrivateKey key,
      PublicKey publicKey,
      KeyMaterial material,
      @Nullable X509Certificate certificate) {
    Curve curve = Curve.of(publicKey);
    if (!curve.verifies(publicKey, PROBE, curve.sign(key, PROBE))) {
      throw new InvalidInputException("the private key and the public key are not of one pair");
    }
    return new ModelSigner(
        key,
        curve,
        material,
        SignerIdentity.of(publicKey, certificate),
        Serialization.files(Names.ALWAYS_IGNORED));
  }

  /**
   * Signs with a bare key; whoever verifies must have its public half.
   *
   * @param keys on the curve P-256, P-384 or P-521
   * @return a signer of whole files that refuses links
   * @throws InvalidInputException if the keys are of another kind, or not of one pair
   */
  public static ModelSigner withKey(KeyPair keys) {
    return withKey(keys.getPrivate(), keys.getPublic());
  }

  /**
   * Signs with a bare key; whoever verifies must have its public half.
   *
   * @param key to sign with
   * @param publicKey its public half, on the curve P-256, P-384 or P-521
   * @return a signer of whole files that refuses links
   * @throws InvalidInputException if the keys are of another kind, or not of one pair
   */
  public static ModelSigner withKey(PrivateKey key, PublicKey publicKey) {
    return of(key, publicKey, KeyMaterial.PublicKeyHint.of(publicKey), null);
  }

  /**
   * Signs with a certified key; whoever verifies must trust an authority above it.
   *
   * @param chain the signer's certificate, then those between it and the root; the root itself need
   *     not be there
   * @param key to sign with
   * @return a signer of whole files that refuses links
   * @throws InvalidInputException if the certificate is not for signing, or not for this key
   */
  public static ModelSigner withCertificate(List<X509Certificate> chain, PrivateKey key) {
    if (chain.isEmpty()) {
      throw new InvalidInputException("the certificate chain is empty");
    }
    X509Certificate own = chain.get(0);
    try {
      CertificateTrust.requireForSigning(own);
      List<byte[]> ders = new ArrayList<>();
      for (X509Certificate certificate : chain) {
        ders.add(certificate.getEncoded());
      }
      return of(key, own.getPublicKey(), new KeyMaterial.Chain(List.copyOf(ders)), own);
    } catch (GeneralSecurityException e) {
      throw new InvalidInputException("the certificate chain is damaged: " + e.getMessage(), e);
    }
  }

  /**
   * Leaves out files or folders, besides Git's own at the top, which are always left out. The
   * statement says so, and whoever verifies leaves them out too.
   *
   * @param paths relative to the model's folder, with {@code /} between their parts; no patterns
   * @return a new signer
   * @throws InvalidInputException if a path is absolute, or holds {@code .}, {@code ..} or a
   *     pattern
   */
  public ModelSigner ignoring(String... paths) {
    Collection<String> all = new TreeSet<>(how.ignoredPaths());
    for (String path : paths) {
      Names.requireCanonical(path);
      if (path.matches("(?s).*[*?\\[].*")) {
        throw new InvalidInputException("ignored path \"" + path + "\" is a pattern; name it");
      }
      all.add(path);
    }
    return with(new Serialization(how.method(), how.shardSize(), how.symlinks(), List.copyOf(all)));
  }

  /**
   * Chooses what happens to links; refused unless told otherwise.
   *
   * @param choice refuse or follow
   * @return a new signer
   */
  public ModelSigner symlinks(Symlinks choice) {
    return with(new Serialization(how.method(), how.shardSize(), choice, how.ignoredPaths()));
  }

  /**
   * Signs pieces of files rather than whole files. Empty files are then not signed (OMS 6.3.2).
   *
   * @param bytes of a piece, at least 1; 1,000,000,000 is what others use
   * @return a new signer
   * @throws InvalidInputException if it is below 1
   */
  public ModelSigner shards(long bytes) {
    return with(new Serialization(Method.SHARDS, bytes, how.symlinks(), how.ignoredPaths()));
  }

  private ModelSigner with(Serialization other) {
    return new ModelSigner(key, curve, material, identity, Objects.requireNonNull(other));
  }

  /**
   * Who signs.
   *
   * @return the key, and the certificate if there is one
   */
  public SignerIdentity identity() {
    return identity;
  }

  /**
   * Signs a folder or a single file. Put the bundle beside the folder; if it is to lie in the
   * folder, {@linkplain #ignoring ignore} its name.
   *
   * @param model an existing folder or file
   * @return the signature
   * @throws InvalidInputException if there is nothing to sign, or something that cannot be
   * @throws io.lepton.error.StorageException if it cannot be read
   */
  public SignatureBundle sign(Path model) {
    return sign(new DiskContent(model, how));
  }

  /**
   * Signs any content; nothing of it is ignored.
   *
   * @param content to be signed
   * @return the signature
   * @throws InvalidInputException if there is nothing to sign
   */
  public SignatureBundle sign(ModelContent content) {
    List<SignedResource> resources = new ArrayList<>();
    for (String file : content.files()) {
      ResourceHasher.hash(content, file, file, how, resources::add);
    }
    return sign(ModelStatement.of(content.name(), how, resources));
  }

  /** Signs a statement that was made elsewhere. */
  SignatureBundle sign(ModelStatement statement) {
    return sign(StatementFormat.write(statement));
  }

  /** Signs any payload, for tests of what must be refused. */
  SignatureBundle sign(byte[] payload) {
    return SignatureBundle.of(material, payload, curve.sign(key, SignatureBundle.encoded(payload)));
  }
}
