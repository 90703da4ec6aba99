package io.lepton.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.data.Dataset;
import io.lepton.data.Schema;
import io.lepton.data.image.ImageDataset;
import io.lepton.error.InvalidInputException;
import io.lepton.metric.fairness.Reweighing;
import io.lepton.model.DataReference;
import io.lepton.model.Evaluation;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Prediction;
import io.lepton.model.Row;
import io.lepton.spi.Predictor;
import io.lepton.tensor.Weights;
import io.lepton.train.Retraining.Verdict;
import io.lepton.train.djl.DjlPyTorchEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleWeightsTest {
  /** 1 for the rows of one half, 0 for those of the other: even ones, or odd ones. */
  private static double[] half(int rows, int which) {
    return IntStream.range(0, rows).mapToDouble(row -> row % 2 == which ? 1 : 0).toArray();
  }

  /** The same rows, every second one with the other class. */
  private static Dataset halfWrong(Dataset data, String label, String one, String other) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < data.rows(); i++) {
      Map<String, Object> values = new LinkedHashMap<>(data.row(i).asMap());
      String swapped = data.label(i).equals(one) ? other : one;
      values.put(label, i % 2 == 0 ? data.label(i) : swapped);
      rows.add(Row.of(values));
    }
    return Dataset.of(data.name(), data.schema(), rows);
  }

  @Test
  void aTabularClassifierLearnsFromTheRowsThatCountAlsoWhereCleaningDropsSome() {
    Dataset data = halfWrong(Toy.withGaps(Toy.data(300, 1)), "y", "up", "down");
    Dataset test = Toy.data(100, 2);
    TabularClassifier definition = Toy.classifier().cleaning(Toy.cleaning());
    assertThat(accuracy(definition.weights(half(300, 0)).train(data).evaluate(test)))
        .isGreaterThan(0.85);
    assertThat(accuracy(definition.weights(half(300, 1)).train(data).evaluate(test)))
        .isLessThan(0.15);
  }

  private static double accuracy(Evaluation evaluation) {
    return evaluation.get("accuracy").value();
  }

  @Test
  void textsAndPicturesThatCountAreLearntFrom() {
    Dataset texts = Problems.texts(120, 1);
    List<String> classes = List.copyOf(texts.classCounts().keySet());
    Dataset mixed =
        halfWrong(texts, texts.schema().label().orElseThrow(), classes.get(0), classes.get(1));
    TextClassifier reader = TextClassifier.define(mixed.schema(), "text").epochs(20);
    assertThat(accuracy(reader.weights(half(120, 0)).train(mixed).evaluate(texts)))
        .isGreaterThan(0.9);
    assertThat(accuracy(reader.weights(half(120, 1)).train(mixed).evaluate(texts))).isLessThan(0.1);

    ImageDataset pictures = Problems.pictures(90, 1);
    String seldom = pictures.label(0);
    double[] without =
        IntStream.range(0, 90).mapToDouble(i -> pictures.label(i).equals(seldom) ? 0 : 1).toArray();
    ImageClassifier watcher =
        ImageClassifier.define(Problems.PICTURE)
            .hyperparameter("filters", List.of(4L))
            .hyperparameter("hidden", List.of(8L))
            .epochs(6);
    try (Predictor predictor =
        new DjlPyTorchEngine().load(watcher.weights(without).train(pictures).snapshot())) {
      for (int i = 0; i < 90; i++) {
        Prediction.Classification said =
            (Prediction.Classification) one(predictor, Row.of("image", picture(pictures, i)));
        assertThat(said.label()).isNotEqualTo(seldom);
      }
    }
  }

  private static Prediction one(Predictor predictor, Row row) {
    return predictor.predict(List.of(row)).get(0);
  }

  private static io.lepton.tensor.Tensor picture(ImageDataset data, int row) {
    return io.lepton.tensor.Tensor.ofFloats(
        io.lepton.tensor.Shape.of(
            data.shape().channels(), data.shape().height(), data.shape().width()),
        data.pixels(row));
  }

  @Test
  void aRegressorLearnsFromTheRowsThatCount() {
    Schema schema = Schema.builder().numeric("x", "y").build();
    List<Row> rows =
        IntStream.range(0, 100)
            .mapToObj(i -> Row.of("x", i / 50.0, "y", i % 2 == 0 ? i / 50.0 : 5 - i / 50.0))
            .toList();
    Dataset data = Dataset.of("crossing", schema, rows);
    TabularRegressor definition = TabularRegressor.define(schema, "y").epochs(100).seed(1);
    assertThat(at(definition.weights(half(100, 0)).train(data).snapshot(), 1.8))
        .isBetween(1.6, 2.0);
    assertThat(at(definition.weights(half(100, 1)).train(data).snapshot(), 1.8))
        .isBetween(3.0, 3.4);
  }

  private static double at(ModelSnapshot snapshot, double x) {
    try (Predictor predictor = new DjlPyTorchEngine().load(snapshot)) {
      return ((Prediction.Regression) one(predictor, Row.of("x", x))).value();
    }
  }

  @Test
  void twiceAllWeightsChangesNoBit() {
    Dataset data = Toy.data(100, 1);
    double[] twice = new double[100];
    Arrays.fill(twice, 2);
    Weights weighted = Toy.classifier().weights(twice).train(data).snapshot().weights();
    assertThat(weighted.contentEquals(Toy.classifier().train(data).snapshot().weights())).isTrue();
  }

  @Test
  void reweighingBringsTheSharesOfGroupsTogether() {
    Schema schema = Schema.builder().numeric("x").categorical("group").label("y").build();
    SplittableRandom random = new SplittableRandom(5);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      String group = random.nextBoolean() ? "a" : "b";
      double x = random.nextDouble(-1, 1);
      double share = 1 / (1 + Math.exp(-x - (group.equals("a") ? 1 : -1)));
      boolean yes = random.nextDouble() < share;
      rows.add(Row.of("x", x, "group", group, "y", yes ? "yes" : "no"));
    }
    Dataset data = Dataset.of("biased", schema, rows);
    List<String> groups = rows.stream().map(r -> r.get("group").orElseThrow().toString()).toList();
    double[] weights = Reweighing.of(data.labels(), groups).weights();
    TabularClassifier plain = TabularClassifier.define(schema, "y").epochs(60).seed(1);
    double before = gap(plain.train(data), data, groups);
    double after = gap(plain.weights(weights).train(data), data, groups);
    assertThat(before).isGreaterThan(0.4);
    assertThat(after).isLessThan(0.15);
  }

  /** Share said yes of group a less that of b. */
  private static double gap(TrainedClassifier<Dataset> trained, Dataset data, List<String> groups) {
    double[] yes = new double[2];
    double[] all = new double[2];
    try (Predictor predictor = new DjlPyTorchEngine().load(trained.snapshot())) {
      for (int i = 0; i < data.rows(); i++) {
        int group = groups.get(i).equals("a") ? 0 : 1;
        Map<String, Object> row = new LinkedHashMap<>(data.row(i).asMap());
        row.remove("y");
        all[group]++;
        yes[group] +=
            ((Prediction.Classification) one(predictor, Row.of(row))).label().equals("yes") ? 1 : 0;
      }
    }
    return yes[0] / all[0] - yes[1] / all[1];
  }

  @Test
  void theLineageKnowsTheWeightsAndRetrainingAsksForThem() {
    Dataset data = Toy.data(100, 1);
    double[] weights = IntStream.range(0, 100).mapToDouble(i -> 1 + i % 3).toArray();
    ModelSnapshot saved = Toy.classifier().weights(weights).train(data).snapshot();
    assertThat(saved.lineage().data()).extracting(DataReference::name).contains("weights");
    assertThat(Retraining.of(saved).weights(weights).with(data).verdict())
        .isEqualTo(Verdict.IDENTICAL);
    assertThatThrownBy(() -> Retraining.of(saved).with(data))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("weights was 100 rows with the fingerprint")
        .hasMessageContaining("is absent");
    weights[3] += 1e-9;
    assertThatThrownBy(() -> Retraining.of(saved).weights(weights).with(data))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("weights was");

    Dataset texts = Problems.texts(40, 1);
    double[] others = half(40, 0);
    ModelSnapshot read =
        TextClassifier.define(texts.schema(), "text")
            .epochs(2)
            .weights(others)
            .train(texts)
            .snapshot();
    assertThat(Retraining.of(read).weights(others).with(texts).verdict())
        .isEqualTo(Verdict.IDENTICAL);
  }

  @Test
  void weightsThatMeanNothingAreRefused() {
    Dataset data = Toy.data(20, 1);
    TabularClassifier definition = Toy.classifier();
    assertThatThrownBy(() -> definition.weights(1, -2))
        .hasMessageContaining("row 1 has the weight -2");
    assertThatThrownBy(() -> definition.weights(Double.NaN)).hasMessageContaining("weight NaN");
    assertThatThrownBy(() -> definition.weights(Double.POSITIVE_INFINITY))
        .hasMessageContaining("weight Infinity");
    assertThatThrownBy(() -> definition.weights(0, 0))
        .hasMessageContaining("every row has the weight 0");
    assertThatThrownBy(() -> definition.weights()).hasMessageContaining("there are no weights");
    assertThatThrownBy(() -> definition.weights(1, 2, 3).train(data))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("toy has 20 rows, but there are weights of 3");
  }
}
