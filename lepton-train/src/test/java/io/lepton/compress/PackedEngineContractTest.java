package io.lepton.compress;

import io.lepton.model.ModelSnapshot;
import io.lepton.model.Row;
import io.lepton.spi.ModelEngine;
import io.lepton.testkit.ModelEngineContract;
import io.lepton.train.Toy;
import java.util.List;

class PackedEngineContractTest extends ModelEngineContract {
  @Override
  public ModelEngine engine() {
    return new PackedEngine();
  }

  @Override
  public ModelSnapshot snapshot() {
    return PackedWeights.pack(Toy.snapshot(), Packing.INT8);
  }

  @Override
  public List<Row> rows() {
    return Toy.data(20, 5).toRows();
  }
}
