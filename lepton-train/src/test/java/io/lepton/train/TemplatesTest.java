package io.lepton.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.data.Dataset;
import io.lepton.data.Split;
import io.lepton.data.UnknownCategory;
import io.lepton.data.image.ImageDataset;
import io.lepton.data.split.Fractions;
import io.lepton.data.split.Parts;
import io.lepton.model.DataProfile;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Prediction;
import io.lepton.model.Row;
import io.lepton.spi.ModelEngine;
import io.lepton.spi.Predictor;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.train.internal.ModelConfig;
import io.lepton.train.internal.TabularInput;
import java.util.List;
import org.junit.jupiter.api.Test;

class TemplatesTest {
  private static Split split(Dataset data) {
    return Split.random(data, Fractions.of(0.6, 0.2, 0.2), 1);
  }

  private static Prediction first(ModelSnapshot snapshot, Row row) {
    try (Predictor predictor = ModelEngine.forFormat(snapshot.format()).load(snapshot)) {
      return predictor.predict(List.of(row)).get(0);
    }
  }

  @Test
  void aRegressorLearnsNumbersAndEmbedsWhereThereAreManyCategories() {
    Split split = split(Problems.houses(1500, 1));
    TrainedRegressor trained =
        TabularRegressor.define(Problems.HOUSES, "price")
            .hidden(16)
            .epochs(80)
            .seed(2)
            .train(split.train(), split.validation());
    // The noise has deviation 1, and prices one of about 25.
    assertThat(trained.evaluate(split.test()).get("rmse").value()).isBetween(0.8, 2.5);
    assertThat(trained.evaluate(split.test()).get("r2").value()).isGreaterThan(0.98);
    ModelConfig config = ModelConfig.read(trained.snapshot());
    assertThat(((TabularInput) config.input()).embedded()).containsExactly("town");
    assertThat(first(trained.snapshot(), Row.of("size", 40, "town", "t10")).numbers())
        .containsOnlyKeys("price");
    assertThat(DataProfile.of(trained.snapshot()).orElseThrow().findPrediction("price"))
        .isPresent();
  }

  @Test
  void aCategoryThatIsUnknownIsEmbeddedAsZerosWhereThatIsAsked() {
    Split split = split(Problems.houses(300, 1));
    TrainedRegressor trained =
        TabularRegressor.define(Problems.HOUSES, "price")
            .hidden()
            .epochs(5)
            .unknownCategories(UnknownCategory.ENCODE_AS_ZEROS)
            .train(split.train(), split.validation());
    Prediction known = first(trained.snapshot(), Row.of("size", 40, "town", "t10"));
    Prediction unknown = first(trained.snapshot(), Row.of("size", 40, "town", "elsewhere"));
    assertThat(unknown).isNotEqualTo(known);
  }

  @Test
  void picturesAreToldApartByBothArchitectures() {
    ImageDataset data = Problems.pictures(360, 1);
    Parts<ImageDataset> parts = data.split(0.6, 0.2, 0.2, 1);
    for (String architecture : List.of("cnn", "resnet")) {
      TrainedClassifier<ImageDataset> trained =
          ImageClassifier.define(Problems.PICTURE)
              .hyperparameter("architecture", architecture)
              .hyperparameter("filters", List.of(4L, 8L))
              .hyperparameter("hidden", List.of(16L))
              .learningRate(0.01)
              .batchSize(32)
              .epochs(8)
              .seed(1)
              .train(parts.train(), parts.validation());
      assertThat(trained.classes()).containsExactly("lying", "quarter", "standing");
      assertThat(trained.evaluate(parts.test()).get("accuracy").value())
          .as(architecture)
          .isGreaterThan(0.9);
      Tensor floats = Tensor.ofFloats(Shape.of(1, 8, 8), data.pixels(0));
      Tensor bytes =
          Tensor.of(DType.U8, Shape.of(1, 8, 8), io.lepton.bytes.ByteSource.of(data.bytes(0)));
      assertThat(first(trained.snapshot(), Row.of("image", bytes)))
          .isEqualTo(first(trained.snapshot(), Row.of("image", floats)));
    }
  }

  @Test
  void textsAreToldApartByTheirWords() {
    Split split = split(Problems.texts(400, 1));
    TrainedClassifier<Dataset> trained =
        TextClassifier.define(Problems.TEXTS, "text")
            .positive("complaint")
            .epochs(10)
            .seed(1)
            .train(split.train(), split.validation());
    assertThat(trained.evaluate(split.test()).get("f1").value()).isGreaterThan(0.97);
    Prediction.Classification prediction =
        (Prediction.Classification)
            first(trained.snapshot(), Row.of("text", "It was simply SUPERB"));
    assertThat(prediction.label()).isEqualTo("praise");
  }

  @Test
  void ratingsArePredictedByBothArchitectures() {
    Split split = split(Problems.ratings(1500, 1));
    for (String architecture : List.of("factorisation", "two_tower")) {
      TrainedRecommender trained =
          Recommender.define(Problems.RATINGS, "user", "film")
              .rating("stars")
              .hyperparameter("architecture", architecture)
              .hyperparameter("embedding_size", 8)
              .batchSize(64)
              .epochs(30)
              .seed(1)
              .train(split.train(), split.validation());
      // One star more or less is a coin's toss: a deviation of 0.5 cannot be learnt.
      assertThat(trained.evaluate(split.test()).get("rmse").value())
          .as(architecture)
          .isBetween(0.45, 0.75);
    }
  }

  @Test
  void choicesAreRanked() {
    Split split = split(Problems.choices(400, 1));
    TrainedRecommender trained =
        Recommender.define(Problems.RATINGS, "user", "film")
            .hyperparameter("embedding_size", 4)
            .batchSize(64)
            .epochs(40)
            .seed(1)
            .train(split.train(), split.validation());
    // Of 20 films 10 are liked, some known from training: at random, recall@10 is about a half.
    assertThat(trained.rank(split.test(), 10).evaluation().get("recall@10").value())
        .isGreaterThan(0.8);
    assertThat(trained.evaluate(split.test()).find("ndcg@10")).isPresent();
    assertThatThrownBy(() -> trained.rank(split.test(), 0)).hasMessageContaining("0 places");
    // Two films of his taste are left that he did not choose in training.
    List<TrainedRecommender.Recommendation> films = trained.recommend("u12", 2);
    assertThat(films).hasSize(2);
    assertThat(films).allMatch(film -> Integer.parseInt(film.item().substring(1)) % 2 == 0);
    assertThat(films.get(0).score()).isGreaterThanOrEqualTo(films.get(1).score());
    Prediction.Regression prediction =
        (Prediction.Regression)
            first(trained.snapshot(), Row.of("user", "u12", "film", films.get(0).item()));
    assertThat(prediction.value()).isCloseTo(films.get(0).score(), within(1e-6));
  }

  @Test
  void rowsOffTheBeatenTrackAreAnomalies() {
    Split split = split(Problems.points(800, 0, 1));
    TrainedDetector trained =
        AnomalyDetector.define(split.train().schema())
            .hidden(8, 1)
            .epochs(60)
            .seed(1)
            .train(split.train(), split.validation());
    Dataset mixed = Problems.points(400, 0.25, 2);
    assertThat(trained.evaluate(mixed, "strange").get("roc_auc").value()).isGreaterThan(0.97);
    assertThat(trained.evaluate(mixed).find("log_loss")).isEmpty();
    Prediction.Anomaly far =
        (Prediction.Anomaly) first(trained.snapshot(), Row.of("a", 0, "b", 3, "c", 0));
    assertThat(far.isAnomalous()).isTrue();
    assertThat(far.threshold()).isEqualTo(trained.threshold());
    // The threshold is the 0.99 quantile of 160 validation scores: the 159th.
    assertThat(split.validation().rows()).isEqualTo(160);
    double[] scores = trained.scores(split.validation());
    assertThat(java.util.Arrays.stream(scores).filter(s -> s >= trained.threshold() - 1e-6).count())
        .isBetween(2L, 3L);
  }

  @Test
  void theSameSeedGivesTheSameBits() {
    Dataset data = Problems.choices(200, 1);
    Recommender definition = Recommender.define(Problems.RATINGS, "user", "film").epochs(3).seed(4);
    ModelSnapshot one = definition.train(data).snapshot();
    ModelSnapshot again = definition.train(data).snapshot();
    assertThat(again.weights().contentEquals(one.weights())).isTrue();
    ModelSnapshot other = definition.seed(5).train(data).snapshot();
    assertThat(other.weights().contentEquals(one.weights())).isFalse();
  }
}
