package io.lepton.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.data.Dataset;
import io.lepton.data.augment.Augmentation;
import io.lepton.data.augment.ImageAugmentations;
import io.lepton.data.image.ImageDataset;
import io.lepton.error.InvalidInputException;
import io.lepton.model.ModelSnapshot;
import io.lepton.train.Retraining.Outcome;
import io.lepton.train.Retraining.Verdict;
import io.lepton.tune.SearchSpace;
import io.lepton.tune.Study;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetrainingTest {
  @Test
  void aTabularClassifierComesOutTheSameToTheBit() {
    Dataset train = Toy.withGaps(Toy.data(200, 1));
    Dataset validation = Toy.withGaps(Toy.data(60, 2));
    for (int embedFrom : new int[] {0, 2}) {
      ModelSnapshot saved =
          Toy.classifier()
              .cleaning(Toy.cleaning())
              .hyperparameter("embed_from", embedFrom)
              .codeRevision("abc")
              .train(train, validation)
              .snapshot();
      Outcome<? extends TrainedModel<Dataset>> again = Retraining.of(saved).with(train, validation);
      assertThat(again.verdict()).as("embedded from %d", embedFrom).isEqualTo(Verdict.IDENTICAL);
      assertThat(again.differences()).isEmpty();
      assertThat(again.model().snapshot().config()).isEqualTo(saved.config());
      assertThat(again.model().snapshot().lineage()).isEqualTo(saved.lineage());
    }
  }

  @Test
  void picturesComeOutTheSameToTheBitAugmentationIncluded() {
    ImageDataset train = Problems.pictures(90, 1);
    ImageDataset validation = Problems.pictures(30, 2);
    Augmentation shift = ImageAugmentations.of(Problems.PICTURE).shift(0.2, 0.2);
    ModelSnapshot saved =
        ImageClassifier.define(Problems.PICTURE)
            .hyperparameter("filters", List.of(4L))
            .hyperparameter("hidden", List.of(8L))
            .augment("shift by a fifth", shift)
            .epochs(3)
            .seed(9)
            .train(train, validation)
            .snapshot();
    assertThat(Retraining.of(saved).augmentation(shift).with(train, validation).verdict())
        .isEqualTo(Verdict.IDENTICAL);
    assertThatThrownBy(() -> Retraining.of(saved).with(train, validation))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("shift by a fifth");
    assertThatThrownBy(() -> Retraining.of(saved).with(Problems.texts(9, 1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("not trained on a table");
  }

  @Test
  void everyOtherTemplateComesOutTheSameToo() {
    Dataset houses = Problems.houses(200, 1);
    Dataset texts = Problems.texts(100, 1);
    Dataset ratings = Problems.ratings(200, 1);
    Dataset choices = Problems.choices(100, 1);
    Dataset points = Problems.points(100, 0, 1);
    Recommender films = Recommender.define(Problems.RATINGS, "user", "film").epochs(2).seed(4);
    check(
        TabularRegressor.define(houses.schema(), "price").epochs(2).seed(1).train(houses), houses);
    check(TextClassifier.define(texts.schema(), "text").epochs(2).seed(2).train(texts), texts);
    check(films.rating("stars").train(ratings), ratings);
    check(films.train(choices), choices);
    check(AnomalyDetector.define(points.schema()).epochs(2).seed(5).train(points), points);
  }

  private static void check(TrainedModel<Dataset> trained, Dataset data) {
    Outcome<? extends TrainedModel<Dataset>> again = Retraining.of(trained.snapshot()).with(data);
    assertThat(again.verdict()).as(data.name()).isEqualTo(Verdict.IDENTICAL);
    assertThat(again.model().snapshot().config()).isEqualTo(trained.snapshot().config());
  }

  @Test
  void whatASearchNotedIsNoDifferenceOfTheEnvironment() {
    Dataset train = Toy.data(60, 1);
    SearchSpace space = SearchSpace.builder().logDecimal("learning_rate", 0.001, 0.1).build();
    Study study = Study.minimize(space).optimize(trial -> trial.number("learning_rate"), 2);
    ModelSnapshot tuned =
        study.inLineage(
            study.best(),
            Toy.classifier()
                .hyperparameters(study.best().parameters())
                .epochs(2)
                .train(train)
                .snapshot());
    Outcome<? extends TrainedModel<Dataset>> again = Retraining.of(tuned).with(train);
    assertThat(again.verdict()).isEqualTo(Verdict.IDENTICAL);
    assertThat(again.differences()).isEmpty();
  }

  @Test
  void otherDataIsRefusedByItsFingerprint() {
    Dataset texts = Problems.texts(60, 1);
    ModelSnapshot saved =
        TextClassifier.define(texts.schema(), "text").epochs(1).train(texts).snapshot();
    assertThatThrownBy(() -> Retraining.of(saved).with(Problems.texts(60, 2)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "train was 60 rows with the fingerprint " + texts.fingerprint().hex());
    assertThatThrownBy(() -> Retraining.of(saved).with(texts, texts))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("validation was absent");
  }

  @Test
  void aModelOfUnknownOriginIsRefused() {
    ModelSnapshot foreign = ModelSnapshot.builder("somebody.else/1").build();
    assertThatThrownBy(() -> Retraining.of(foreign))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("somebody.else/1");
  }
}
