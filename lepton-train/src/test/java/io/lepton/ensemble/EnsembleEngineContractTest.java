package io.lepton.ensemble;

import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Row;
import io.lepton.spi.ModelEngine;
import io.lepton.testkit.ModelEngineContract;
import io.lepton.train.Toy;
import java.util.List;

class EnsembleEngineContractTest extends ModelEngineContract {
  @Override
  public ModelEngine engine() {
    return new EnsembleEngine();
  }

  @Override
  public ModelSnapshot snapshot() {
    return Ensemble.of(List.of(Toy.snapshot(), Toy.snapshot())).toSnapshot(Lineage.unknown());
  }

  @Override
  public List<Row> rows() {
    return Toy.data(20, 5).toRows();
  }
}
