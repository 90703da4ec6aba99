package io.lepton.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.Digest;
import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Row;
import io.lepton.model.Signature;
import io.lepton.network.Flatten;
import io.lepton.network.Linear;
import io.lepton.network.Network;
import io.lepton.spi.ModelEngine;
import io.lepton.spi.Predictor;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.train.djl.TorchScripts;
import io.lepton.train.onnx.Onnx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileZooTest {
  private static final Row PICTURE =
      Row.of("image", Tensor.ofFloats(Shape.of(1, 8, 8), new float[64]));
  private static final String TORCH =
      """
      {"format": "lepton.zoo-file/1", "file": "picture.pt", "input": "image",
       "shape": [1, 8, 8], "classes": ["a", "b", "c"], "sha256": "%s"}
      """;

  @TempDir Path folder;

  @BeforeEach
  void fill() throws IOException {
    byte[] torch = TorchScripts.bytes("picture.pt");
    Files.write(folder.resolve("picture.pt"), torch);
    Files.writeString(folder.resolve("torch.json"), TORCH.formatted(Digest.of(torch).hex()));
    Network network = Network.sequential(Shape.of(1, 8, 8), new Flatten(), Linear.of(2));
    Files.write(folder.resolve("n.onnx"), Onnx.export(network, network.initialWeights(1)));
    say("onnx", "n.onnx", "\"shape\": [1, 8, 8], \"classes\": [\"x\", \"y\"]");
    Files.write(folder.resolve("number.pt"), TorchScripts.bytes("number.pt"));
    say("number", "number.pt", "\"shape\": [5], \"target\": \"price\"");
  }

  private void say(String name, String file, String more) throws IOException {
    Files.writeString(
        folder.resolve(name + ".json"),
        "{\"format\": \"lepton.zoo-file/1\", \"input\": \"image\", \"file\": \""
            + file
            + "\", "
            + more
            + "}");
  }

  @Test
  void listsAndLoadsFilesOfOtherFrameworks() {
    FileZoo zoo = FileZoo.open(folder);
    assertThat(zoo.names()).containsExactly("number", "onnx", "torch");
    assertThat(zoo.file("torch").kind()).isEqualTo(PretrainedFile.Kind.TORCHSCRIPT);
    assertThat(predict(zoo.load("torch"), PICTURE)).containsOnlyKeys("a", "b", "c");
    assertThat(predict(zoo.load("onnx"), PICTURE)).containsOnlyKeys("x", "y");
    Row five = Row.of("image", Tensor.ofFloats(Shape.of(5), 1, 2, 3, 4, 5));
    assertThat(predict(zoo.load("number"), five)).containsOnlyKeys("price");
    assertThat(FileZoo.open(folder.resolve("nowhere")).names()).isEmpty();
  }

  private static Map<String, Double> predict(ModelSnapshot snapshot, Row row) {
    try (Predictor predictor = ModelEngine.forFormat(snapshot.format()).load(snapshot)) {
      return predictor.predict(List.of(row)).get(0).numbers();
    }
  }

  @Test
  void takesWhatTheCallerSaysOfAFile() {
    ModelZoo zoo =
        ModelZoo.of(
            Map.of(
                "picture",
                PretrainedFile.classifier(
                    folder.resolve("picture.pt"),
                    "image",
                    Shape.of(1, 8, 8),
                    List.of("a", "b", "c"))));
    assertThat(predict(zoo.load("picture"), PICTURE)).hasSize(3);
    PretrainedFile numbers =
        PretrainedFile.outputs(
            folder.resolve("picture.pt"), "image", Shape.of(1, 8, 8), List.of("u", "v", "w"));
    assertThat(predict(numbers.get(), PICTURE)).containsOnlyKeys("u", "v", "w");
    assertThatThrownBy(
            () ->
                PretrainedFile.classifier(
                    folder.resolve("n.h5"), "x", Shape.of(1), List.of("a", "b")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("of no known kind");
  }

  @Test
  void readsTheFolderOfASavedModel() throws IOException {
    Path saved = Files.createDirectories(folder.resolve("saved"));
    Files.write(saved.resolve("saved_model.pb"), new byte[] {1, 2});
    say("tf", "saved", "\"shape\": [4], \"classes\": [\"x\", \"y\"], \"signature\": \"score\"");
    ModelSnapshot snapshot = FileZoo.open(folder).load("tf");
    assertThat(snapshot.format()).isEqualTo("lepton.savedmodel/1");
    assertThat(snapshot.config()).contains("\"score\"");
    say("tf", "saved", "\"shape\": [4], \"target\": \"price\"");
    assertThat(FileZoo.open(folder).load("tf").signature().outputs())
        .extracting(Signature.Field::name)
        .containsExactly("price");
    Files.delete(saved.resolve("saved_model.pb"));
    assertThatThrownBy(() -> FileZoo.open(folder).load("tf"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no saved_model.pb");
  }

  @Test
  void saysWhatIsMissingOrWrong() throws IOException {
    FileZoo zoo = FileZoo.open(folder);
    assertThatThrownBy(() -> zoo.load("cat"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("[number, onnx, torch]");
    byte[] bytes = TorchScripts.bytes("picture.pt");
    bytes[100] ^= 1;
    Files.write(folder.resolve("picture.pt"), bytes);
    wrong("torch", "has the SHA-256");
    Files.write(folder.resolve("n.onnx"), TorchScripts.bytes("picture.pt"));
    Files.copy(folder.resolve("n.onnx"), folder.resolve("copy.pt"));
    assertThatThrownBy(() -> predict(zoo.load("onnx"), PICTURE))
        .isInstanceOf(CorruptDataException.class);
    Files.delete(folder.resolve("number.pt"));
    assertThatThrownBy(() -> zoo.load("number"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("number.pt");
  }

  @Test
  void saysWhatASidecarLacks() throws IOException {
    String shape = "\"shape\": [1, 8, 8], ";
    say("bad", "picture.pt", "\"shape\": [1, 8, 8]");
    wrong("bad", "one of [classes, outputs, target]; it has []");
    say("bad", "picture.pt", shape + "\"classes\": [\"a\", \"b\"], \"target\": \"c\"");
    wrong("bad", "one of [classes, outputs, target]; it has [classes, target]");
    say("bad", "picture.pt", "\"classes\": [\"a\", \"b\"]");
    wrong("bad", "\"shape\" is null; expected a list");
    say("bad", "picture.pt", shape + "\"classes\": [\"a\", 2]");
    wrong("bad", "expected texts");
    say("bad", "../picture.pt", shape + "\"classes\": [\"a\", \"b\"]");
    wrong("bad", "expected a name in the same folder");
    say("bad", "picture.h5", shape + "\"classes\": [\"a\", \"b\"]");
    wrong("bad", "of no known kind");
    say("bad", "picture.pt", shape + "\"classes\": [\"a\", \"b\"], \"labels\": []");
    wrong("bad", "says [labels], which is unknown");
    say("bad", "picture.pt", shape + "\"classes\": [\"a\", \"b\"], \"sha256\": \"00\"");
    wrong("bad", "64 hexadecimal digits");
    Files.writeString(folder.resolve("bad.json"), "{\"format\": \"lepton.zoo-file/2\"}");
    assertThatThrownBy(() -> FileZoo.open(folder).load("bad"))
        .isInstanceOf(FormatTooNewException.class);
    Files.writeString(folder.resolve("bad.json"), "{");
    wrong("bad", "bad.json");
  }

  private void wrong(String name, String message) {
    assertThatThrownBy(() -> FileZoo.open(folder).load(name))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining(message);
  }
}
