package io.lepton.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import io.lepton.data.Dataset;
import io.lepton.data.GermanCredit;
import io.lepton.data.Schema;
import io.lepton.data.Split;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.model.Evaluation;
import io.lepton.model.Hyperparameters;
import io.lepton.model.Lineage;
import io.lepton.model.Row;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class TabularClassifierTest {
  private static final Dataset TRAIN = Toy.data(300, 1);
  private static final Dataset VALIDATION = Toy.data(100, 2);

  @Test
  void learnsFromRealData() {
    Split split = GermanCredit.split();

    TrainedClassifier<Dataset> trained =
        TabularClassifier.define(split.train().schema(), "Class")
            .hidden(64, 32)
            .hyperparameter("learning_rate", 0.01)
            .hyperparameter("dropout_rate", 0.2)
            .seed(42)
            .train(split.train(), split.validation());

    Evaluation evaluation = trained.evaluate(split.test());
    assertThat(trained.classes()).containsExactly("Bad", "Good");
    assertThat(trained.positive()).contains("Good");
    assertThat(evaluation.data()).isEqualTo(split.test().reference());
    // Better than chance for certain: the whole 95 % interval is.
    assertThat(evaluation.get("roc_auc").findInterval().orElseThrow().low()).isGreaterThan(0.5);
    assertThat(evaluation.get("accuracy").n()).isEqualTo(200);
  }

  @Test
  void tellsMoreThanTwoClassesApart() {
    List<Row> rows = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 300; i++) {
      double x = random.nextDouble(0, 3);
      rows.add(Row.of("x", x, "y", "class " + (int) x));
    }
    Dataset data = Dataset.of("steps", Schema.builder().numeric("x").label("y").build(), rows);
    Split split = Split.stratified(data, 0.6, 0.2, 0.2, 1);

    TrainedClassifier<Dataset> trained =
        TabularClassifier.define(data.schema(), "y")
            .learningRate(0.05)
            .dropout(0)
            .epochs(400)
            .seed(1)
            .train(split.train(), split.validation());

    assertThat(trained.positive()).isEmpty();
    assertThat(trained.evaluate(split.test()).get("accuracy").value()).isGreaterThan(0.9);
  }

  @Test
  void givesTheSameBitsForTheSameSeedWhateverElseHappens() throws Exception {
    TabularClassifier classifier = Toy.classifier().dropout(0.3).batchSize(64);
    Weights weights = classifier.train(TRAIN, VALIDATION).snapshot().weights();

    Engine.getInstance().setRandomSeed(99);
    Toy.classifier().seed(77).train(TRAIN, VALIDATION);
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<TrainedClassifier<Dataset>>> trainings = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        trainings.add(threads.submit(() -> classifier.train(TRAIN, VALIDATION)));
      }
      for (Future<TrainedClassifier<Dataset>> training : trainings) {
        assertThat(training.get().snapshot().weights().contentEquals(weights)).isTrue();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(classifier.seed(4).train(TRAIN, VALIDATION).snapshot().weights())
        .matches(other -> !other.contentEquals(weights));
  }

  @Test
  void keepsTheWeightsOfTheBestEpoch() {
    // Large steps overfit soon, so that the best epoch is not the last.
    TabularClassifier classifier =
        Toy.classifier().hidden(64).learningRate(0.05).dropout(0).epochs(200);
    TrainedClassifier<Dataset> stopped =
        classifier.earlyStopping(10).train(Toy.data(40, 1), VALIDATION);

    History history = stopped.history();
    assertThat(history.stopReason()).isEqualTo(History.StopReason.EARLY);
    assertThat(history.epochs()).hasSize(history.bestEpoch() + 10);
    assertThat(history.best().validationLoss())
        .isEqualTo(
            history.epochs().stream().mapToDouble(Epoch::validationLoss).min().orElseThrow());
    TrainedClassifier<Dataset> exactly =
        classifier.epochs(history.bestEpoch()).train(Toy.data(40, 1), VALIDATION);
    assertThat(exactly.snapshot().weights().contentEquals(stopped.snapshot().weights())).isTrue();
    // The loss it reports is the loss it has: floats of a mean over 100 rows.
    assertThat(stopped.evaluate(VALIDATION).get("log_loss").value())
        .isCloseTo(history.best().validationLoss(), within(100.0 * Math.ulp(1f)));
  }

  @Test
  void trainsForAllEpochsWithoutValidation() {
    History history = Toy.classifier().epochs(7).train(TRAIN).history();

    assertThat(history.epochs()).hasSize(7);
    assertThat(history.bestEpoch()).isEqualTo(7);
    assertThat(history.stopReason()).isEqualTo(History.StopReason.EPOCHS);
    assertThat(history.best().validationLoss()).isNaN();
    assertThat(history.epochs().get(6).trainingLoss())
        .isLessThan(history.epochs().get(0).trainingLoss());
  }

  @Test
  void stopsWhenAListenerAsksForIt() {
    List<String> heard = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void started(TrainingPlan plan) {
            heard.add(plan.toString());
          }

          @Override
          public Verdict epochDone(Epoch epoch) {
            heard.add("epoch " + epoch.number());
            return epoch.number() == 3 ? Verdict.STOP : Verdict.GO_ON;
          }

          @Override
          public void finished(History history) {
            heard.add(history.stopReason().toString());
          }
        };

    TrainedClassifier<Dataset> trained =
        Toy.classifier().listener(listener).train(TRAIN, VALIDATION);

    assertThat(trained.history().epochs()).hasSize(3);
    // x, z, two shades and a flag; 8 hidden units; 2 classes; and the linear path.
    assertThat(heard)
        .containsExactly(
            new TrainingPlan(300, 100, 5, 5 * 8 + 8 + 8 * 2 + 2 + 5 * 2, 30).toString(),
            "epoch 1",
            "epoch 2",
            "epoch 3",
            "LISTENER");
  }

  @Test
  void stopsWhenTheThreadIsInterrupted() {
    TrainingListener interrupting =
        new TrainingListener() {
          @Override
          public Verdict epochDone(Epoch epoch) {
            Thread.currentThread().interrupt();
            return Verdict.GO_ON;
          }
        };

    assertThatThrownBy(() -> Toy.classifier().listener(interrupting).train(TRAIN, VALIDATION))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void saysThatItDiverged() {
    assertThatThrownBy(
            () ->
                Toy.classifier()
                    .optimizer(Optimizer.SGD)
                    .learningRate(1e30)
                    .train(TRAIN, VALIDATION))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("diverged")
        .hasMessageContaining("lower the learning rate");
  }

  @Test
  void learnsWithEachOptimizer() {
    for (TabularClassifier classifier :
        List.of(
            Toy.classifier().optimizer(Optimizer.SGD).learningRate(0.5),
            Toy.classifier().optimizer(Optimizer.MOMENTUM).learningRate(0.1),
            Toy.classifier().optimizer(Optimizer.NESTEROV).learningRate(0.1),
            Toy.classifier().optimizer(Optimizer.RMSPROP).learningRate(0.02),
            Toy.classifier().optimizer(Optimizer.ADAGRAD).learningRate(0.1),
            Toy.classifier().optimizer(Optimizer.ADAM).learningRate(0.02))) {
      TrainedClassifier<Dataset> trained =
          classifier.epochs(100).batchSize(50).train(TRAIN, VALIDATION);
      assertThat(trained.evaluate(VALIDATION).get("accuracy").value()).isGreaterThan(0.8);
    }
  }

  @Test
  void shrinksWeightsByEachPenalty() {
    TabularClassifier free = Toy.classifier().dropout(0).epochs(150).earlyStopping(0);
    double plain = norm(free, 2);

    assertThat(norm(free.l2(0.05), 2)).isLessThan(0.5 * plain);
    assertThat(norm(free.weightDecay(2), 2)).isLessThan(0.5 * plain);
    assertThat(norm(free.l1(0.01), 1)).isLessThan(0.5 * norm(free, 1));
    // Decay takes a share off a weight whatever its gradient; a penalty in the loss does not.
    assertThat(norm(free.l2(0.05), 2)).isNotEqualTo(norm(free.weightDecay(0.05), 2));
  }

  private static double norm(TabularClassifier classifier, int power) {
    Weights weights = classifier.train(TRAIN).snapshot().weights();
    double sum = 0;
    for (Tensor tensor : weights.asMap().values()) {
      if (tensor.shape().rank() == 2) {
        for (float w : tensor.toFloats()) {
          sum += Math.pow(Math.abs(w), power);
        }
      }
    }
    return sum;
  }

  @Test
  void balancesClassesWhenAskedTo() {
    Dataset skewed = TRAIN.selectIf(row -> TRAIN.label(row).equals("up") || row % 8 == 0);
    TabularClassifier classifier = Toy.classifier().positive("down").epochs(100);

    double equal = classifier.train(skewed, VALIDATION).evaluate(VALIDATION).get("recall").value();
    double balanced =
        classifier
            .hyperparameter("class_weights", "balanced")
            .train(skewed, VALIDATION)
            .evaluate(VALIDATION)
            .get("recall")
            .value();

    assertThat(balanced).isGreaterThan(equal);
  }

  @Test
  void recordsWhereAModelCameFrom() {
    TrainedClassifier<Dataset> trained =
        Toy.classifier().codeRevision("abc123").train(TRAIN, VALIDATION);

    Lineage lineage = trained.snapshot().lineage();
    assertThat(lineage.data())
        .containsExactly(TRAIN.reference("train"), VALIDATION.reference("validation"));
    assertThat(lineage.findSeed()).hasValue(3);
    assertThat(lineage.findCodeRevision()).contains("abc123");
    assertThat(lineage.environment())
        .containsKeys("java", "os", "djl", "pytorch")
        .containsEntry("threads", "1")
        .containsEntry("device", "cpu");
    assertThat(trained.snapshot().hyperparameters())
        .isEqualTo(
            Hyperparameters.of(
                Map.ofEntries(
                    Map.entry("hidden", List.of(8)),
                    Map.entry("linear_path", true),
                    Map.entry("embed_from", 0),
                    Map.entry("embedding_size", 0),
                    Map.entry("dropout_rate", 0.2),
                    Map.entry("optimizer", "adam"),
                    Map.entry("learning_rate", 0.01),
                    Map.entry("schedule", "constant"),
                    Map.entry("warmup_steps", 0),
                    Map.entry("clip_norm", 0.0),
                    Map.entry("clip_value", 0.0),
                    Map.entry("accumulate", 1),
                    Map.entry("label_smoothing", 0.0),
                    Map.entry("l1", 0.0),
                    Map.entry("l2", 0.0),
                    Map.entry("weight_decay", 0.0),
                    Map.entry("class_weights", "equal"),
                    Map.entry("precision", "float32"),
                    Map.entry("batch_size", 0),
                    Map.entry("epochs", 30),
                    Map.entry("patience", 20))));
  }

  @Test
  void setsEveryHyperparameterByNameOrByMethod() {
    TabularClassifier byName =
        Toy.classifier()
            .hyperparameters(
                Hyperparameters.of(
                    Map.of(
                        "hidden",
                        List.of(5, 4),
                        "dropout_rate",
                        0,
                        "learning_rate",
                        1,
                        "batch_size",
                        7,
                        "epochs",
                        9,
                        "patience",
                        3,
                        "l1",
                        0.1,
                        "l2",
                        0.2,
                        "weight_decay",
                        0.3,
                        "optimizer",
                        "sgd")));
    TabularClassifier byMethod =
        Toy.classifier()
            .hidden(5, 4)
            .learningRate(1)
            .batchSize(7)
            .epochs(9)
            .earlyStopping(3)
            .l1(0.1)
            .l2(0.2)
            .weightDecay(0.3)
            .optimizer(Optimizer.SGD);

    assertThat(byName.hyperparameters().number("learning_rate"))
        .isEqualTo(byMethod.hyperparameters().number("learning_rate"));
    assertThat(byName.hyperparameters().with("dropout_rate", 0.2).with("learning_rate", 1.0))
        .isEqualTo(byMethod.hyperparameters());
  }

  @Test
  void refusesHyperparametersThatDoNotFit() {
    refuses("has no hyperparameter \"learning rate\"; it has [hidden,", "learning rate", 0.1);
    refuses("\"learning_rate\" is 0; expected above 0", "learning_rate", 0);
    refuses("\"learning_rate\" is fast; expected above 0", "learning_rate", "fast");
    refuses("\"dropout_rate\" is 1; expected at least 0 and below 1", "dropout_rate", 1);
    refuses("\"epochs\" is 0; expected a whole number of at least 1", "epochs", 0);
    refuses("\"epochs\" is 2.5", "epochs", 2.5);
    refuses("\"hidden\" is [8, 0]; expected a list of whole numbers", "hidden", List.of(8, 0));
    refuses("\"hidden\" is 8", "hidden", 8);
    refuses("\"optimizer\" is lion; expected one of [adam, sgd, momentum,", "optimizer", "lion");
    refuses("\"linear_path\" is 1; expected true or false", "linear_path", 1);
  }

  private static void refuses(String message, String name, Object value) {
    assertThatThrownBy(() -> Toy.classifier().hyperparameter(name, value))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }
}
