package io.lepton.train.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.compress.DynamicInt8;
import io.lepton.data.Dataset;
import io.lepton.data.GermanCredit;
import io.lepton.data.SmsSpam;
import io.lepton.data.UnknownCategory;
import io.lepton.data.image.ImageDataset;
import io.lepton.data.image.ImageShape;
import io.lepton.error.InvalidInputException;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Prediction;
import io.lepton.model.Row;
import io.lepton.spi.ModelEngine;
import io.lepton.spi.Predictor;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.train.AnomalyDetector;
import io.lepton.train.Digits;
import io.lepton.train.ImageClassifier;
import io.lepton.train.Problems;
import io.lepton.train.Recommender;
import io.lepton.train.TabularClassifier;
import io.lepton.train.TabularRegressor;
import io.lepton.train.TextClassifier;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every template as ONNX, on real data where there is some: what PyTorch says, to 1e-5. */
class TemplateExportTest {
  private static List<Prediction> predictions(ModelSnapshot snapshot, List<Row> rows) {
    try (Predictor predictor = ModelEngine.forFormat(snapshot.format()).load(snapshot)) {
      return predictor.predict(rows);
    }
  }

  /** Numbers of a size, so that a tolerance of 1e-5 suits. */
  private static ModelSnapshot exported(ModelSnapshot snapshot, List<Row> rows, double size) {
    List<Prediction> expected = predictions(snapshot, rows);
    ModelSnapshot onnx = Onnx.snapshot(snapshot);
    assertThat(onnx.signature()).isEqualTo(snapshot.signature());
    assertThat(onnx.lineage()).isEqualTo(snapshot.lineage());
    List<Prediction> found = predictions(onnx, rows);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(found.get(i).getClass()).isEqualTo(expected.get(i).getClass());
      assertThat(found.get(i).numbers().keySet()).isEqualTo(expected.get(i).numbers().keySet());
      for (var number : expected.get(i).numbers().entrySet()) {
        assertThat(found.get(i).numbers().get(number.getKey()))
            .as("row %d, %s", i, number.getKey())
            .isCloseTo(number.getValue(), within(1e-5 * size));
      }
    }
    return onnx;
  }

  private static List<Prediction> quantised(ModelSnapshot onnx, List<Row> rows) {
    byte[] small = DynamicInt8.withDefaults().quantize(Onnx.model(onnx));
    assertThat(small.length).isLessThan(Onnx.model(onnx).length);
    return predictions(Onnx.withModel(onnx, small), rows);
  }

  private static double agreement(List<Prediction> some, List<Prediction> others) {
    return IntStream.range(0, some.size())
            .filter(
                i ->
                    ((Prediction.Classification) some.get(i))
                        .label()
                        .equals(((Prediction.Classification) others.get(i)).label()))
            .count()
        / (double) some.size();
  }

  @Test
  void aTabularClassifierWithEmbeddings() {
    Dataset credit = GermanCredit.data();
    ModelSnapshot snapshot =
        TabularClassifier.define(credit.schema(), "Class")
            .hyperparameter("embed_from", 3)
            .hidden(64)
            .epochs(5)
            .train(credit)
            .snapshot();
    List<Row> rows = credit.toRows();
    ModelSnapshot onnx = exported(snapshot, rows, 1);
    assertThat(agreement(predictions(onnx, rows), quantised(onnx, rows))).isGreaterThan(0.98);
  }

  @Test
  void aRegressorWithEmbeddings() {
    Dataset credit = GermanCredit.data().without("Class");
    ModelSnapshot snapshot =
        TabularRegressor.define(credit.schema(), "Amount")
            .hyperparameter("embed_from", 4)
            .hidden(64)
            .epochs(3)
            .train(credit)
            .snapshot();
    List<Row> rows = credit.without("Amount").toRows();
    // Amounts have a deviation of 2,823.
    ModelSnapshot onnx = exported(snapshot, rows, 3000);
    List<Prediction> before = predictions(onnx, rows);
    List<Prediction> after = quantised(onnx, rows);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(after.get(i).numbers().get("Amount"))
          .isCloseTo(before.get(i).numbers().get("Amount"), within(300.0));
    }
  }

  @Test
  void anImageClassifier() {
    Digits.Rows digits = Digits.all().range(0, 300);
    ImageShape shape = new ImageShape(1, 8, 8);
    List<byte[]> pixels = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < digits.count(); i++) {
      byte[] picture = new byte[Digits.PIXELS];
      float[] floats = new float[Digits.PIXELS];
      for (int p = 0; p < picture.length; p++) {
        picture[p] = (byte) Math.round(digits.inputs()[i * Digits.PIXELS + p] * 16);
        floats[p] = picture[p] / 16f;
      }
      pixels.add(picture);
      labels.add(Integer.toString(digits.labels()[i]));
      rows.add(Row.of(ImageClassifier.IMAGE, Tensor.ofFloats(Shape.of(1, 8, 8), floats)));
    }
    ImageDataset data = ImageDataset.of("digits", shape, 16, pixels, labels);
    for (String architecture : List.of("cnn", "resnet")) {
      ModelSnapshot snapshot =
          ImageClassifier.define(shape)
              .hyperparameter("architecture", architecture)
              .hyperparameter("filters", List.of(8L, 16L))
              .epochs(3)
              .train(data)
              .snapshot();
      ModelSnapshot onnx = exported(snapshot, rows, 1);
      assertThat(agreement(predictions(onnx, rows), quantised(onnx, rows))).isGreaterThan(0.95);
    }
  }

  @Test
  void aTextClassifier() {
    Dataset messages = SmsSpam.data().selectIf(row -> row < 600);
    ModelSnapshot snapshot =
        TextClassifier.define(messages.schema(), "message")
            .hyperparameter("hidden", List.of(32L))
            .epochs(3)
            .train(messages)
            .snapshot();
    List<Row> rows = messages.toRows().stream().map(TemplateExportTest::unlabelled).toList();
    ModelSnapshot onnx = exported(snapshot, rows, 1);
    assertThat(agreement(predictions(onnx, rows), quantised(onnx, rows))).isGreaterThan(0.98);
  }

  private static Row unlabelled(Row row) {
    return Row.of("message", row.get("message").orElseThrow());
  }

  @Test
  void recommenders() {
    Dataset ratings = Problems.ratings(200, 1);
    Dataset choices = Problems.choices(100, 1);
    Recommender films =
        Recommender.define(Problems.RATINGS, "user", "film")
            .unknown(UnknownCategory.ENCODE_AS_ZEROS)
            .epochs(2)
            .seed(4);
    List<Row> pairs =
        IntStream.range(0, choices.rows())
            .mapToObj(
                i ->
                    Row.of(
                        "user",
                        choices.column("user").value(i).orElseThrow(),
                        "film",
                        choices.column("film").value(i).orElseThrow()))
            .toList();
    exported(films.rating("stars").train(ratings).snapshot(), pairs, 5);
    exported(films.train(choices).snapshot(), pairs, 1);
    ModelSnapshot towers =
        films.hyperparameter("architecture", "two_tower").train(choices).snapshot();
    ModelSnapshot onnx = exported(towers, pairs, 1);
    assertThat(quantised(onnx, pairs)).hasSize(pairs.size());
  }

  @Test
  void anAnomalyDetectorAndItsThreshold() {
    Dataset credit = GermanCredit.data().without("Class");
    ModelSnapshot snapshot =
        AnomalyDetector.define(credit.schema()).epochs(3).train(credit).snapshot();
    List<Row> rows = credit.toRows();
    ModelSnapshot onnx = exported(snapshot, rows, 1);
    List<Prediction> before = predictions(snapshot, rows);
    List<Prediction> after = predictions(onnx, rows);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(((Prediction.Anomaly) after.get(i)).threshold())
          .isEqualTo(((Prediction.Anomaly) before.get(i)).threshold());
    }
  }

  @Test
  void aModelOfAnotherFormatIsRefused() {
    assertThatThrownBy(() -> Onnx.snapshot(ModelSnapshot.builder("somebody.else/1").build()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("somebody.else/1")
        .hasMessageContaining("lepton.network-model/1");
  }
}
