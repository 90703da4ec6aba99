package io.lepton.train.djl;

import io.lepton.model.ModelSnapshot;
import io.lepton.model.Row;
import io.lepton.spi.ModelEngine;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.testkit.ModelEngineContract;
import java.util.ArrayList;
import java.util.List;

class BlockContractTest extends ModelEngineContract {
  @Override
  public ModelEngine engine() {
    return new DjlPyTorchEngine();
  }

  @Override
  public ModelSnapshot snapshot() {
    BlockModel model = BlockModel.of(new PerceptronFactory(), PerceptronFactory.RICH, Shape.of(6));
    return BlockModelTest.snapshot(model, model.initialWeights(1));
  }

  @Override
  public List<Row> rows() {
    float[] inputs = Blobs.examples(6, 3).epoch(-1, 1, 6).next().inputs();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      float[] one = java.util.Arrays.copyOfRange(inputs, i * 6, i * 6 + 6);
      rows.add(Row.of("x", Tensor.ofFloats(Shape.of(6), one)));
    }
    return rows;
  }
}
