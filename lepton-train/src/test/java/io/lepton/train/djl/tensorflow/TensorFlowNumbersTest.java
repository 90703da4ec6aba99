package io.lepton.train.djl.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Row;
import io.lepton.network.Activation;
import io.lepton.network.Linear;
import io.lepton.network.Network;
import io.lepton.spi.ModelEngine;
import io.lepton.spi.Predictor;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.testkit.ModelEngineContract;
import io.lepton.train.djl.TorchNetwork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SavedModels that are no classifiers. Slow: the libraries take 630 MB. */
@Tag("slow")
class TensorFlowNumbersTest {
  @TempDir static Path folder;

  private static Network network(int outputs) {
    return Network.sequential(Shape.of(4), Linear.of(6), Activation.relu(), Linear.of(outputs));
  }

  /** The first weights as a SavedModel: of one class there is nothing to learn. */
  private static Weights write(int outputs, Path model) {
    Network network = network(outputs);
    return TensorFlowTrainer.withDefaults()
        .epochs(1)
        .train(network, network.initialWeights(outputs), new float[8], new int[2], model);
  }

  private static List<Row> someRows() {
    SplittableRandom random = new SplittableRandom(3);
    List<Row> rows = new ArrayList<>();
    for (int row = 0; row < 12; row++) {
      float[] values = new float[4];
      for (int i = 0; i < 4; i++) {
        values[i] = (float) random.nextDouble(-2, 2);
      }
      rows.add(Row.of("x", Tensor.ofFloats(Shape.of(4), values)));
    }
    return rows;
  }

  private static void assertAsTorch(ModelSnapshot snapshot, int outputs, Weights weights) {
    try (Predictor predictor = new SavedModelEngine().load(snapshot);
        TorchNetwork torch = TorchNetwork.load(network(outputs), weights)) {
      for (Row row : someRows()) {
        float[] input = ((Tensor) row.get("x").orElseThrow()).toFloats();
        float[] expected = torch.run(input, 1);
        List<Double> said = List.copyOf(predictor.predict(List.of(row)).get(0).numbers().values());
        assertThat(said).hasSize(outputs);
        for (int i = 0; i < outputs; i++) {
          // Sums of at most six products of numbers of about 1.
          assertThat(said.get(i)).isCloseTo(expected[i], within(20.0 * Math.ulp(1f)));
        }
      }
    }
  }

  @Nested
  class OfOneTarget extends ModelEngineContract {
    private static ModelSnapshot saved;
    private static Weights weights;

    @Override
    public ModelEngine engine() {
      return new SavedModelEngine();
    }

    @Override
    public synchronized ModelSnapshot snapshot() {
      if (saved == null) {
        Path model = folder.resolve("one");
        weights = write(1, model);
        saved =
            SavedModels.regressor(
                model, "serving_default", "x", Shape.of(4), "price", Lineage.unknown());
      }
      return saved;
    }

    @Override
    public List<Row> rows() {
      return someRows();
    }

    @Test
    void saysWhatTheNetworkSays() {
      assertAsTorch(snapshot(), 1, weights);
    }
  }

  @Nested
  class OfSeveralOutputs extends ModelEngineContract {
    private static ModelSnapshot saved;
    private static Weights weights;

    @Override
    public ModelEngine engine() {
      return new SavedModelEngine();
    }

    @Override
    public synchronized ModelSnapshot snapshot() {
      if (saved == null) {
        Path model = folder.resolve("three");
        weights = write(3, model);
        saved =
            SavedModels.outputs(
                model,
                "serving_default",
                "x",
                Shape.of(4),
                List.of("a", "b", "c"),
                Lineage.unknown());
      }
      return saved;
    }

    @Override
    public List<Row> rows() {
      return someRows();
    }

    @Test
    void saysWhatTheNetworkSays() {
      assertAsTorch(snapshot(), 3, weights);
    }
  }
}
