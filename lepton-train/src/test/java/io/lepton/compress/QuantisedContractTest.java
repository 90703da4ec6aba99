package io.lepton.compress;

import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Row;
import io.lepton.spi.ModelEngine;
import io.lepton.tensor.Tensor;
import io.lepton.testkit.ModelEngineContract;
import io.lepton.train.onnx.Onnx;
import io.lepton.train.onnx.OnnxEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A dynamic scale is that of a whole batch, and yet a row must not depend on the others. */
class QuantisedContractTest extends ModelEngineContract {
  @Override
  public ModelEngine engine() {
    return new OnnxEngine();
  }

  @Override
  public ModelSnapshot snapshot() {
    byte[] onnx = Onnx.export(Nets.CNN, Nets.weights(Nets.CNN, 1));
    return Onnx.classifier(
        DynamicInt8.withDefaults().quantize(onnx),
        "image",
        Nets.CNN.inputShape(),
        List.of("a", "b", "c", "d"),
        Lineage.unknown());
  }

  @Override
  public List<Row> rows() {
    float[] all = Nets.rows(Nets.CNN, 10, 3);
    List<Row> rows = new ArrayList<>();
    for (int row = 0; row < 10; row++) {
      float[] image = Arrays.copyOfRange(all, row * 144, (row + 1) * 144);
      rows.add(Row.of("image", Tensor.ofFloats(Nets.CNN.inputShape(), image)));
    }
    return rows;
  }
}
