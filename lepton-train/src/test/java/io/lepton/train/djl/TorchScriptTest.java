package io.lepton.train.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.bytes.ByteSource;
import io.lepton.error.CorruptDataException;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Prediction;
import io.lepton.model.Row;
import io.lepton.network.Linear;
import io.lepton.network.Network;
import io.lepton.spi.ModelEngine;
import io.lepton.spi.Predictor;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.train.onnx.Onnx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class TorchScriptTest {
  private static final TorchScripts.Golden GOLDEN = TorchScripts.Golden.read();

  /** Also that dropout is off in a file saved in training mode. */
  @Test
  void saysWhatPythonSays() {
    ModelSnapshot pictures = TorchScripts.pictures();
    try (Predictor predictor = ModelEngine.forFormat(pictures.format()).load(pictures)) {
      List<Row> rows = TorchScripts.rows("image", TorchScripts.PICTURE, GOLDEN.pictures());
      List<Prediction> predictions = predictor.predict(rows);
      for (int row = 0; row < rows.size(); row++) {
        double[] expected = softmax(GOLDEN.pictureLogits()[row]);
        assertThat(predictions.get(row).numbers().values()).hasSize(3);
        assertThat(predictions.get(row).numbers().values().stream().mapToDouble(d -> d).toArray())
            .containsExactly(expected, within(1e-5));
      }
    }
    try (Predictor predictor = new TorchScriptEngine().load(TorchScripts.numbers())) {
      List<Prediction> predictions =
          predictor.predict(TorchScripts.rows("x", Shape.of(5), GOLDEN.numbers()));
      for (int row = 0; row < predictions.size(); row++) {
        assertThat(((Prediction.Regression) predictions.get(row)).value())
            .isCloseTo(GOLDEN.numberOutputs()[row][0], within(1e-5));
      }
    }
  }

  private static double[] softmax(float[] logits) {
    double[] shares = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      shares[i] = Math.exp(logits[i]);
      sum += shares[i];
    }
    for (int i = 0; i < logits.length; i++) {
      shares[i] /= sum;
    }
    return shares;
  }

  @Test
  void computesTheRowsOfACallTogether() {
    try (TorchScriptRunner runner = TorchScriptRunner.open(TorchScripts.file("picture.pt"))) {
      float[] all = new float[6 * 64];
      for (int row = 0; row < 6; row++) {
        System.arraycopy(GOLDEN.pictures()[row], 0, all, row * 64, 64);
      }
      List<Tensor> outputs = runner.run(List.of(Tensor.ofFloats(Shape.of(6, 1, 8, 8), all)));
      assertThat(outputs).hasSize(1);
      assertThat(outputs.get(0).shape()).isEqualTo(Shape.of(6, 3));
      float[] logits = outputs.get(0).toFloats();
      for (int i = 0; i < logits.length; i++) {
        assertThat(logits[i]).isCloseTo(GOLDEN.pictureLogits()[i / 3][i % 3], within(1e-5f));
      }
    }
  }

  @Test
  void refusesATruncatedFileWhereverItIsCut() {
    byte[] good = TorchScripts.bytes("number.pt");
    for (int length = 0; length < good.length; length += 13) {
      ByteSource cut = ByteSource.of(Arrays.copyOf(good, length));
      assertThatThrownBy(() -> TorchScriptRunner.open(cut))
          .as("%d bytes", length)
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining("model.pt");
    }
  }

  /** One bit of what counts: padding and times may be anything. */
  @Test
  void refusesAFileWithAFlippedBitOrSaysTheSameAsBefore() {
    byte[] good = TorchScripts.bytes("number.pt");
    float[] expected = answer(good);
    SplittableRandom random = new SplittableRandom(3);
    int refused = 0;
    for (int i = 0; i < 150; i++) {
      byte[] bad = good.clone();
      bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        assertThat(answer(bad)).isEqualTo(expected);
      } catch (CorruptDataException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(75);
  }

  private static float[] answer(byte[] file) {
    try (TorchScriptRunner runner = TorchScriptRunner.open(ByteSource.of(file))) {
      return runner.run(List.of(Tensor.ofFloats(Shape.of(1, 5), 1, 2, 3, 4, 5))).get(0).toFloats();
    }
  }

  @Test
  void refusesFilesOfOtherKinds() throws Exception {
    corrupt(TorchScripts.bytes("state_dict.pt"), "saved by torch.save");
    corrupt("not a model".getBytes(StandardCharsets.UTF_8), "no zip archive");
    Network network = Network.sequential(Shape.of(3), Linear.of(1));
    corrupt(Onnx.export(network, network.initialWeights(1)), "no zip archive");
    var zip = new java.io.ByteArrayOutputStream();
    try (var out = new java.util.zip.ZipOutputStream(zip)) {
      out.putNextEntry(new java.util.zip.ZipEntry("hello/world.txt"));
      out.write(1);
    }
    corrupt(zip.toByteArray(), "it is an archive of [hello/world.txt]");
  }

  private static void corrupt(byte[] file, String message) {
    assertThatThrownBy(
            () ->
                TorchScript.regressor(
                    ByteSource.of(file), "x", Shape.of(3), "y", Lineage.unknown()))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesASnapshotWhoseFileIsAnotherOrIsMissing() {
    ModelSnapshot good = TorchScripts.numbers();
    unloadable(copy(good, TorchScripts.file("picture.pt")), "has the digest");
    unloadable(copy(good, null), "file \"model.pt\" is missing");
    ModelSnapshot other = TorchScripts.pictures();
    unloadable(
        new ModelSnapshot(
            good.format(),
            good.config(),
            good.weights(),
            good.files(),
            good.hyperparameters(),
            other.signature(),
            good.lineage()),
        "are not those of its config");
    assertThatThrownBy(() -> new TorchScriptEngine().load(io.lepton.train.Toy.snapshot()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("lepton.torchscript/1");
  }

  @Test
  void refusesAModuleThatDoesNotDoWhatItsSignatureSays() {
    unloadable(
        TorchScript.regressor(
            TorchScripts.file("number.pt"), "x", Shape.of(4), "y", Lineage.unknown()),
        "does not take a tensor F32 [1, 4]");
    unloadable(
        TorchScript.classifier(
            TorchScripts.file("picture.pt"),
            "x",
            TorchScripts.PICTURE,
            List.of("a", "b"),
            Lineage.unknown()),
        "its config asks for one tensor F32 of 2 values a row");
    unloadable(
        TorchScript.classifier(
            TorchScripts.file("random.pt"), "x", Shape.of(4), List.of("a", "b"), Lineage.unknown()),
        "another thing each time");
  }

  @Test
  void saysWhatATensorOrCallIsThatCannotBeRun() {
    try (TorchScriptRunner runner = TorchScriptRunner.open(TorchScripts.file("number.pt"))) {
      assertThatThrownBy(() -> runner.run(List.of()))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("missing value for argument");
      assertThatThrownBy(() -> runner.run(List.of(Tensor.of(DType.F16, Shape.of(1), bytes(2)))))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("F16");
      assertThatThrownBy(() -> runner.run(List.of(Tensor.of(DType.I64, Shape.of(1, 5), bytes(40)))))
          .isInstanceOf(EngineException.class)
          .hasMessageNotContaining("Exception raised from");
      Tensor row = Tensor.ofFloats(Shape.of(1, 5), 1, 2, 3, 4, 5);
      runner.close();
      assertThatThrownBy(() -> runner.run(List.of(row))).hasMessageContaining("was closed");
    }
  }

  /** Among them types that DJL's Java side does not know. */
  @Test
  void takesOddResultsAsTheyAreOrSaysWhatTheyAre() {
    assertThat(results("brainfloat.pt")).containsExactly(new float[] {1.5f, 2});
    assertThat(results("nested.pt"))
        .containsExactly(
            new float[] {1.5f, 2},
            new float[] {2.5f, 3},
            new float[] {3.5f, 4},
            new float[] {4.5f, 5});
    assertThat(results("named.pt")).containsExactly(new float[] {1.5f, 2}, new float[] {3, 4});
    assertThatThrownBy(() -> results("complex.pt"))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("complex numbers");
    assertThatThrownBy(() -> results("nothing.pt"))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("gave a NoneType");
  }

  private static List<float[]> results(String name) {
    try (TorchScriptRunner runner = TorchScriptRunner.open(TorchScripts.file(name))) {
      return runner.run(List.of(Tensor.ofFloats(Shape.of(1, 2), 1.5f, 2))).stream()
          .map(Tensor::toFloats)
          .toList();
    }
  }

  private static ByteSource bytes(int count) {
    return ByteSource.of(new byte[count]);
  }

  @Test
  void keepsNativeMemoryFlat() throws Exception {
    Path statm = Path.of("/proc/self/statm");
    Assumptions.assumeTrue(Files.exists(statm), "SKIPPED: only Linux says how much memory is used");
    try (TorchScriptRunner runner = TorchScriptRunner.open(TorchScripts.file("picture.pt"))) {
      // 0.5 MB in and 2 MB behind the convolution: 300 calls that leak either take over 150 MB.
      Tensor batch = Tensor.ofFloats(Shape.of(2048, 1, 8, 8), new float[2048 * 64]);
      call(runner, batch, 50);
      long before = resident(statm);
      call(runner, batch, 300);
      assertThat(resident(statm) - before).isLessThan(100L << 20);
    }
  }

  private static void call(TorchScriptRunner runner, Tensor batch, int times) {
    for (int i = 0; i < times; i++) {
      runner.run(List.of(batch));
    }
  }

  private static long resident(Path statm) throws java.io.IOException {
    return Long.parseLong(Files.readString(statm).split(" ")[1]) * 4096;
  }

  private static void unloadable(ModelSnapshot snapshot, String message) {
    assertThatThrownBy(() -> new TorchScriptEngine().load(snapshot))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining(message);
  }

  private static ModelSnapshot copy(ModelSnapshot of, ByteSource file) {
    return new ModelSnapshot(
        of.format(),
        of.config(),
        of.weights(),
        file == null ? java.util.Map.of() : java.util.Map.of("model.pt", file),
        of.hyperparameters(),
        of.signature(),
        of.lineage());
  }
}
