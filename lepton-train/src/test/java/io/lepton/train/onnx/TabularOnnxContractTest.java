package io.lepton.train.onnx;

import io.lepton.model.ModelSnapshot;
import io.lepton.model.Row;
import io.lepton.spi.ModelEngine;
import io.lepton.testkit.ModelEngineContract;
import io.lepton.train.Toy;
import java.util.List;

class TabularOnnxContractTest extends ModelEngineContract {
  @Override
  public ModelEngine engine() {
    return new OnnxEngine();
  }

  @Override
  public ModelSnapshot snapshot() {
    return Onnx.snapshot(Toy.snapshot());
  }

  @Override
  public List<Row> rows() {
    return Toy.data(20, 5).toRows();
  }
}
