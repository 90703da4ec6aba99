package io.lepton.train.djl;

import io.lepton.model.ModelSnapshot;
import io.lepton.model.Row;
import io.lepton.spi.ModelEngine;
import io.lepton.tensor.Shape;
import io.lepton.testkit.ModelEngineContract;
import java.util.List;
import org.junit.jupiter.api.Nested;

class TorchScriptContractTest {
  @Nested
  class OfPictures extends ModelEngineContract {
    @Override
    public ModelEngine engine() {
      return new TorchScriptEngine();
    }

    @Override
    public ModelSnapshot snapshot() {
      return TorchScripts.pictures();
    }

    @Override
    public List<Row> rows() {
      return TorchScripts.rows(
          "image", TorchScripts.PICTURE, TorchScripts.Golden.read().pictures());
    }
  }

  @Nested
  class OfNumbers extends ModelEngineContract {
    @Override
    public ModelEngine engine() {
      return new TorchScriptEngine();
    }

    @Override
    public ModelSnapshot snapshot() {
      return TorchScripts.numbers();
    }

    @Override
    public List<Row> rows() {
      return TorchScripts.rows("x", Shape.of(5), TorchScripts.Golden.read().numbers());
    }
  }
}
