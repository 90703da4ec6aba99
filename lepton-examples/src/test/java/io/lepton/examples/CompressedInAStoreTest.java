package io.lepton.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.compress.Compressed;
import io.lepton.compress.CompressionReport;
import io.lepton.compress.DynamicInt8;
import io.lepton.data.Dataset;
import io.lepton.data.Split;
import io.lepton.model.Evaluation;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Prediction;
import io.lepton.model.Row;
import io.lepton.model.Version;
import io.lepton.registry.ModelManager;
import io.lepton.spi.ModelEngine;
import io.lepton.spi.Predictor;
import io.lepton.train.TabularClassifier;
import io.lepton.train.TrainedClassifier;
import io.lepton.train.onnx.Onnx;
import io.lepton.train.onnx.OnnxEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressedInAStoreTest {
  @TempDir Path home;

  private static List<Prediction> predictions(ModelSnapshot snapshot, List<Row> rows) {
    try (Predictor predictor = ModelEngine.forFormat(snapshot.format()).load(snapshot)) {
      return predictor.predict(rows);
    }
  }

  @Test
  void aQuantisedModelIsAVersionWithTheOriginalAsItsParent() throws Exception {
    Dataset data = CreditScoring.data();
    Split split = Split.stratified(data, 0.6, 0.2, 0.2, 42);
    TrainedClassifier<Dataset> trained =
        TabularClassifier.define(data.schema(), "Class")
            .positive("Good")
            .hidden(256, 128)
            .epochs(10)
            .seed(1)
            .train(split.train(), split.validation());
    List<Row> rows = split.test().toRows();
    List<String> labels = split.test().labels();
    try (ModelManager models = ModelManager.open(home)) {
      Version original =
          models
              .model("credit")
              .save(trained.snapshot())
              .evaluation(trained.evaluate(split.test()))
              .message("baseline")
              .on("main")
              .commit();

      ModelSnapshot onnx = Onnx.snapshot(models.load(original));
      ModelSnapshot small =
          Onnx.withModel(onnx, DynamicInt8.withDefaults().quantize(Onnx.model(onnx)));
      CompressionReport report = CompressionReport.of(trained.snapshot(), small, rows, labels);
      Version compressed =
          models
              .model("credit")
              .save(Compressed.from(original.id(), small, "int8 dynamic"))
              .evaluation(report.evaluation(split.test().reference("test")))
              .message(report.text())
              .on("main")
              .commit();

      assertThat(compressed.parents()).containsExactly(original.id());
      assertThat(compressed.lineage().derivedFrom()).containsExactly(original.id());
      assertThat(compressed.lineage().environment()).containsEntry("compression", "int8 dynamic");
      assertThat(compressed.lineage().data()).isEqualTo(original.lineage().data());
      assertThat(report.smaller()).isGreaterThan(2.5);
      Version head = Objects.requireNonNull(models.model("credit").branches().get("main"));
      ModelSnapshot loaded = models.load(head);
      assertThat(loaded.format()).isEqualTo(OnnxEngine.FORMAT);
      assertThat(predictions(loaded, rows)).isEqualTo(predictions(small, rows));
      assertThat(head.message()).contains("McNemar");
      Evaluation kept = models.evaluations(head).get(0);
      assertThat(kept.get("accuracy").value()).isEqualTo(report.compressed().accuracy());
    }
  }
}
