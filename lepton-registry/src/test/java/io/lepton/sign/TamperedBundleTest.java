package io.lepton.sign;

import static io.lepton.sign.InvalidSignatureException.Reason.CONTENT_DIFFERS;
import static io.lepton.sign.InvalidSignatureException.Reason.MALFORMED;
import static io.lepton.sign.InvalidSignatureException.Reason.WRONG_KEY;
import static io.lepton.sign.InvalidSignatureException.Reason.WRONG_SIGNATURE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.sign.InvalidSignatureException.Reason;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TamperedBundleTest {
  @TempDir Path home;
  private Path model;
  private SignatureBundle bundle;

  @BeforeEach
  void sign() throws IOException {
    model = Keys.model(home);
    bundle = Keys.keySigner().sign(model);
  }

  private static void assertRefused(Reason reason, ThrowingCallable what) {
    assertThatThrownBy(what)
        .isInstanceOfSatisfying(
            InvalidSignatureException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private void assertRefused(Reason reason, String json) {
    assertThat(json).isNotEqualTo(bundle.json());
    assertRefused(reason, () -> Keys.KEY_VERIFIER.verify(model, SignatureBundle.parse(json)));
  }

  @Test
  void changedFilesAreNamed() throws IOException {
    Keys.write(model, "a/vocab.txt", "wordz");
    assertThatThrownBy(() -> Keys.KEY_VERIFIER.verify(model, bundle))
        .hasMessageContaining("\"a/vocab.txt\" has SHA-256");
    Keys.write(model, "a/vocab.txt", "words");
    Keys.KEY_VERIFIER.verify(model, bundle);

    Keys.write(model, "a/extra", "");
    assertThatThrownBy(() -> Keys.KEY_VERIFIER.verify(model, bundle))
        .hasMessageContaining("there but not signed: [a/extra]");
    ModelVerifier lenient = Keys.KEY_VERIFIER.unsignedFiles(UnsignedFiles.IGNORED);
    assertThat(lenient.verify(model, bundle).statement().resources()).hasSize(5);

    Files.delete(model.resolve("empty"));
    assertThatThrownBy(() -> lenient.verify(model, bundle))
        .hasMessageContaining("signed but not there: [empty]");
    assertRefused(CONTENT_DIFFERS, () -> lenient.verify(model, bundle));
  }

  @Test
  void swappedFilesAreSeen() throws IOException {
    Files.move(model.resolve("weights.bin"), model.resolve("x"));
    Files.move(model.resolve("empty"), model.resolve("weights.bin"));
    Files.move(model.resolve("x"), model.resolve("empty"));
    assertRefused(CONTENT_DIFFERS, () -> Keys.KEY_VERIFIER.verify(model, bundle));
  }

  private String payload() {
    return new String(bundle.payload(), StandardCharsets.UTF_8);
  }

  private String withPayload(String payload) {
    return bundle
        .json()
        .replace(
            Base64.getEncoder().encodeToString(bundle.payload()),
            Base64.getEncoder().encodeToString(payload.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "weights.bin | weights.bim",
        "\"name\":\"model\" | \"name\":\"modem\"",
        "sha256 | sha255",
        "\"method\":\"files\" | \"method\":\"filez\"",
        "\"allow_symlinks\":false | \"allow_symlinks\":true",
        "\".git\" | \"weights.bin\"",
        "signature/v1.0 | signature/v1.1",
        "Statement/v1 | Statement/v2",
      })
  void everyChangeOfTheStatementBreaksItsSignature(String from, String to) {
    String changed = payload().replaceFirst(java.util.regex.Pattern.quote(from), to);
    assertRefused(WRONG_SIGNATURE, withPayload(changed));
    assertRefused(WRONG_SIGNATURE, withPayload(payload() + " "));
  }

  /** What a trusted signer should never have signed is refused for what it is. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MALFORMED   | weights.bin | ../weights.bin",
        "MALFORMED   | weights.bin | /weights.bin",
        "MALFORMED   | weights.bin | a//weights.bin",
        "MALFORMED   | weights.bin | empty",
        "MALFORMED   | empty       | zempty",
        "MALFORMED   | the root | the root",
        "MALFORMED   | Statement/v1 | Statement/v0.1",
        "MALFORMED   | https://model_signing/signature/v1.0 | https://model_signing/Digests/v0.1",
        "UNSUPPORTED | \"method\":\"files\" | \"method\":\"tensors\"",
        "UNSUPPORTED | \"hash_type\":\"sha256\" | \"hash_type\":\"blake3\"",
        "UNSUPPORTED | \"algorithm\":\"sha256\" | \"algorithm\":\"md5\"",
        "MALFORMED   | \"allow_symlinks\":false | \"allow_symlinks\":\"false\"",
        "MALFORMED   | \".git\" | \".\"",
        "MALFORMED   | \".git\" | 7",
        "MALFORMED   | \"serialization\" | \"serialisation\"",
        "MALFORMED   | \"resources\" | \"resource\"",
        "MALFORMED   | \"method\":\"files\" | \"method\":\"shards\"",
        "MALFORMED   | \"method\":\"files\" | \"method\":\"shards\",\"shard_size\":0",
        "MALFORMED   | \"method\":\"files\" | \"method\":\"shards\",\"shard_size\":1e99",
        "MALFORMED   | \"method\":\"files\" | \"method\":\"files\",\"method\":\"files\"",
        "MALFORMED   | \"subject\":[ | \"subject\":[{},",
        "MALFORMED   | {\"_type\" | [{\"_type\"",
      })
  void aSignedStatementMustBeWellFormed(Reason reason, String from, String to) {
    String changed =
        from.equals(to)
            ? payload().replaceFirst("(\"sha256\":\")[0-9a-f]{4}", "$10000") // the root
            : payload().replaceFirst(java.util.regex.Pattern.quote(from), to);
    assertThat(changed).isNotEqualTo(payload());
    SignatureBundle signed = Keys.keySigner().sign(changed.getBytes(StandardCharsets.UTF_8));
    assertRefused(reason, () -> Keys.KEY_VERIFIER.verify(model, signed));
  }

  @Test
  void aStatementOfNothingIsRefused() {
    String none = payload().replaceFirst("\"resources\":\\[.*?\\]", "\"resources\":[]");
    SignatureBundle signed = Keys.keySigner().sign(none.getBytes(StandardCharsets.UTF_8));
    assertRefused(MALFORMED, () -> Keys.KEY_VERIFIER.verify(model, signed));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MALFORMED | bundle.v0.3+json | bundle.v0.4+json",
        "MALFORMED | vnd.in-toto+json | vnd.in-toto+yaml",
        "MALFORMED | \"dsseEnvelope\" | \"messageSignature\"",
        "MALFORMED | \"signatures\":[ | \"signatures\":[{\"sig\":\"AAAA\"},",
        "MALFORMED | \"sig\":\" | \"sig\":\"*",
        "MALFORMED | \"payload\":\" | \"payload\":\"=",
        "MALFORMED | \"publicKey\" | \"publicKeys\"",
        "MALFORMED | \"publicKey\": | \"x509CertificateChain\":{},\"publicKey\":",
        "MALFORMED | \"publicKey\":{ | \"x509CertificateChain\":{\"certificates\":[],",
        "UNSUPPORTED | \"publicKey\":{ | \"certificate\":{",
        "WRONG_KEY | \"hint\":\" | \"hint\":\"0",
        "WRONG_KEY | \"publicKey\":{ | \"publicKey\":{\"rawBytes\":\"AAAA\",",
        "WRONG_KEY | \"publicKey\":{ | \"publicKey\":{\"keyDetails\":\"PKIX_ED25519\",",
        "WRONG_KEY | \"publicKey\":{ | \"publicKey\":{\"keyDetails\":\"PKIX_ECDSA_P256_SHA_384\",",
      })
  void aBundleMustBeWellFormed(Reason reason, String from, String to) {
    assertRefused(reason, bundle.json().replace(from, to));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{}", "7", "\"x\"", "{\"mediaType\":null}"})
  void whatIsNoBundleIsRefused(String json) {
    assertRefused(MALFORMED, json);
    assertRefused(MALFORMED, "{\"mediaType\":".repeat(5) + json);
  }

  @Test
  void deepAndLongBundlesAreRefusedCheaply() {
    assertRefused(MALFORMED, "[".repeat(100_000));
    assertRefused(MALFORMED, "{\"a\":".repeat(100_000));
    assertRefused(MALFORMED, () -> SignatureBundle.parse(new byte[SignatureBundle.MAX_BYTES + 1]));
    String deep = "{\"_type\":" + "[".repeat(100_000);
    SignatureBundle signed = Keys.keySigner().sign(deep.getBytes(StandardCharsets.UTF_8));
    assertRefused(MALFORMED, () -> Keys.KEY_VERIFIER.verify(signed));
  }

  private String withSignature(byte[] der) {
    return bundle
        .json()
        .replace(
            Base64.getEncoder().encodeToString(bundle.signature()),
            Base64.getEncoder().encodeToString(der));
  }

  private static byte[] der(BigInteger r, BigInteger s) {
    byte[] one = r.toByteArray();
    byte[] two = s.toByteArray();
    java.nio.ByteBuffer der = java.nio.ByteBuffer.allocate(6 + one.length + two.length);
    der.put((byte) 0x30).put((byte) (4 + one.length + two.length));
    der.put((byte) 2).put((byte) one.length).put(one);
    return der.put((byte) 2).put((byte) two.length).put(two).array();
  }

  /** CVE-2022-21449: some JVMs take zeros, or the curve's order, for a signature of anything. */
  @Test
  void numbersOutOfRangeAreNoSignature() {
    BigInteger order =
        new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
    BigInteger one = BigInteger.ONE;
    assertRefused(WRONG_SIGNATURE, withSignature(der(BigInteger.ZERO, BigInteger.ZERO)));
    assertRefused(WRONG_SIGNATURE, withSignature(der(order, order)));
    assertRefused(WRONG_SIGNATURE, withSignature(der(one, order)));
    assertRefused(WRONG_SIGNATURE, withSignature(der(one.negate(), one)));
    assertRefused(WRONG_SIGNATURE, withSignature(der(one, one)));
    assertRefused(WRONG_SIGNATURE, withSignature(new byte[0]));
    assertRefused(WRONG_SIGNATURE, withSignature(new byte[64]));
  }

  @Test
  void anotherMethodIsNotFallenBackTo() {
    SignatureBundle certified = Keys.certificateSigner("leaf").sign(model);
    assertRefused(WRONG_KEY, () -> Keys.KEY_VERIFIER.verify(model, certified));
    assertRefused(WRONG_KEY, () -> Keys.trusting("root").verify(model, bundle));
  }

  @Test
  void aSignatureOfAnotherStatementDoesNotFit() throws IOException {
    Keys.write(model, "weights.bin", "9876543210");
    SignatureBundle other = Keys.keySigner().sign(model);
    assertRefused(WRONG_SIGNATURE, withSignature(other.signature()));
    SignatureBundle third = Keys.keySigner("p384").sign(model);
    assertRefused(WRONG_SIGNATURE, withSignature(third.signature()));
  }
}
