package io.lepton.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.data.Dataset;
import io.lepton.data.Schema;
import io.lepton.data.UnknownCategory;
import io.lepton.error.InvalidInputException;
import io.lepton.internal.Json;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Prediction;
import io.lepton.model.Row;
import io.lepton.model.Signature;
import io.lepton.spi.Predictor;
import io.lepton.tensor.Weights;
import io.lepton.tune.CrossValidation;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What it means that a row counts twice, by whatever way it is said. */
class WeightedRowsTest {
  private static final Golden GOLDEN = Golden.read();

  /** What scikit-learn learns from weighted rows; {@code weighted_sklearn.py} made it. */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  record Golden(
      double l2,
      double[][] iris,
      List<String> kinds,
      double[] irisWeights,
      double[][] probabilities,
      double[][] unweighted,
      double[][] rows,
      double[] targets,
      double[] weights,
      double[] said) {
    static Golden read() {
      try (InputStream in = Golden.class.getResourceAsStream("weighted-sklearn.json")) {
        return Json.read(in.readAllBytes(), Golden.class, "weighted-sklearn.json");
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    Dataset flowers() {
      Schema schema = Schema.builder().numeric("a", "b", "c", "d").label("kind").build();
      List<Row> list = new ArrayList<>();
      for (int i = 0; i < iris.length; i++) {
        double[] x = iris[i];
        list.add(Row.of("a", x[0], "b", x[1], "c", x[2], "d", x[3], "kind", kinds.get(i)));
      }
      return Dataset.of("iris", schema, list);
    }

    Dataset patients() {
      Schema schema = Schema.builder().numeric("a", "b", "c", "d", "y", "weight").build();
      List<Row> list = new ArrayList<>();
      for (int i = 0; i < rows.length; i++) {
        double[] x = rows[i];
        list.add(
            Row.of(
                "a", x[0], "b", x[1], "c", x[2], "d", x[3], "y", targets[i], "weight", weights[i]));
      }
      return Dataset.of("diabetes", schema, list);
    }
  }

  @Test
  void aLinearClassifierLearnsWhatLogisticRegressionDoes() {
    Dataset flowers = GOLDEN.flowers();
    TabularClassifier linear =
        TabularClassifier.define(flowers.schema(), "kind")
            .hidden()
            .hyperparameter("linear_path", false)
            .hyperparameter("schedule", "cosine")
            .learningRate(0.1)
            .l2(GOLDEN.l2())
            .epochs(600);
    requireProbabilities(linear.weights(GOLDEN.irisWeights()), flowers, GOLDEN.probabilities());
    requireProbabilities(linear, flowers, GOLDEN.unweighted());
  }

  /** The two differ by up to 0.2; what is left after 600 steps of Adam is far smaller. */
  private static void requireProbabilities(
      TabularClassifier definition, Dataset data, double[][] expected) {
    try (Predictor predictor = definition.train(data).predictor()) {
      List<Prediction> said = predictor.predict(data.without("kind").toRows());
      for (int row = 0; row < expected.length; row++) {
        for (int k = 0; k < 3; k++) {
          assertThat(said.get(row).numbers().get(Integer.toString(k)))
              .isCloseTo(expected[row][k], within(1e-3));
        }
      }
    }
  }

  @Test
  void aLinearRegressorLearnsWhatRidgeRegressionDoesFromAColumnOfWeights() {
    Dataset patients = GOLDEN.patients();
    TrainedRegressor ridge =
        TabularRegressor.define(patients.schema(), "y")
            .weightColumn("weight")
            .hidden()
            .hyperparameter("linear_path", false)
            .hyperparameter("schedule", "cosine")
            .learningRate(0.05)
            .batchSize(0)
            .l2(GOLDEN.l2())
            .epochs(600)
            .train(patients);
    assertThat(ridge.snapshot().signature().inputs())
        .extracting(Signature.Field::name)
        .containsExactly("a", "b", "c", "d");
    try (Predictor predictor = ridge.predictor()) {
      List<Prediction> said = predictor.predict(patients.without("y", "weight").toRows());
      for (int row = 0; row < said.size(); row++) {
        // Targets go up to 310.
        assertThat(((Prediction.Regression) said.get(row)).value())
            .isCloseTo(GOLDEN.said()[row], within(0.3));
      }
    }
    // It is scored on data with the column or without.
    assertThat(ridge.evaluate(patients).measures())
        .isEqualTo(ridge.evaluate(patients.without("weight")).measures());
  }

  /** Rows that come as often as they count. */
  private static Dataset repeated(Dataset data, int[] counts) {
    return data.select(
        IntStream.range(0, counts.length)
            .flatMap(row -> IntStream.generate(() -> row).limit(counts[row]))
            .toArray());
  }

  private static double[] doubles(int[] counts) {
    return IntStream.of(counts).asDoubleStream().toArray();
  }

  private static void requireClose(Weights one, Weights other) {
    assertThat(one.names()).isEqualTo(other.names());
    for (String name : one.names()) {
      // Sums in another order, of some thirty steps.
      assertThat(one.get(name).toFloats())
          .as(name)
          .containsExactly(other.get(name).toFloats(), within(2e-4f));
    }
  }

  @Test
  void aRowThatCountsTwiceIsTheSameAsTwoRows() {
    int[] counts = IntStream.range(0, 80).map(row -> row % 3).toArray();
    // Columns whose encoding does not depend on how often a row comes.
    Dataset data = Toy.data(80, 1).without("x", "z");
    TabularClassifier classes =
        TabularClassifier.define(data.schema(), "y").hidden(4).dropout(0).epochs(30).seed(1);
    requireClose(
        classes.weights(doubles(counts)).train(data).snapshot().weights(),
        classes.train(repeated(data, counts)).snapshot().weights());

    Dataset texts = Encoders.messages(40, 1);
    int[] some = IntStream.range(0, 40).map(row -> 1 + row % 2).toArray();
    EncodedTextClassifier reader =
        EncodedTextClassifier.define(texts.schema(), "text", Encoders.torchScript())
            .batchSize(0)
            .dropout(0)
            .epochs(30)
            .seed(1);
    ModelSnapshot weighted = reader.weights(doubles(some)).train(texts).snapshot();
    requireClose(weighted.weights(), reader.train(repeated(texts, some)).snapshot().weights());
    assertThat(Retraining.of(weighted).weights(doubles(some)).with(texts).verdict())
        .isEqualTo(Retraining.Verdict.IDENTICAL);
  }

  /** The toy data with a column of weights, and those weights. */
  private static Dataset withColumn(Dataset data, double[] weights) {
    Schema schema =
        Schema.builder()
            .numeric("x", "z")
            .categorical("shade")
            .bool("flag")
            .numeric("w")
            .label("y")
            .build();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < data.rows(); i++) {
      Map<String, Object> values = new LinkedHashMap<>(data.row(i).asMap());
      values.put("w", weights[i]);
      values.put("y", data.label(i));
      rows.add(Row.of(values));
    }
    return Dataset.of(data.name(), schema, rows);
  }

  @Test
  void aColumnOfWeightsIsTheSameAsTheWeightsAlsoInEachFold() {
    Dataset plain = Toy.data(90, 1);
    double[] weights = IntStream.range(0, 90).mapToDouble(i -> 0.5 + i % 4).toArray();
    Dataset data = withColumn(plain, weights);
    TabularClassifier byColumn =
        TabularClassifier.define(data.schema(), "y")
            .hidden(4)
            .epochs(5)
            .unknownCategories(UnknownCategory.ENCODE_AS_ZEROS)
            .weightColumn("w");
    TabularClassifier byNumbers =
        TabularClassifier.define(plain.schema(), "y")
            .hidden(4)
            .epochs(5)
            .unknownCategories(UnknownCategory.ENCODE_AS_ZEROS)
            .weights(weights);

    TrainedClassifier<Dataset> trained = byColumn.train(data);
    assertThat(trained.snapshot().weights())
        .matches(w -> w.contentEquals(byNumbers.train(plain).snapshot().weights()));
    assertThat(trained.evaluate(data).measures()).isEqualTo(trained.evaluate(plain).measures());
    assertThat(Retraining.of(trained.snapshot()).with(data).verdict())
        .isEqualTo(Retraining.Verdict.IDENTICAL);

    for (double validation : new double[] {0, 0.25}) {
      List<Double> sliced =
          CrossValidation.of(plain)
              .folds(3)
              .validation(validation)
              .measure(byNumbers, "log_loss")
              .values();
      assertThat(sliced)
          .isEqualTo(
              CrossValidation.of(data)
                  .folds(3)
                  .validation(validation)
                  .measure(byColumn, "log_loss")
                  .values())
          .isNotEqualTo(
              CrossValidation.of(plain)
                  .folds(3)
                  .validation(validation)
                  .measure(
                      TabularClassifier.define(plain.schema(), "y").hidden(4).epochs(5), "log_loss")
                  .values());
    }
  }

  @Test
  void aColumnThatCannotBeWeightsIsRefused() {
    Dataset plain = Toy.data(20, 1);
    TabularClassifier definition = TabularClassifier.define(plain.schema(), "y");
    assertThatThrownBy(() -> definition.weightColumn("shade"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("\"shade\" is CATEGORICAL; expected NUMERIC");
    assertThatThrownBy(() -> definition.weightColumn("weight")).hasMessageContaining("weight");
    assertThatThrownBy(() -> definition.weightColumn("x").train(plain))
        .hasMessageContaining("has the weight -");
    Dataset gaps = Toy.withGaps(plain);
    assertThatThrownBy(() -> definition.weightColumn("z").train(gaps))
        .hasMessageContaining("has no weight in \"z\"");
    Schema numbers = Schema.builder().numeric("x", "y").build();
    assertThatThrownBy(() -> TabularRegressor.define(numbers, "y").weightColumn("y"))
        .hasMessageContaining("is the target");
    Dataset few =
        Dataset.of("few", numbers, List.of(Row.of("x", 1, "y", 1), Row.of("x", 2, "y", 3)));
    assertThatThrownBy(() -> TabularRegressor.define(numbers, "y").weightColumn("x").train(few))
        .hasMessageContaining("at least one column to learn from");
    assertThatThrownBy(() -> definition.weights(1, 2, 3).forRows(0, 3))
        .hasMessageContaining("row 3 has no weight; there are weights of 3");
  }
}
