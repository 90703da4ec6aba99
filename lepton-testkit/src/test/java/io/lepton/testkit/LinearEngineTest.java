package io.lepton.testkit;

import io.lepton.bytes.ByteSource;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Row;
import io.lepton.model.Signature;
import io.lepton.model.Signature.Field;
import io.lepton.model.Signature.Type;
import io.lepton.spi.ModelEngine;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The smallest ModelEngine")
class LinearEngineTest extends ModelEngineContract {
  @Override
  public ModelEngine engine() {
    return new LinearEngine();
  }

  @Override
  public ModelSnapshot snapshot() {
    return ModelSnapshot.builder(LinearEngine.FORMAT)
        .config("{\"ageScale\":100.0,\"housing\":[\"own\",\"rent\"]}")
        .weights(
            Weights.builder()
                .put(
                    "weight",
                    Tensor.ofDoubles(
                        Shape.of(3, 4), 1, -2, 0.5, 3, -1, 0.1, 0.2, 0.3, 2, 0.7, -0.4, 0))
                .put("bias", Tensor.ofDoubles(Shape.of(3), 0.1, -0.2, 0.3))
                .build())
        .file("classes.txt", ByteSource.of("good\nbad\nugly".getBytes(StandardCharsets.UTF_8)))
        .signature(
            new Signature(
                List.of(
                    Field.scalar("age", Type.F64),
                    Field.scalar("employed", Type.BOOLEAN),
                    Field.scalar("housing", Type.STRING).optional()),
                List.of(Field.scalar("class", Type.STRING))))
        .build();
  }

  @Override
  public List<Row> rows() {
    return List.of(
        Row.of("age", 35, "employed", true, "housing", "own"),
        Row.of("age", 61, "employed", false, "housing", "rent"),
        Row.of("age", 19, "employed", false, "housing", "free"));
  }
}
