package io.lepton.sign;

import com.fasterxml.jackson.databind.JsonNode;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.StorageException;
import io.lepton.internal.Json;
import io.lepton.sign.InvalidSignatureException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A signature as it is kept and passed on: a Sigstore bundle 0.3 (JSON) with one DSSE envelope. It
 * says nothing until a {@link ModelVerifier} has checked it. Immutable; equal if the text is.
 */
public final class SignatureBundle {
  /** Longest text, in bytes: a statement of some 80,000 files. */
  public static final int MAX_BYTES = 20_000_000;

  private static final String MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";
  private static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";
  private static final int MAX_CERTIFICATES = 16;

  private final String json;
  private final KeyMaterial material;
  private final byte[] payload;
  private final byte[] signature;

  private SignatureBundle(String json, KeyMaterial material, byte[] payload, byte[] signature) {
    this.json = json;
    this.material = material;
    this.payload = payload;
    this.signature = signature;
  }

  static SignatureBundle of(KeyMaterial material, byte[] payload, byte[] signature) {
    Base64.Encoder base64 = Base64.getEncoder();
    String json =
        Json.text(
            Map.of(
                "mediaType",
                MEDIA_TYPE,
                "verificationMaterial",
                material.json(),
                "dsseEnvelope",
                Map.of(
                    "payload",
                    base64.encodeToString(payload),
                    "payloadType",
                    PAYLOAD_TYPE,
                    "signatures",
                    List.of(Map.of("sig", base64.encodeToString(signature), "keyid", "")))));
    if (json.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw new InvalidInputException(
          "the signature takes more than "
              + MAX_BYTES
              + " bytes; sign fewer files, or larger shards");
    }
    return new SignatureBundle(json, material, payload, signature);
  }

  /**
   * Reads a bundle.
   *
   * @param json text of the bundle
   * @return the bundle, not checked against anything yet
   * @throws InvalidSignatureException if it is not a bundle with a model's signature by a key or a
   *     certificate
   */
  public static SignatureBundle parse(String json) {
    return parse(json.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a bundle.
   *
   * @param json UTF-8 bytes of the bundle
   * @return the bundle, not checked against anything yet
   * @throws InvalidSignatureException as {@link #parse(String)}
   */
  public static SignatureBundle parse(byte[] json) {
    if (json.length > MAX_BYTES) {
      throw tooLong();
    }
    try {
      JsonNode bundle = Json.read(json, JsonNode.class, "the signature bundle");
      return read(bundle, new String(json, StandardCharsets.UTF_8));
    } catch (CorruptDataException e) {
      throw new InvalidSignatureException(Reason.MALFORMED, e.getMessage(), e);
    }
  }

  private static InvalidSignatureException tooLong() {
    return InvalidSignatureException.malformed(
        "the signature bundle has more than " + MAX_BYTES + " bytes");
  }

  private static SignatureBundle read(JsonNode bundle, String json) {
    Fields.requireText(bundle, "mediaType", MEDIA_TYPE);
    KeyMaterial material = KeyMaterial.read(Fields.object(bundle, "verificationMaterial"));
    if (material instanceof KeyMaterial.Chain chain && chain.ders().size() > MAX_CERTIFICATES) {
      throw InvalidSignatureException.malformed(
          "the chain has more than " + MAX_CERTIFICATES + " certificates");
    }
    JsonNode envelope = Fields.object(bundle, "dsseEnvelope");
    Fields.requireText(envelope, "payloadType", PAYLOAD_TYPE);
    JsonNode signatures = Fields.array(envelope, "signatures");
    if (signatures.size() != 1) {
      throw InvalidSignatureException.malformed(
          "expected one signature in the envelope, found " + signatures.size());
    }
    return new SignatureBundle(
        json,
        material,
        Fields.base64(envelope, "payload"),
        Fields.base64(signatures.get(0), "sig"));
  }

  /**
   * Reads a bundle from a file.
   *
   * @param file usually {@code model.sig}
   * @return the bundle, not checked against anything yet
   * @throws InvalidSignatureException as {@link #parse(String)}
   * @throws StorageException if the file cannot be read
   */
  public static SignatureBundle read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] json = in.readNBytes(MAX_BYTES + 1);
      if (json.length > MAX_BYTES) {
        throw tooLong();
      }
      return parse(json);
    } catch (IOException e) {
      throw new StorageException(
          StorageException.Kind.PERMANENT, "cannot read the signature " + file + ": " + e, e);
    }
  }

  /**
   * Writes the bundle to a new file.
   *
   * @param file that does not exist; a signature is never replaced in passing
   * @throws StorageException if it exists or the disk failed
   */
  public void write(Path file) {
    try {
      Files.writeString(file, json, StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw new StorageException(
          StorageException.Kind.PERMANENT, "cannot write the signature " + file + ": " + e, e);
    }
  }

  /**
   * The text, as it was read or made.
   *
   * @return JSON
   */
  public String json() {
    return json;
  }

  KeyMaterial material() {
    return material;
  }

  byte[] payload() {
    return payload.clone();
  }

  byte[] signature() {
    return signature.clone();
  }

  /** What the key signs: DSSE's pre-authentication encoding of the payload. */
  static byte[] encoded(byte[] payload) {
    byte[] head =
        ("DSSEv1 " + PAYLOAD_TYPE.length() + " " + PAYLOAD_TYPE + " " + payload.length + " ")
            .getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(head, head.length + payload.length);
    System.arraycopy(payload, 0, all, head.length, payload.length);
    return all;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignatureBundle that && json.equals(that.json);
  }

  @Override
  public int hashCode() {
    return json.hashCode();
  }

  /** What kind of signature it is. */
  @Override
  public String toString() {
    return "signature by " + material;
  }
}
