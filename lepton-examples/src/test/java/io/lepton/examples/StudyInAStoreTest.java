package io.lepton.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.data.Dataset;
import io.lepton.data.Split;
import io.lepton.data.UnknownCategory;
import io.lepton.model.Version;
import io.lepton.registry.ModelManager;
import io.lepton.testkit.FakeClock;
import io.lepton.train.TabularClassifier;
import io.lepton.train.TrainedClassifier;
import io.lepton.tune.Budget;
import io.lepton.tune.CrossValidation;
import io.lepton.tune.SearchSpace;
import io.lepton.tune.Study;
import io.lepton.tune.Trial;
import io.lepton.tune.TrialState;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyInAStoreTest {
  @TempDir Path folder;

  @Test
  @DisplayName("kill -9 loses nothing that was told, and what ran is tried again")
  void survivesAKill() throws Exception {
    Path output = folder.resolve("output.txt");
    Process process = start(output.toFile());
    try {
      while (lines(output).size() < 20) {
        if (process.waitFor(2, TimeUnit.MILLISECONDS)) {
          throw new AssertionError("ended by itself: " + lines(output));
        }
      }
    } finally {
      process.destroyForcibly();
      process.waitFor();
    }
    List<String> told = lines(output);
    FakeClock clock = FakeClock.at(Instant.now().plus(Duration.ofHours(1)));
    try (ModelManager models = ModelManager.open(folder.resolve("home"))) {
      Study study = TuningProcess.definition().clock(clock).in(models.studies());
      List<Trial> before = study.trials();
      for (String line : told) {
        String[] words = line.split(" ");
        if (words.length == 3) { // the last line may be cut short
          Trial trial = before.get(Integer.parseInt(words[1]) - 1);
          assertThat(Double.toString(trial.value())).startsWith(words[2]);
          assertThat(trial.intermediate()).hasSize(1);
        }
      }
      long running = before.stream().filter(it -> it.state() == TrialState.RUNNING).count();
      assertThat(running).isLessThanOrEqualTo(1);

      study.optimize(
          trial -> trial.number("x") * trial.number("x"), Budget.total(before.size() + 3));
      List<Trial> after = study.trials();
      assertThat(after).hasSize(before.size() + 3 + (int) running);
      assertThat(after).allMatch(trial -> trial.state().isFinished());
      assertThat(after.stream().filter(it -> it.findFailure().isPresent())).hasSize((int) running);
    }
  }

  private Process start(File output) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            TuningProcess.class.getName(),
            folder.resolve("home").toString())
        .redirectErrorStream(true)
        .redirectOutput(output)
        .start();
  }

  private static List<String> lines(Path output) throws IOException {
    return Files.readAllLines(output).stream().filter(line -> line.startsWith("told ")).toList();
  }

  @Test
  @DisplayName("the best trial's model becomes a version that names the study")
  void savesTheBestModelWithItsStudy() throws IOException {
    Dataset data = CreditScoring.data();
    Split split = CreditScoring.split(data, 1);
    TabularClassifier start =
        TabularClassifier.define(data.schema(), CreditScoring.LABEL)
            .positive(CreditScoring.GOOD)
            .unknownCategories(UnknownCategory.ENCODE_AS_ZEROS)
            .epochs(5)
            .seed(1);
    SearchSpace space =
        SearchSpace.builder()
            .logDecimal("learning_rate", 1e-3, 1e-1)
            .logDecimal("l2", 1e-4, 1e-2)
            .build();
    try (ModelManager models = ModelManager.open(folder.resolve("home"))) {
      Study study =
          Study.maximize(space)
              .named("credit/learning-rate")
              .seed(7)
              .in(models.studies())
              .optimize(CrossValidation.of(split.train()).folds(2).objective(start, "roc_auc"), 3);
      Trial best = study.best();
      TrainedClassifier<Dataset> trained =
          start.hyperparameters(best.parameters()).train(split.train(), split.validation());
      Version saved =
          models
              .model("credit")
              .save(study.inLineage(best, trained.snapshot()))
              .message("best of a study")
              .commit();

      assertThat(models.load(saved).lineage().environment())
          .containsAllEntriesOf(trained.snapshot().lineage().environment())
          .containsEntry("study", "credit/learning-rate")
          .containsEntry("study.trial", Integer.toString(best.number()))
          .containsEntry("study.seed", "7")
          .containsEntry("study.space", space.fingerprint())
          .hasEntrySatisfying(
              "study.parameters",
              it -> assertThat(it).startsWith("{\"l2\":").contains("learning_rate"));
      assertThat(models.load(saved).hyperparameters().number("l2"))
          .isEqualTo(best.parameters().number("l2"));
      assertThat(models.studies().studies()).containsExactly("credit/learning-rate");
    }
  }
}
