package io.lepton.train.djl;

import io.lepton.data.Dataset;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Row;
import io.lepton.spi.ModelEngine;
import io.lepton.testkit.ModelEngineContract;
import io.lepton.train.Encoders;
import io.lepton.train.TextEncoder;
import io.lepton.train.TrainedClassifier;
import java.util.List;

class EncodedTextContractTest extends ModelEngineContract {
  private static final TrainedClassifier<Dataset> TRAINED =
      Encoders.trained(Encoders.torchScript().withPadding(TextEncoder.Padding.NONE));

  @Override
  public ModelEngine engine() {
    return new EncodedTextEngine();
  }

  @Override
  public ModelSnapshot snapshot() {
    return TRAINED.snapshot();
  }

  @Override
  public List<Row> rows() {
    return Encoders.messages(3, 4).without("kind").toRows();
  }
}
