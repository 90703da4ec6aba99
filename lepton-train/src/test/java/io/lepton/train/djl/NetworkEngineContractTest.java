package io.lepton.train.djl;

import io.lepton.data.Dataset;
import io.lepton.data.image.ImageDataset;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Row;
import io.lepton.spi.ModelEngine;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.testkit.ModelEngineContract;
import io.lepton.train.ImageClassifier;
import io.lepton.train.Problems;
import io.lepton.train.TabularRegressor;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;

class NetworkEngineContractTest {
  @Nested
  class OfPictures extends ModelEngineContract {
    private static final ModelSnapshot SNAPSHOT = snapshotOfPictures();

    private static ModelSnapshot snapshotOfPictures() {
      return ImageClassifier.define(Problems.PICTURE)
          .hyperparameter("filters", List.of(2L))
          .hyperparameter("hidden", List.of())
          .epochs(1)
          .train(Problems.pictures(60, 1))
          .snapshot();
    }

    @Override
    public ModelEngine engine() {
      return new DjlPyTorchEngine();
    }

    @Override
    public ModelSnapshot snapshot() {
      return SNAPSHOT;
    }

    @Override
    public List<Row> rows() {
      ImageDataset data = Problems.pictures(8, 2);
      return IntStream.range(0, 8)
          .mapToObj(i -> Row.of("image", Tensor.ofFloats(Shape.of(1, 8, 8), data.pixels(i))))
          .toList();
    }
  }

  @Nested
  class OfNumbers extends ModelEngineContract {
    private static final ModelSnapshot SNAPSHOT =
        TabularRegressor.define(Problems.HOUSES, "price")
            .epochs(1)
            .train(Problems.houses(300, 1))
            .snapshot();

    @Override
    public ModelEngine engine() {
      return new DjlPyTorchEngine();
    }

    @Override
    public ModelSnapshot snapshot() {
      return SNAPSHOT;
    }

    @Override
    public List<Row> rows() {
      Dataset data = Problems.houses(10, 5).without("price");
      return data.toRows();
    }
  }
}
