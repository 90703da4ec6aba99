package io.lepton.train;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.data.Dataset;
import io.lepton.data.Schema;
import io.lepton.data.image.ImageDataset;
import io.lepton.data.image.ImageShape;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.model.Row;
import io.lepton.spi.Predictor;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Bad input for every template: a clear error, and nothing trained. */
class TemplateInputsTest {
  private static void refused(ThrowingCallable call, String... words) {
    var refusal = assertThatThrownBy(call).isInstanceOf(InvalidInputException.class);
    for (String word : words) {
      refusal.hasMessageContaining(word);
    }
  }

  @Test
  void emptyDataIsRefused() {
    Dataset houses = Problems.houses(3, 1);
    refused(
        () -> TabularRegressor.define(houses.schema(), "price").train(houses.select()), "no rows");
    refused(
        () -> TextClassifier.define(Problems.TEXTS, "text").train(Problems.texts(5, 1).select()),
        "no rows");
    refused(
        () -> ImageClassifier.define(Problems.PICTURE).train(Problems.pictures(3, 1).select()),
        "no rows");
    Dataset ratings = Problems.ratings(5, 1);
    refused(
        () -> Recommender.define(ratings.schema(), "user", "film").train(ratings.select()),
        "no rows");
    Dataset points = Problems.points(5, 0, 1);
    refused(() -> AnomalyDetector.define(points.schema()).train(points.select()), "no rows");
  }

  @Test
  void oneClassOrOneValueIsNothingToLearn() {
    Dataset texts = Problems.texts(40, 1);
    refused(
        () ->
            TextClassifier.define(Problems.TEXTS, "text")
                .train(texts.selectIf(row -> texts.label(row).equals("praise"))),
        "only one class",
        "praise");
    refused(
        () -> ImageClassifier.define(Problems.PICTURE).train(Problems.pictures(9, 1).select(0, 3)),
        "only one class",
        "lying");
    Dataset houses = Problems.houses(5, 1);
    refused(
        () -> TabularRegressor.define(houses.schema(), "price").train(houses.select(0, 0)),
        "one value");
    Dataset ratings = Problems.ratings(5, 1);
    Recommender films = Recommender.define(ratings.schema(), "user", "film");
    refused(() -> films.rating("stars").train(ratings.select(0, 0)), "one item");
    ImageDataset black =
        ImageDataset.of(
            "black", Problems.PICTURE, 16, List.of(new byte[64], new byte[64]), List.of("a", "b"));
    refused(() -> ImageClassifier.define(Problems.PICTURE).train(black), "black", "all pixels");
  }

  @Test
  void columnsOfTheWrongTypeAreRefused() {
    Schema houses = Problems.HOUSES;
    refused(() -> TabularRegressor.define(houses, "town"), "town", "expected NUMERIC");
    assertThatThrownBy(() -> TabularRegressor.define(houses, "garden"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("garden");
    refused(() -> TextClassifier.define(Problems.TEXTS, "kind"), "expected TEXT");
    refused(() -> Recommender.define(Problems.RATINGS, "user", "stars"), "expected CATEGORICAL");
    refused(
        () -> Recommender.define(Problems.RATINGS, "user", "film").rating("film"),
        "expected NUMERIC");
    refused(() -> AnomalyDetector.define(Problems.TEXTS), "TEXT");
    refused(
        () -> TabularRegressor.define(houses, "price").train(Problems.ratings(5, 1)), "columns");
  }

  @Test
  void missingTargetsAndTextsAreRefusedByRow() {
    Dataset noPrice =
        Dataset.of(
            "houses",
            Problems.HOUSES,
            List.of(Row.of("size", 1, "price", 2, "town", "a"), Row.of("size", 1, "town", "a")));
    refused(() -> TabularRegressor.define(Problems.HOUSES, "price").train(noPrice), "row 1");
    refused(
        () ->
            Dataset.of(
                "houses",
                Problems.HOUSES,
                List.of(Row.of("size", 1, "price", Double.NaN, "town", "a"))),
        "price");
    Dataset noText =
        Dataset.of(
            "texts",
            Problems.TEXTS,
            List.of(Row.of("text", "a a", "kind", "x"), Row.of("kind", "y")));
    refused(() -> TextClassifier.define(Problems.TEXTS, "text").train(noText), "row 1", "text");
  }

  @Test
  void shapesAndLabelsOfOtherDataAreRefused() {
    ImageClassifier definition =
        ImageClassifier.define(Problems.PICTURE)
            .hyperparameter("filters", List.of(2L))
            .hyperparameter("hidden", List.of())
            .epochs(1);
    refused(
        () -> ImageClassifier.define(new ImageShape(1, 4, 4)).train(Problems.pictures(9, 1)),
        "1 x 8 x 8",
        "1 x 4 x 4");
    TrainedClassifier<ImageDataset> trained = definition.train(Problems.pictures(9, 1));
    ImageDataset strange =
        ImageDataset.of(
            "strange", Problems.PICTURE, 16, List.of(new byte[64]), List.of("upside down"));
    refused(() -> trained.evaluate(strange), "row 0", "upside down");
    refused(() -> definition.train(Problems.pictures(9, 1), strange), "upside down");
    try (Predictor predictor = trained.predictor()) {
      Row small = Row.of("image", Tensor.ofFloats(Shape.of(1, 2, 2), 0, 0, 0, 0));
      refused(() -> predictor.predict(List.of(small)), "row 0", "image", "[1, 8, 8]");
      float[] pixels = new float[64];
      pixels[3] = Float.NaN;
      Row nan = Row.of("image", Tensor.ofFloats(Shape.of(1, 8, 8), pixels));
      refused(() -> predictor.predict(List.of(nan)), "pixel 3 is NaN");
      Row broken =
          Row.of(
              "image",
              Tensor.of(
                  DType.U8, Shape.of(3), io.lepton.bytes.ByteSource.of(new byte[] {1, 2, 3})));
      refused(() -> predictor.predict(List.of(broken)), "row 0", "image");
    }
  }

  @Test
  void unknownNamesAreRefusedOrNot() {
    Dataset choices = Problems.choices(60, 1);
    TrainedRecommender trained =
        Recommender.define(choices.schema(), "user", "film").epochs(1).train(choices);
    try (Predictor predictor = trained.predictor()) {
      refused(
          () -> predictor.predict(List.of(Row.of("user", "nobody", "film", "f11"))),
          "row 0",
          "nobody");
    }
    assertThatThrownBy(() -> trained.recommend("nobody", 3))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("nobody");
    refused(() -> trained.scoreRatings(choices), "choices");
    refused(() -> trained.recommend("u11", 0), "0 recommendations");
  }

  @Test
  void hyperparametersAreChecked() {
    TextClassifier definition = TextClassifier.define(Problems.TEXTS, "text");
    refused(() -> definition.hyperparameter("grammar", 3), "grammar", "grams");
    refused(() -> definition.hyperparameter("grams", 0), "at least 1");
    refused(() -> definition.hyperparameter("optimizer", "magic"), "adam");
    refused(() -> definition.learningRate(0), "learning_rate");
    refused(
        () -> ImageClassifier.define(Problems.PICTURE).hyperparameter("architecture", "vgg"),
        "resnet");
    refused(
        () ->
            ImageClassifier.define(Problems.PICTURE)
                .hyperparameter("filters", List.of())
                .train(Problems.pictures(9, 1)),
        "filters");
  }
}
