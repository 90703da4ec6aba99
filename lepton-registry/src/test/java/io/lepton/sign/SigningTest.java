package io.lepton.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import io.lepton.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningTest {
  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(strings = {"leaf", "p384", "p521"})
  void aKeyOfEachCurveSignsAndOnlyItsOwnVerifies(String name) throws IOException {
    Path model = Keys.model(home);
    SignatureBundle bundle = Keys.keySigner(name).sign(model);
    SignatureBundle read = SignatureBundle.parse(bundle.json());
    VerifiedModel verified =
        ModelVerifier.withKey(Pem.publicKey(Keys.text("pki/" + name + ".pub"))).verify(model, read);
    assertThat(read).isEqualTo(bundle);
    assertThat(verified.signer()).isEqualTo(Keys.keySigner(name).identity());
    assertThat(verified.statement().name()).isEqualTo("model");
    String other = name.equals("leaf") ? "p384" : "leaf";
    ModelVerifier wrong = ModelVerifier.withKey(Pem.publicKey(Keys.text("pki/" + other + ".pub")));
    assertThatThrownBy(() -> wrong.verify(model, read))
        .isInstanceOf(InvalidSignatureException.class)
        .hasMessageContaining("trusted is the key");
  }

  @Test
  void resourcesComeByNameInCodePoints() throws IOException {
    Path model = Keys.model(home);
    Keys.write(model, "\uFF00", "1");
    Keys.write(model, "\uD83D\uDE00", "2");
    assertThat(Keys.KEY_VERIFIER.verify(Keys.keySigner().sign(model)).statement().resources())
        .extracting(SignedResource::name)
        .containsExactly(
            ".hidden",
            "a-b/more.txt",
            "a/vocab.txt",
            "empty",
            "weights.bin",
            "\uFF00",
            "\uD83D\uDE00");
  }

  @Test
  void piecesAreSignedAndEveryCutIsSeen() throws IOException {
    Path model = Keys.model(home);
    SignatureBundle bundle = Keys.keySigner().shards(4).sign(model);
    ModelStatement statement = Keys.KEY_VERIFIER.verify(model, bundle).statement();
    assertThat(statement.resources())
        .extracting(SignedResource::name)
        .containsExactly(
            ".hidden:0:3",
            "a-b/more.txt:0:4",
            "a/vocab.txt:0:4",
            "a/vocab.txt:4:5",
            "weights.bin:0:4",
            "weights.bin:4:8",
            "weights.bin:8:10");
    assertThat(statement.resources().get(6).digest()).isEqualTo(Digest.of("89"));

    Keys.write(model, "another-empty", "");
    Keys.KEY_VERIFIER.verify(model, bundle); // nothing of an empty file is signed
    for (String content : List.of("01234567", "0123456", "", "01234567890", "0123456780")) {
      Keys.write(model, "weights.bin", content);
      assertThatThrownBy(() -> Keys.KEY_VERIFIER.verify(model, bundle))
          .as(content)
          .isInstanceOf(InvalidSignatureException.class);
    }
  }

  @Test
  void aSingleFileIsAModel() throws IOException {
    Path file = Files.writeString(home.resolve("model.bin"), "weights");
    SignatureBundle bundle = Keys.keySigner().sign(file);
    VerifiedModel verified = Keys.KEY_VERIFIER.verify(file, bundle);
    assertThat(verified.statement().resources())
        .containsExactly(new SignedResource("model.bin", Digest.of("weights")));
    assertThat(Keys.KEY_VERIFIER.verify(ModelContent.of(file), bundle)).isEqualTo(verified);
  }

  @Test
  void gitsOwnFilesAtTheTopAreLeftOutAndOthersOnlyIfTold() throws IOException {
    Path model = Keys.model(home);
    Keys.write(model, "cache/x", "1");
    Keys.write(model, "a/cache", "kept: only the top one is ignored");
    SignatureBundle bundle = Keys.keySigner().ignoring("cache", "model.sig").sign(model);
    bundle.write(model.resolve("model.sig"));
    Keys.write(model, ".git/HEAD", "ref");
    Keys.write(model, ".gitignore", "*.tmp");
    Keys.write(model, "cache/y", "2");
    VerifiedModel verified =
        Keys.KEY_VERIFIER.verify(model, SignatureBundle.read(model.resolve("model.sig")));
    assertThat(verified.statement().resources())
        .extracting(SignedResource::name)
        .contains("a/cache")
        .doesNotContain("cache/x", "model.sig");
    Keys.write(model, "a/.git/HEAD", "a nested one is a file like any other");
    assertThatThrownBy(() -> Keys.KEY_VERIFIER.verify(model, bundle))
        .hasMessageContaining("there but not signed: [a/.git/HEAD]");
    assertThatThrownBy(() -> bundle.write(model.resolve("model.sig")))
        .isInstanceOf(StorageException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "/etc", "a/../b", "a//b", "*.bin", "a/"})
  void aPathThatCannotBeIgnoredIsRefused(String path) {
    assertThatThrownBy(() -> Keys.keySigner().ignoring(path))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void linksAreRefusedOrFollowed() throws IOException {
    Path model = Keys.model(home);
    Path elsewhere = Files.writeString(home.resolve("blob"), "linked");
    Files.createSymbolicLink(model.resolve("link"), elsewhere);
    assertThatThrownBy(() -> Keys.keySigner().sign(model))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("symbolic link");
    SignatureBundle bundle = Keys.keySigner().symlinks(Symlinks.FOLLOWED).sign(model);
    assertThat(Keys.KEY_VERIFIER.verify(model, bundle).statement().resources())
        .contains(new SignedResource("link", Digest.of("linked")));
    Files.writeString(elsewhere, "changed");
    assertThatThrownBy(() -> Keys.KEY_VERIFIER.verify(model, bundle))
        .isInstanceOf(InvalidSignatureException.class);
    Files.createSymbolicLink(model.resolve("a/up"), model);
    assertThatThrownBy(() -> Keys.keySigner().symlinks(Symlinks.FOLLOWED).sign(model))
        .as("a cycle")
        .isInstanceOf(StorageException.class);
  }

  @Test
  void nothingIsNotSigned() throws IOException {
    Path empty = Files.createDirectory(home.resolve("empty"));
    assertThatThrownBy(() -> Keys.keySigner().sign(empty))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no file");
    assertThatThrownBy(() -> Keys.keySigner().sign(home.resolve("absent")))
        .isInstanceOf(StorageException.class);
    assertThatThrownBy(() -> Keys.keySigner().shards(0)).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void keysThatDoNotFitAreRefused() {
    assertThatThrownBy(
            () ->
                ModelSigner.withKey(
                    Pem.privateKey(Keys.text("pki/leaf.key")),
                    Pem.publicKey(Keys.text("pki/p384.pub"))))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(
            () ->
                ModelSigner.withKey(
                    Pem.privateKey(Keys.text("pki/web.key")),
                    Pem.publicKey(Keys.text("pki/leaf.pub"))))
        .hasMessageContaining("not of one pair");
    assertThatThrownBy(() -> ModelVerifier.withKey(Keys.certificate("rsa").getPublicKey()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("P-256, P-384 or P-521; found one for RSA");
    assertThatThrownBy(() -> Pem.privateKey(Keys.text("pki/ed.key")))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Pem.publicKey(Keys.text("pki/ed.pub")))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Pem.publicKey("-----BEGIN PUBLIC KEY-----\n"))
        .hasMessageContaining("expected one PEM block PUBLIC KEY, found 0");
    assertThat(Pem.of(Pem.publicKey(Keys.text("pki/p521.pub"))))
        .isEqualTo(Keys.text("pki/p521.pub"));
  }
}
