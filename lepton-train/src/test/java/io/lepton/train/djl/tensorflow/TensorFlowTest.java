package io.lepton.train.djl.tensorflow;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import io.lepton.network.Conv2d;
import io.lepton.network.Flatten;
import io.lepton.network.LayerNorm;
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
import java.nio.file.Files;
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
    Network network = Network.sequential(Shape.of(3), LayerNorm.withDefaults(), Linear.of(2));
    assertThatThrownBy(
            () ->
                TensorFlowTrainer.withDefaults()
                    .train(network, network.initialWeights(1), new float[3], new int[1], null))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("layer 0. is LayerNorm");
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

  /** Wrapped as it is, so that the digests are right and TensorFlow itself meets the damage. */
  @Test
  void refusesASavedModelWhoseFilesAreDamaged() throws Exception {
    trained();
    Path model = folder.resolve("model");
    List<Path> files;
    try (var found = Files.walk(model)) {
      files = found.filter(Files::isRegularFile).sorted().toList();
    }
    assertThat(files).hasSizeGreaterThan(2);
    int refused = 0;
    for (Path file : files) {
      byte[] content = Files.readAllBytes(file);
      byte[] flipped = content.clone();
      if (content.length > 0) {
        flipped[content.length / 2] ^= 0x55;
      }
      byte[] half = java.util.Arrays.copyOf(content, content.length / 2);
      for (byte[] bad : List.of(new byte[0], half, flipped, "not a model".getBytes(UTF_8))) {
        Files.write(file, bad);
        refused += loads(model) ? 0 : 1;
      }
      Files.write(file, content);
    }
    // A file that TensorFlow does not read, such as a fingerprint, may be anything.
    assertThat(refused).isGreaterThanOrEqualTo(3 * 4 - 2);
    assertThat(loads(model)).isTrue();
    assertThat(loads(model, "a", "b", "c")).as("of two logits").isFalse();
    Path index = model.resolve("variables/variables.index");
    byte[] content = Files.readAllBytes(index);
    Files.delete(index);
    assertThat(loads(model)).as("without variables").isFalse();
    Files.write(index, content);
  }

  private boolean loads(Path model) {
    return loads(model, "a", "b");
  }

  private boolean loads(Path model, String... classes) {
    ModelSnapshot snapshot =
        SavedModels.classifier(
            model,
            "serving_default",
            "image",
            CNN.inputShape(),
            List.of(classes),
            Lineage.unknown());
    try {
      engine().load(snapshot).close();
      return true;
    } catch (CorruptDataException e) {
      assertThat(e).hasMessageContaining("SavedModel");
      return false;
    }
  }
}
