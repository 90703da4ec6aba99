package io.lepton.testkit;

import io.lepton.model.Prediction;
import io.lepton.spi.Predictor;
import java.util.List;

/** What an engine says of the rows it was given for the test. */
final class Predictions {
  private Predictions() {}

  static List<Prediction> of(EngineSubject subject) throws Exception {
    try (Predictor predictor = subject.engine().load(subject.snapshot())) {
      return predictor.predict(subject.rows());
    }
  }
}
