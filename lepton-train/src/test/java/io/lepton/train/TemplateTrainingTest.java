package io.lepton.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.data.Dataset;
import io.lepton.data.augment.Augmentation;
import io.lepton.data.augment.BatchAugmentations;
import io.lepton.data.augment.Eda;
import io.lepton.data.augment.TextAugmentation;
import io.lepton.data.image.ImageDataset;
import io.lepton.data.split.Selectable;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Row;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.train.Retraining.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A template")
class TemplateTrainingTest {
  private static final Augmentation MIXED =
      BatchAugmentations.noise(0.1).andThen(BatchAugmentations.mixup(0.4));
  private static final TextAugmentation WORDS = Eda.swap(0.2).andThen(Eda.delete(0.2));

  private final Dataset toy = Toy.data(120, 1);
  private final Dataset houses = Problems.houses(120, 1);
  private final Dataset texts = Problems.texts(80, 1);
  private final Dataset ratings = Problems.ratings(150, 1);
  private final Dataset points = Problems.points(100, 0, 1);
  private final ImageDataset pictures = Problems.pictures(60, 1);

  private final TabularClassifier rows = Toy.classifier().batchSize(16).epochs(4);
  private final TabularRegressor prices =
      TabularRegressor.define(houses.schema(), "price").epochs(4).seed(1);
  private final TextClassifier mails =
      TextClassifier.define(texts.schema(), "text").epochs(4).seed(2);
  private final Recommender films =
      Recommender.define(ratings.schema(), "user", "film").rating("stars").epochs(4).seed(3);
  private final AnomalyDetector strange = AnomalyDetector.define(points.schema()).epochs(4).seed(4);
  private final ImageClassifier bars =
      ImageClassifier.define(Problems.PICTURE)
          .hyperparameter("filters", List.of(4L))
          .hyperparameter("hidden", List.of(8L))
          .epochs(4)
          .seed(5);

  @Nested
  @DisplayName("with a checkpoint")
  class Checkpoints {
    @TempDir Path folder;

    @Test
    @DisplayName("goes on to the same bits after a training that broke off")
    void goOn() {
      goesOn("rows", rows.augment("noise and mixup", MIXED), toy);
      goesOn("prices", prices, houses);
      goesOn("mails", mails.augment("EDA", WORDS), texts);
      goesOn("films", films, ratings);
      goesOn("strange", strange, points);
      goesOn("bars", bars.augment("noise and mixup", MIXED), pictures);
    }

    private <T extends Template<T, D>, D extends Selectable<D>> void goesOn(
        String name, T template, D data) {
      T kept = template.checkpoint(folder.resolve(name));
      assertThatThrownBy(() -> kept.listener(at(3, TemplateTrainingTest::fail)).train(data))
          .as(name)
          .hasMessage("power");
      assertThat(folder.resolve(name)).isNotEmptyFile();
      Set<Integer> seen = new HashSet<>();
      Weights resumed = weights(kept.listener(each(seen::add)).train(data));
      assertThat(seen).as(name).isNotEmpty().doesNotContain(1, 2);
      assertThat(resumed.contentEquals(weights(template.train(data)))).as(name).isTrue();
    }

    @Test
    @DisplayName("refuses one of other data, settings or augmentation")
    void refused() {
      Path file = folder.resolve("c");
      TabularClassifier kept = rows.checkpoint(file);
      kept.train(toy);
      for (TabularClassifier other :
          List.of(kept.learningRate(0.5), kept.seed(99), kept.augment("mixup", MIXED))) {
        assertThatThrownBy(() -> other.train(toy))
            .isInstanceOf(InvalidInputException.class)
            .hasMessageContaining(file.toString());
      }
      assertThatThrownBy(() -> kept.train(Toy.data(120, 2)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(file.toString());
    }

    @Test
    @DisplayName("refuses one of other texts, though they are encoded alike")
    void otherTexts() {
      TextClassifier cut =
          mails
              .hyperparameter("length", 2)
              .augment("EDA", WORDS)
              .checkpoint(folder.resolve("texts"));
      cut.train(ended("left right"));
      assertThatThrownBy(() -> cut.train(ended("right left")))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("other settings, first weights or data");
    }

    private Dataset ended(String words) {
      List<Row> list = new ArrayList<>();
      for (int row = 0; row < texts.rows(); row++) {
        String text = texts.row(row).get("text").orElseThrow() + " " + words;
        list.add(Row.of("text", text, "kind", texts.label(row)));
      }
      return Dataset.of("texts", texts.schema(), list);
    }

    @Test
    @DisplayName("says before it trains that there is no such folder")
    void folder() {
      Path nowhere = folder.resolve("nowhere").resolve("c");
      Set<Integer> seen = new HashSet<>();
      assertThatThrownBy(() -> rows.checkpoint(nowhere).listener(each(seen::add)).train(toy))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(nowhere.getParent().toString());
      assertThat(seen).isEmpty();
      assertThat(Files.exists(nowhere.getParent())).isFalse();
    }
  }

  @Nested
  @DisplayName("with an augmentation")
  class Augmented {
    @Test
    @DisplayName("is trained again to the same bits if it is brought, and not without")
    void provenance() {
      ModelSnapshot table = rows.augment("noise and mixup", MIXED).train(toy).snapshot();
      ModelSnapshot numbers =
          prices
              .hyperparameter("embed_from", 0)
              .augment("noise and mixup", MIXED)
              .train(houses)
              .snapshot();
      ModelSnapshot words = mails.augment("EDA", WORDS).train(texts).snapshot();
      assertThat(Retraining.of(table).augmentation(MIXED).with(toy).verdict())
          .isEqualTo(Verdict.IDENTICAL);
      assertThat(Retraining.of(numbers).augmentation(MIXED).with(houses).verdict())
          .isEqualTo(Verdict.IDENTICAL);
      assertThat(Retraining.of(words).textAugmentation(WORDS).with(texts).verdict())
          .isEqualTo(Verdict.IDENTICAL);
      ModelSnapshot rounded = rows.hyperparameter("precision", "bfloat16").train(toy).snapshot();
      assertThat(Retraining.of(rounded).with(toy).verdict()).isEqualTo(Verdict.IDENTICAL);
      assertThat(rounded.weights().contentEquals(rows.train(toy).snapshot().weights())).isFalse();
      assertThatThrownBy(() -> Retraining.of(words).with(texts)).hasMessageContaining("\"EDA\"");
      assertThatThrownBy(() -> Retraining.of(words).augmentation(MIXED))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("textAugmentation");
      assertThatThrownBy(() -> Retraining.of(table).textAugmentation(WORDS))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("by augmentation");
      ModelSnapshot plain = rows.train(toy).snapshot();
      assertThatThrownBy(() -> Retraining.of(plain).augmentation(MIXED))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("without augmentation");
      assertThat(plain.weights().contentEquals(table.weights())).isFalse();
    }

    @Test
    @DisplayName("sees texts changed otherwise in each epoch, and validation as it is")
    void everyEpoch() {
      Set<String> seen = new HashSet<>();
      Dataset held = Problems.texts(40, 9);
      TextAugmentation noted =
          (text, random) -> {
            String changed = text + " " + random.nextInt(1_000_000);
            seen.add(changed);
            return changed;
          };
      mails.augment("noted", noted).earlyStopping(0).train(texts, held);
      assertThat(seen).hasSize(4 * texts.rows());
      assertThatThrownBy(() -> mails.augment("none", (text, random) -> null).train(texts))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("made null");
    }

    @Test
    @DisplayName("still learns, and weighs rows")
    void learns() {
      TabularClassifier mixed = rows.epochs(40).augment("noise and mixup", MIXED);
      Dataset held = Toy.data(200, 2);
      assertThat(mixed.train(toy).evaluate(held).get("accuracy").value()).isGreaterThan(0.85);
      double[] some = new double[toy.rows()];
      java.util.Arrays.fill(some, 0, 60, 1);
      Weights first = weights(mixed.weights(some).train(toy));
      assertThat(first.contentEquals(weights(mixed.train(toy)))).isFalse();
    }
  }

  @Nested
  @DisplayName("hands to the trainer")
  class Settings {
    private final TabularClassifier plain =
        rows.optimizer(Optimizer.SGD).learningRate(0.1).dropout(0).epochs(1);

    @Test
    @DisplayName("batches that make a step together")
    void accumulation() {
      Weights whole = weights(plain.batchSize(0).train(toy));
      Weights parts =
          weights(plain.batchSize(toy.rows() / 4).hyperparameter("accumulate", 4).train(toy));
      assertThat(distance(whole, parts)).isBetween(0.0, 1e-6);
      assertThat(distance(whole, weights(plain.batchSize(toy.rows() / 4).train(toy))))
          .isGreaterThan(1e-3);
    }

    @Test
    @DisplayName("the bound of a derivative, and a warm-up")
    void clipAndWarmup() {
      TabularClassifier once = plain.batchSize(0);
      Weights start = weights(once.hyperparameter("warmup_steps", 1).train(toy));
      Weights free = weights(once.train(toy));
      Weights bounded = weights(once.hyperparameter("clip_value", 1e-3).train(toy));
      assertThat(distance(start, free)).as("a first step at rate 0").isGreaterThan(1e-3);
      assertThat(distance(start, bounded)).isBetween(1e-5, 0.1 * 1e-3 * 1.001);
    }

    @Test
    @DisplayName("a rate that falls to nothing")
    void linear() {
      TabularClassifier steps = plain.batchSize(0).epochs(2).hyperparameter("schedule", "linear");
      Weights one = weights(plain.batchSize(0).train(toy));
      Weights two = weights(steps.train(toy));
      Weights full = weights(plain.batchSize(0).epochs(2).train(toy));
      assertThat(distance(one, two))
          .isBetween(0.4 * distance(one, full), 0.6 * distance(one, full));
    }

    @Test
    @DisplayName("the device, which the lineage keeps")
    void device() {
      assertThat(plain.train(toy).snapshot().lineage().environment())
          .containsEntry("device", "cpu");
      assertThatThrownBy(() -> plain.device(ComputeDevice.cuda(7)).train(toy))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("cuda:7");
      ModelSnapshot saved = plain.train(toy).snapshot();
      Lineage here = saved.lineage();
      Map<String, String> elsewhere = new TreeMap<>(here.environment());
      elsewhere.put("device", "cuda:7");
      Lineage lineage =
          new Lineage(here.data(), here.derivedFrom(), here.codeRevision(), here.seed(), elsewhere);
      ModelSnapshot moved =
          new ModelSnapshot(
              saved.format(),
              saved.config(),
              saved.weights(),
              saved.files(),
              saved.hyperparameters(),
              saved.signature(),
              lineage);
      assertThatThrownBy(() -> Retraining.of(moved).with(toy))
          .as("asked for again")
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("cuda:7");
    }
  }

  private static void fail() {
    throw new IllegalStateException("power");
  }

  private static TrainingListener at(int epoch, Runnable what) {
    return each(
        number -> {
          if (number == epoch) {
            what.run();
          }
        });
  }

  private static TrainingListener each(Consumer<Integer> what) {
    return new TrainingListener() {
      @Override
      public Verdict epochDone(Epoch epoch) {
        what.accept(epoch.number());
        return Verdict.GO_ON;
      }
    };
  }

  private static Weights weights(TrainedModel<?> model) {
    return model.snapshot().weights();
  }

  /** The greatest of any element. */
  private static double distance(Weights one, Weights other) {
    double greatest = 0;
    for (Map.Entry<String, Tensor> entry : one.asMap().entrySet()) {
      float[] a = entry.getValue().toFloats();
      float[] b = other.get(entry.getKey()).toFloats();
      for (int i = 0; i < a.length; i++) {
        greatest = Math.max(greatest, Math.abs(a[i] - b[i]));
      }
    }
    return greatest;
  }
}
