package io.lepton.train.djl.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.ByteSource;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Prediction;
import io.lepton.model.Row;
import io.lepton.network.Activation;
import io.lepton.network.BatchNorm;
import io.lepton.network.Conv2d;
import io.lepton.network.Flatten;
import io.lepton.network.Linear;
import io.lepton.network.MaxPool;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slow: the libraries take 630 MB. */
@Tag("slow")
class TensorFlowTest extends ModelEngineContract {
  private static final Network CNN =
      Network.sequential(
          Shape.of(1, 8, 8),
          Conv2d.of(4, 3).with(1, 1),
          Activation.relu(),
          MaxPool.of(2),
          new Conv2d(
              6, 3, 1, 0, 1, 1, io.lepton.network.Bias.ABSENT, io.lepton.network.Init.UNIFORM),
          new Activation(Activation.Function.GELU),
          new Flatten(),
          Linear.of(16),
          new Activation(Activation.Function.SILU),
          Linear.of(2));

  private static final int ROWS = 200;

  @TempDir static Path folder;

  private static ModelSnapshot trained;
  private static Weights weights;

  /** Images whose class is whether the left or the right half is brighter. */
  private static float[] images(int rows, int[] classes, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] images = new float[rows * 64];
    for (int row = 0; row < rows; row++) {
      classes[row] = random.nextInt(2);
      for (int i = 0; i < 64; i++) {
        boolean right = i % 8 >= 4;
        images[row * 64 + i] =
            (float) (random.nextDouble() + (right == (classes[row] == 1) ? 0.3 : 0));
      }
    }
    return images;
  }

  private static synchronized ModelSnapshot trained() {
    if (trained == null) {
      int[] classes = new int[ROWS];
      float[] images = images(ROWS, classes, 1);
      Path model = folder.resolve("model");
      weights =
          TensorFlowTrainer.withDefaults()
              .epochs(10)
              .seed(7)
              .train(CNN, CNN.initialWeights(3), images, classes, model);
      trained =
          SavedModels.classifier(
              model,
              "serving_default",
              "image",
              CNN.inputShape(),
              List.of("left", "right"),
              Lineage.unknown());
    }
    return trained;
  }

  @Override
  public ModelEngine engine() {
    return new SavedModelEngine();
  }

  @Override
  public ModelSnapshot snapshot() {
    return trained();
  }

  @Override
  public List<Row> rows() {
    float[] images = images(12, new int[12], 2);
    List<Row> rows = new ArrayList<>();
    for (int row = 0; row < 12; row++) {
      float[] image = java.util.Arrays.copyOfRange(images, row * 64, (row + 1) * 64);
      rows.add(Row.of("image", Tensor.ofFloats(CNN.inputShape(), image)));
    }
    return rows;
  }

  @Test
  void trainsTheSameBitsAgain() {
    ModelSnapshot first = trained();
    int[] classes = new int[ROWS];
    float[] images = images(ROWS, classes, 1);
    Weights again =
        TensorFlowTrainer.withDefaults()
            .epochs(10)
            .seed(7)
            .train(CNN, CNN.initialWeights(3), images, classes, null);
    assertThat(again.contentEquals(weights)).isTrue();
    assertThat(again.contentEquals(CNN.initialWeights(3))).isFalse();
    int[] expected = new int[100];
    float[] fresh = images(100, expected, 9);
    int right = 0;
    try (Predictor predictor = engine().load(first);
        TorchNetwork torch = TorchNetwork.load(CNN, weights)) {
      float[] logits = torch.run(fresh, 100);
      for (int row = 0; row < 100; row++) {
        float[] image = java.util.Arrays.copyOfRange(fresh, row * 64, (row + 1) * 64);
        Prediction.Classification said =
            (Prediction.Classification)
                predictor
                    .predict(List.of(Row.of("image", Tensor.ofFloats(CNN.inputShape(), image))))
                    .get(0);
        double odds = Math.exp(logits[row * 2 + 1] - (double) logits[row * 2]);
        assertThat(said.probability("right"))
            .as("as PyTorch says with the same weights")
            .isCloseTo(odds / (1 + odds), Assertions.within(1e-5));
        right += said.label().equals(expected[row] == 1 ? "right" : "left") ? 1 : 0;
      }
    }
    assertThat(right).isGreaterThan(95);
  }

  @Test
  void namesALayerItDoesNotTrain() {
    Network network = Network.sequential(Shape.of(3), BatchNorm.withDefaults(), Linear.of(2));
    assertThatThrownBy(
            () ->
                TensorFlowTrainer.withDefaults()
                    .train(network, network.initialWeights(1), new float[3], new int[1], null))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("layer 0. is BatchNorm");
  }

  @Test
  void refusesASavedModelThatIsBroken() {
    ModelSnapshot good = trained();
    for (String name : good.files().keySet()) {
      Map<String, ByteSource> files = new LinkedHashMap<>(good.files());
      files.put(name, ByteSource.of(new byte[] {'P', 'K', 3, 4}));
      ModelSnapshot broken =
          new ModelSnapshot(
              good.format(),
              good.config(),
              good.weights(),
              files,
              good.hyperparameters(),
              good.signature(),
              good.lineage());
      assertThatThrownBy(() -> engine().load(broken))
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining(name);
    }
    Path other = folder.resolve("model");
    ModelSnapshot noSuch =
        SavedModels.classifier(
            other, "no_such", "image", CNN.inputShape(), List.of("a", "b"), Lineage.unknown());
    assertThatThrownBy(() -> engine().load(noSuch))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("serving_default");
  }
}
