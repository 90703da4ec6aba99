package io.lepton.train.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.data.Dataset;
import io.lepton.data.GermanCredit;
import io.lepton.data.Split;
import io.lepton.model.Prediction;
import io.lepton.model.Row;
import io.lepton.spi.ModelEngine;
import io.lepton.spi.Predictor;
import io.lepton.train.TabularClassifier;
import io.lepton.train.TrainedClassifier;
import java.util.List;
import org.junit.jupiter.api.Test;

class TabularExportTest {
  @Test
  void predictsAsPyTorchDoesOnRealApplicants() {
    Split split = GermanCredit.split();
    TrainedClassifier<Dataset> trained =
        TabularClassifier.define(split.train().schema(), "Class")
            .hidden(16)
            .epochs(10)
            .train(split.train(), split.validation());
    List<Row> rows = split.test().toRows();
    List<Prediction> expected;
    try (Predictor predictor = trained.predictor()) {
      expected = predictor.predict(rows);
    }

    var snapshot = Onnx.snapshot(trained.snapshot());

    try (Predictor predictor = ModelEngine.forFormat(snapshot.format()).load(snapshot)) {
      List<Prediction> found = predictor.predict(rows);
      for (int i = 0; i < rows.size(); i++) {
        double good = expected.get(i).numbers().get("Good");
        assertThat(found.get(i).numbers().get("Good")).isCloseTo(good, within(1e-5));
      }
    }
  }
}
