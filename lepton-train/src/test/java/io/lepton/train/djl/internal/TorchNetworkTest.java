package io.lepton.train.djl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.lepton.error.EngineException;
import io.lepton.error.InvalidInputException;
import io.lepton.network.Network;
import io.lepton.network.Networks;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.train.djl.TorchNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class TorchNetworkTest {
  private static final int ROWS = 9;

  private static TorchNetwork load(Network network) {
    return TorchNetwork.load(network, network.initialWeights(4));
  }

  private static float[] inputs(Network network) {
    SplittableRandom random = new SplittableRandom(2);
    float[] values = new float[ROWS * network.inputSize()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  @Test
  void answersManyThreadsWithTheSameBits() throws Exception {
    Network network = Networks.resnet();
    float[] inputs = inputs(network);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (TorchNetwork torch = load(network)) {
      float[] outputs = torch.run(inputs, ROWS);
      float[] gradient = torch.gradient(inputs, ROWS, new int[ROWS]).gradient();
      List<Future<Boolean>> answers = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        boolean differentiates = i % 2 == 0;
        answers.add(
            threads.submit(
                () ->
                    differentiates
                        ? java.util.Arrays.equals(
                            gradient, torch.gradient(inputs, ROWS, new int[ROWS]).gradient())
                        : java.util.Arrays.equals(outputs, torch.run(inputs, ROWS))));
      }
      for (Future<Boolean> answer : answers) {
        assertThat(answer.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void keepsNoArrays() {
    Network network = Networks.resnet();
    float[] inputs = inputs(network);
    int before = arraysOfTheProcess();
    try (TorchModel model = TorchModel.load(network, network.initialWeights(4))) {
      int parameters = model.arrays();
      for (int i = 0; i < 20; i++) {
        model.run(inputs, ROWS);
        model.outputs(inputs, ROWS, model.layers());
        model.gradient("stem", inputs, ROWS, float[]::clone);
      }
      assertThat(model.arrays()).isEqualTo(parameters);
    }
    assertThat(arraysOfTheProcess()).isEqualTo(before);
  }

  private static int arraysOfTheProcess() {
    try (NDManager manager = PyTorch.newManager()) {
      return manager.getParentManager().getManagedArrays().size();
    }
  }

  @Test
  void showsWhatComesOutOfEachLayer() {
    Network network = Networks.cnn();
    try (TorchNetwork torch = load(network)) {
      float[] inputs = inputs(network);
      Map<String, Tensor> all = torch.outputs(inputs, ROWS, torch.layers());
      assertThat(all.keySet()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7");
      assertThat(all.get("2").shape()).isEqualTo(Shape.of(ROWS, 4, 4, 4));
      assertThat(all.get("7").toFloats()).isEqualTo(torch.run(inputs, ROWS));
      float[] before = all.get("0").toFloats();
      float[] after = all.get("1").toFloats();
      for (int i = 0; i < before.length; i++) {
        assertThat(after[i]).isEqualTo(Math.max(0, before[i]));
      }
    }
  }

  /** The last layer is linear, so its gradient by its own input is its weights. */
  @Test
  void differentiatesByALayer() {
    Network network = Networks.text();
    try (TorchNetwork torch = load(network)) {
      float[] ids = {3, 4, 0, 0, 0, 0, 1, 2, 8, 0, 0, 0};
      float[] weight = network.initialWeights(4).get("1.weight").toFloats();
      float[] gradient =
          torch.gradient("0", ids, 2, outputs -> new float[] {0, 1, 0, 1}).gradient();
      assertThat(gradient)
          .containsExactly(
              weight[4], weight[5], weight[6], weight[7], weight[4], weight[5], weight[6],
              weight[7]);
      assertThat(torch.gradient(ids, 2, new int[] {0, 1}).gradient()).containsOnly(0f);
    }
  }

  @Test
  void computesManyRowsInBlocks() {
    Network network = Networks.mlp();
    float[] row = {1, 2, 3, 4, 5};
    int rows = (1 << 24) / 7 + 3; // the widest layer has 7
    float[] inputs = new float[rows * 5];
    System.arraycopy(row, 0, inputs, (rows - 1) * 5, 5);
    try (TorchNetwork torch = load(network)) {
      float[] outputs = torch.run(inputs, rows);
      assertThat(java.util.Arrays.copyOfRange(outputs, (rows - 1) * 3, rows * 3))
          .usingComparatorWithPrecision(1e-6f)
          .containsExactly(torch.run(row, 1));
      assertThat(torch.run(new float[0], 0)).isEmpty();
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    Network network = Networks.mlp();
    TorchNetwork torch = load(network);
    float[] row = new float[5];
    assertThatThrownBy(() -> torch.run(new float[6], 1)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> torch.gradient(row, 1, new int[] {3}))
        .hasMessageContaining("output 3 of a network that has 0 to 2");
    assertThatThrownBy(() -> torch.gradient(row, 1, new int[0]))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> torch.gradient("x", row, 1, y -> y))
        .hasMessageContaining("no layer \"x\"; there are [layers.0,");
    assertThatThrownBy(() -> torch.gradient("", row, 1, y -> new float[1]))
        .hasMessageContaining("1 derivatives for 3 outputs");
    assertThatThrownBy(() -> torch.outputs(row, 1, List.of("nope")))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> TorchNetwork.load(Networks.cnn(), network.initialWeights(1)))
        .isInstanceOf(InvalidInputException.class);
    torch.close();
    torch.close();
    assertThatThrownBy(() -> torch.run(row, 1))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("closed");
  }
}
