package io.lepton.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.data.Dataset;
import io.lepton.data.Split;
import io.lepton.experiment.ModelComparison;
import io.lepton.metric.ClassificationResult;
import io.lepton.model.Measure;
import io.lepton.model.Prediction;
import io.lepton.model.Row;
import io.lepton.model.Version;
import io.lepton.registry.Model;
import io.lepton.registry.ModelManager;
import io.lepton.spi.ModelEngine;
import io.lepton.spi.Predictor;
import io.lepton.train.TabularClassifier;
import io.lepton.train.TrainedClassifier;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How an application tests its models: train once, then ask of the candidate what production will
 * ask.
 */
class ModelQualityTest {
  private static final long SEED = 7;

  @TempDir static Path folder;

  private static Split split;
  private static TrainedClassifier<Dataset> candidate;

  @BeforeAll
  static void train() throws Exception {
    split = CreditScoring.split(CreditScoring.data(), SEED);
    candidate =
        TabularClassifier.define(split.train().schema(), CreditScoring.LABEL)
            .positive(CreditScoring.GOOD)
            .hidden(16)
            .seed(SEED)
            .train(split.train(), split.validation());
  }

  @Test
  @DisplayName("the candidate is better than chance, with certainty")
  void betterThanChance() {
    Measure area = candidate.evaluate(split.test()).get("roc_auc");
    assertThat(area.findInterval().orElseThrow().low()).isGreaterThan(0.5);
  }

  @Test
  @DisplayName("the candidate is not shown to be worse than what a team would try first")
  void notWorse() {
    ClassificationResult baseline =
        CreditScoring.baseline(split.train(), SEED).train(split.train()).score(split.test());
    ModelComparison comparison = ModelComparison.of(baseline, candidate.score(split.test()));
    assertThat(comparison.get("roc_auc").finding())
        .as(comparison.toString())
        .isNotEqualTo(io.lepton.experiment.Finding.WORSE);
  }

  @Test
  @DisplayName("what is loaded answers exactly as what was trained")
  void storedModelAnswersTheSame() {
    List<Row> rows = split.test().toRows();
    List<Prediction> trained;
    try (Predictor predictor = candidate.predictor()) {
      trained = predictor.predict(rows);
    }
    try (ModelManager models = ModelManager.open(folder.resolve("home"))) {
      Model model = models.model(CreditScoring.MODEL);
      Version version = model.save(candidate.snapshot()).message("candidate").commit();
      try (Predictor predictor =
          ModelEngine.forFormat(version.format()).load(models.load(version))) {
        assertThat(predictor.predict(rows)).isEqualTo(trained);
      }
    }
  }
}
