package io.lepton.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.bytes.ByteSource;
import io.lepton.data.Dataset;
import io.lepton.data.text.WordPiece.Letters;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.model.DataProfile;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Prediction;
import io.lepton.model.Row;
import io.lepton.spi.ModelEngine;
import io.lepton.spi.Predictor;
import io.lepton.train.TextEncoder.Arguments;
import io.lepton.train.TextEncoder.Padding;
import io.lepton.train.TextEncoder.Pooling;
import io.lepton.train.djl.EncodedTextEngine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EncodedTextClassifierTest {
  private static final Encoders.Golden GOLDEN = Encoders.Golden.read();
  private static final TrainedClassifier<Dataset> TRAINED =
      Encoders.trained(Encoders.torchScript());

  @Test
  void encodesTextsAsPythonDoesFromEitherFile() {
    for (TextEncoder encoder : List.of(Encoders.torchScript(), Encoders.onnx())) {
      requireSame(encoder, GOLDEN.first());
      requireSame(encoder.withPooling(Pooling.MEAN), GOLDEN.mean());
      // What is masked must not matter, so neither does whether it is there.
      requireSame(encoder.withPooling(Pooling.MEAN).withPadding(Padding.NONE), GOLDEN.mean());
    }
  }

  private static void requireSame(TextEncoder encoder, float[][] expected) {
    List<float[]> found = encoder.features(GOLDEN.texts());
    for (int i = 0; i < expected.length; i++) {
      assertThat(found.get(i))
          .as("\"%s\"", GOLDEN.texts().get(i))
          .containsExactly(expected[i], within(1e-5f));
    }
  }

  @Test
  void learnsAHeadThatIsSavedWithItsEncoder() {
    Dataset test = Encoders.messages(60, 3);
    assertThat(TRAINED.evaluate(test).get("accuracy").value()).isGreaterThan(0.9);
    ModelSnapshot snapshot = TRAINED.snapshot();
    assertThat(snapshot.format()).isEqualTo("lepton.encoded-text/1");
    assertThat(snapshot.files()).containsOnlyKeys("encoder", "vocab.txt", "profile.json");
    assertThat(snapshot.lineage().findSeed()).hasValue(1);
    assertThat(DataProfile.of(snapshot).orElseThrow().findPrediction("spam")).isPresent();
    assertThat(
            Retraining.of(snapshot)
                .with(Encoders.messages(80, 1), Encoders.messages(30, 2))
                .verdict())
        .isEqualTo(Retraining.Verdict.IDENTICAL);

    List<Row> rows = test.without("kind").toRows();
    ModelSnapshot onnx = Encoders.trained(Encoders.onnx()).snapshot();
    try (Predictor torch = ModelEngine.forFormat(snapshot.format()).load(snapshot);
        Predictor other = ModelEngine.forFormat(onnx.format()).load(onnx)) {
      List<Prediction> one = torch.predict(rows);
      List<Prediction> two = other.predict(rows);
      for (int i = 0; i < rows.size(); i++) {
        assertThat(two.get(i).numbers().get("spam"))
            .isCloseTo(one.get(i).numbers().get("spam"), within(1e-3));
      }
    }
  }

  @Test
  void refusesAnEncoderThatDoesNotFit() {
    List<String> one = List.of("see you");
    TextEncoder good = Encoders.torchScript();
    assertThatThrownBy(() -> good.withArguments(Arguments.IDS_MASK_AND_TYPES).features(one))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("IDS_MASK_AND_TYPES");
    assertThatThrownBy(() -> good.withPooling(Pooling.GIVEN).features(one))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("pooling GIVEN needs F32 [1, size]");
    assertThatThrownBy(() -> good.withLength(65).features(one)) // it has 64 places
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("[1, 65]");
    assertThatThrownBy(() -> good.withLength(1)).isInstanceOf(InvalidInputException.class);
    ByteSource onnx = Encoders.file("encoder.onnx");
    ByteSource vocabulary = Encoders.file("vocab.txt");
    assertThatThrownBy(() -> TextEncoder.torchScript(onnx, vocabulary, Letters.LOWER).features(one))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("no sound TorchScript file");
    assertThatThrownBy(() -> TextEncoder.onnx(onnx, onnx, Letters.LOWER))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(
            () ->
                TextEncoder.onnx(Encoders.file("encoder.pt"), vocabulary, Letters.LOWER)
                    .features(one))
        .isInstanceOf(CorruptDataException.class);
  }

  @Test
  void refusesASnapshotWithOtherFiles() {
    ModelSnapshot good = TRAINED.snapshot();
    for (String name : List.of("encoder", "vocab.txt")) {
      Map<String, ByteSource> files = new LinkedHashMap<>(good.files());
      files.put(name, Encoders.file("encoder.onnx"));
      assertThatThrownBy(() -> new EncodedTextEngine().load(with(good, files)))
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining("file \"" + name + "\" has the digest");
    }
  }

  private static ModelSnapshot with(ModelSnapshot of, Map<String, ByteSource> files) {
    return new ModelSnapshot(
        of.format(),
        of.config(),
        of.weights(),
        files,
        of.hyperparameters(),
        of.signature(),
        of.lineage());
  }

  @Test
  void refusesOneClassAndAMissingText() {
    EncodedTextClassifier definition =
        EncodedTextClassifier.define(Encoders.MESSAGES, "text", Encoders.torchScript());
    List<Row> rows = new ArrayList<>(Encoders.messages(20, 1).toRows());
    rows.set(3, rows.get(3).with("text", null));
    assertThatThrownBy(() -> definition.train(Dataset.of("gap", Encoders.MESSAGES, rows)))
        .isInstanceOf(InvalidInputException.class);
    rows.replaceAll(row -> row.with("kind", "ham").with("text", "x"));
    assertThatThrownBy(() -> definition.train(Dataset.of("same", Encoders.MESSAGES, rows)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("only one class");
  }
}
