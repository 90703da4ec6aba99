package io.lepton.sign;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Keys, certificates and bundles of the test resources; see {@code oms/README.md}. */
final class Keys {
  /** Every certificate but {@code short} is valid then. */
  static final InstantSource LATER = InstantSource.fixed(Instant.parse("2027-01-01T00:00:00Z"));

  static final ModelVerifier KEY_VERIFIER =
      ModelVerifier.withKey(Pem.publicKey(text("pki/leaf.pub")));

  private Keys() {}

  static String text(String resource) {
    try (InputStream in = Keys.class.getResourceAsStream("/oms/" + resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static X509Certificate certificate(String name) {
    return Pem.certificates(text("pki/" + name + ".crt")).get(0);
  }

  static ModelSigner keySigner() {
    return keySigner("leaf");
  }

  static ModelSigner keySigner(String name) {
    return ModelSigner.withKey(
        Pem.privateKey(text("pki/" + name + ".key")), Pem.publicKey(text("pki/" + name + ".pub")));
  }

  static ModelSigner certificateSigner(String name) {
    return ModelSigner.withCertificate(
        List.of(certificate(name), certificate("inter")),
        Pem.privateKey(text("pki/" + name + ".key")));
  }

  static ModelVerifier trusting(String... names) {
    List<X509Certificate> roots = new ArrayList<>();
    for (String name : names) {
      roots.add(certificate(name));
    }
    return ModelVerifier.trusting(roots).clock(LATER);
  }

  /** A folder with a nested, a hidden and an empty file. */
  static Path model(Path parent) throws IOException {
    Path folder = Files.createDirectories(parent.resolve("model"));
    write(folder, "weights.bin", "0123456789");
    write(folder, "a/vocab.txt", "words");
    write(folder, "a-b/more.txt", "more");
    write(folder, ".hidden", "dot");
    write(folder, "empty", "");
    return folder;
  }

  static void write(Path folder, String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
