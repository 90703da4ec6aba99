package io.lepton.audit;

import io.lepton.error.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.List;

/**
 * A private Ed25519 key with a name, to sign checkpoints with. Keep it where those who can write
 * the store cannot read it. Immutable.
 */
public final class AuditSigner {
  private final AuditKey key;
  private final PrivateKey secret;

  private AuditSigner(AuditKey key, PrivateKey secret) {
    this.key = key;
    this.secret = secret;
  }

  /**
   * Makes a new key.
   *
   * @param name of the key; without space and '+', such as {@code example.com/models}
   * @return the signer
   * @throws InvalidInputException if the name breaks the rule
   */
  public static AuditSigner generate(String name) {
    try {
      return of(name, KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK from 15 on has Ed25519", e);
    }
  }

  /**
   * Takes a key from wherever it is kept, such as a key store.
   *
   * @param name of the key
   * @param keys of the algorithm Ed25519
   * @return the signer
   * @throws InvalidInputException if the name breaks the rule, the key is another algorithm's, or
   *     the two halves do not belong together
   */
  public static AuditSigner of(String name, KeyPair keys) {
    AuditSigner signer = new AuditSigner(AuditKey.of(name, keys.getPublic()), keys.getPrivate());
    try {
      signer.key.open(signer.sign("do the halves fit\n"));
    } catch (io.lepton.error.CorruptDataException e) {
      throw new InvalidInputException("the public key is not that of the private key", e);
    }
    return signer;
  }

  /**
   * The public half.
   *
   * @return to be given to those who check
   */
  public AuditKey key() {
    return key;
  }

  /**
   * Signs a text.
   *
   * @param text of one or more lines, each ended
   * @return the signed note
   * @throws InvalidInputException if the text does not end with a line break
   */
  public String sign(String text) {
    if (!text.endsWith("\n")) {
      throw new InvalidInputException("a text to be signed ends with a line break");
    }
    try {
      Signature signing = Signature.getInstance("Ed25519");
      signing.initSign(secret);
      signing.update(text.getBytes(StandardCharsets.UTF_8));
      SignedNote.Line line = new SignedNote.Line(key.name(), key.hash(), signing.sign());
      return new SignedNote(text, List.of(line)).format();
    } catch (GeneralSecurityException e) {
      throw new InvalidInputException("the private key cannot sign: " + e.getMessage(), e);
    }
  }
}
