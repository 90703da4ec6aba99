package io.lepton.train.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import io.lepton.network.Activation;
import io.lepton.network.AvgPool;
import io.lepton.network.BatchNorm;
import io.lepton.network.Bias;
import io.lepton.network.Branches;
import io.lepton.network.Columns;
import io.lepton.network.Conv2d;
import io.lepton.network.Dropout;
import io.lepton.network.EmbedColumns;
import io.lepton.network.EmbeddingBag;
import io.lepton.network.Flatten;
import io.lepton.network.GlobalAvgPool;
import io.lepton.network.Init;
import io.lepton.network.L2Normalise;
import io.lepton.network.Layer;
import io.lepton.network.LayerNorm;
import io.lepton.network.Linear;
import io.lepton.network.MaxPool;
import io.lepton.network.Network;
import io.lepton.network.Reshape;
import io.lepton.network.Scale;
import io.lepton.network.Sequential;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.train.djl.TorchNetwork;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkExportTest {
  private static final int ROWS = 7;

  /** One of every layer, with every setting off its default once. */
  static List<Network> networks() {
    Conv2d grouped = new Conv2d(6, 3, 2, 1, 2, 2, Bias.ABSENT, Init.UNIFORM);
    Layer block =
        Branches.residual(
            Sequential.of(Conv2d.of(4, 3).with(1, 1), BatchNorm.withDefaults(), Activation.relu()),
            Sequential.of());
    return List.of(
        Network.sequential(Shape.of(4), Linear.of(3), new Dropout(0.5), Linear.of(2)),
        Network.sequential(Shape.of(4), new Linear(3, Bias.ABSENT, Init.HE_NORMAL)),
        Network.sequential(Shape.of(3, 4), Linear.of(5), LayerNorm.withDefaults(), new Flatten()),
        Network.sequential(Shape.of(3, 2, 4), new Linear(5, Bias.ABSENT, Init.UNIFORM)),
        Network.sequential(Shape.of(5), BatchNorm.withDefaults(), new LayerNorm(1e-3)),
        Network.sequential(Shape.of(4, 9, 11), grouped, new AvgPool(2, 1), new GlobalAvgPool()),
        Network.sequential(Shape.of(4, 9, 8), block, new MaxPool(3, 2, 1), new Flatten()),
        Network.sequential(Shape.of(12), new Reshape(Shape.of(3, 2, 2)), Conv2d.of(2, 1)),
        Network.sequential(Shape.of(4), new Scale(2.5, -1), new L2Normalise()),
        Network.sequential(
            Shape.of(6),
            Branches.of(
                Branches.Merge.CONCAT,
                Sequential.of(new Columns(0, 2), Linear.of(3)),
                Sequential.of(new Columns(2, 4), Activation.relu()))),
        Network.sequential(
            Shape.of(6),
            Branches.of(Branches.Merge.PRODUCT, Linear.of(3), Linear.of(3), Linear.of(3))),
        Network.sequential(
            Shape.of(6), Branches.of(Branches.Merge.DOT, Linear.of(3), Linear.of(3))),
        Network.sequential(Shape.of(6)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void computesWhatPyTorchComputes(Network network) {
    SplittableRandom random = new SplittableRandom(1);
    float[] inputs = new float[network.inputSize() * ROWS];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) random.nextGaussian();
    }
    assertSame(network, weights(network), inputs);
  }

  @ParameterizedTest
  @EnumSource(Activation.Function.class)
  void computesEveryFunctionAsPyTorchDoes(Activation.Function function) {
    Network network = Network.sequential(Shape.of(2, 5), new Activation(function));
    float[] inputs = new float[10 * ROWS];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (i - 35) / 4f;
    }
    assertSame(network, Weights.empty(), inputs);
  }

  @Test
  void looksCodesAndTokensUpAsPyTorchDoes() {
    Network columns =
        Network.sequential(
            Shape.of(4),
            new EmbedColumns(
                List.of(new EmbedColumns.Table(3, 2, 1), new EmbedColumns.Table(5, 4, 1))));
    assertSame(columns, weights(columns), 0.5f, -1, 0, 4, 2, 3, 2, 0, 1, 1, 1, 3);
    Network codesAlone = Network.sequential(Shape.of(1), EmbedColumns.of(3, 2));
    assertSame(codesAlone, weights(codesAlone), 0, 2, 1);
    Network bag = Network.sequential(Shape.of(4), new EmbeddingBag(6, 3, 1), Linear.of(2));
    assertSame(bag, weights(bag), 1, 2, 3, 0, 0, 5, 0, 5, 0, 0, 0, 0, 4, 4, 4, 4);
  }

  @Test
  void computesRealDigitsAsPyTorchDoes() throws IOException {
    Path file = Path.of("../../shared/data/mnist/t10k-images-idx3-ubyte.gz");
    Assumptions.assumeTrue(Files.exists(file), "SKIPPED: MNIST is not there: " + file);
    float[] images = new float[100 * 784];
    try (DataInputStream in =
        new DataInputStream(new GZIPInputStream(Files.newInputStream(file)))) {
      in.skipNBytes(16);
      for (int i = 0; i < images.length; i++) {
        images[i] = in.readUnsignedByte() / 255f;
      }
    }
    Network network =
        Network.sequential(
            Shape.of(1, 28, 28),
            Conv2d.of(16, 5),
            BatchNorm.withDefaults(),
            Activation.relu(),
            MaxPool.of(2),
            Conv2d.of(32, 5),
            Activation.relu(),
            MaxPool.of(2),
            new Flatten(),
            new Dropout(0.3),
            Linear.of(10));
    assertSame(network, weights(network), images);
  }

  @Test
  void writesTheSameBytesForTheSameModel() {
    Network network = networks().get(6);
    assertThat(Onnx.export(network, weights(network)))
        .isEqualTo(Onnx.export(network, weights(network)));
  }

  @Test
  void refusesWeightsThatDoNotFit() {
    assertThatThrownBy(() -> Onnx.export(networks().get(0), Weights.empty()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("0.weight");
  }

  private static Weights weights(Network network) {
    SplittableRandom random = new SplittableRandom(5);
    Map<String, Tensor> tensors = new LinkedHashMap<>(network.initialWeights(3).asMap());
    tensors.replaceAll(
        (name, tensor) -> {
          if (network.parameters().get(name).shape().rank() > 1) {
            return tensor;
          }
          float[] values = tensor.toFloats();
          for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(0.5, 1.5); // a variance must be positive
          }
          return Tensor.ofFloats(tensor.shape(), values);
        });
    return Weights.of(tensors);
  }

  private static void assertSame(Network network, Weights weights, float... inputs) {
    byte[] onnx = Onnx.export(network, weights);
    int rows = inputs.length / network.inputSize();
    float[] expected;
    try (TorchNetwork torch = TorchNetwork.load(network, weights)) {
      expected = torch.run(inputs, rows);
    }
    try (OnnxRunner runner = OnnxRunner.open(onnx)) {
      List<Long> shape = new ArrayList<>(List.of(-1L));
      for (long dimension : network.outputShape().dimensions()) {
        shape.add(dimension);
      }
      assertThat(runner.outputs().get("output").dimensions())
          .containsExactly(shape.toArray(Long[]::new));
      assertThat(runner.run(inputs)).usingComparatorWithPrecision(1e-5f).containsExactly(expected);
    }
    write(network, onnx);
  }

  /** For check_export.py, which runs onnx.checker over them; the build never does. */
  private static void write(Network network, byte[] onnx) {
    String folder = System.getProperty("lepton.onnx.folder");
    if (folder != null) {
      try {
        Files.write(Path.of(folder, Integer.toHexString(network.hashCode()) + ".onnx"), onnx);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
