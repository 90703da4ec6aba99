package io.lepton.explain.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.InvalidInputException;
import io.lepton.network.Activation;
import io.lepton.network.Linear;
import io.lepton.network.Network;
import io.lepton.network.Networks;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.train.djl.TorchNetwork;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Networks on PyTorch, explained")
class NetworkModelTest {
  private static float[] input(Network network, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] input = new float[network.inputSize()];
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) random.nextDouble(-1, 1);
    }
    return input;
  }

  @Test
  @DisplayName("integrated gradients are complete for logits and for probabilities")
  void completeness() {
    for (String name : List.of("mlp", "cnn", "resnet", "activations")) {
      Network network = Networks.all().get(name);
      try (TorchNetwork torch = TorchNetwork.load(network, network.initialWeights(3))) {
        for (NetworkModel.Outputs outputs : NetworkModel.Outputs.values()) {
          NetworkModel model = NetworkModel.of(torch).with(outputs);
          IntegratedGradients.Result found =
              IntegratedGradients.withDefaults()
                  .withTolerance(1e-3)
                  .explain(model, input(network, 1), 1);
          assertThat(found.withinTolerance()).as("%s, %s: %s", name, outputs, found).isTrue();
        }
      }
    }
  }

  @Test
  @DisplayName("the gradient of a probability is that of finite differences")
  void probabilities() {
    Network network = Networks.mlp();
    try (TorchNetwork torch = TorchNetwork.load(network, network.initialWeights(7))) {
      NetworkModel model = NetworkModel.of(torch).with(NetworkModel.Outputs.PROBABILITIES);
      float[] input = input(network, 2);
      float[] gradient = model.inputGradients(new float[][] {input}, 2)[0];
      float step = 1e-2f;
      for (int i = 0; i < input.length; i++) {
        float[] up = input.clone();
        float[] down = input.clone();
        up[i] += step;
        down[i] -= step;
        float[][] outputs = model.outputs(new float[][] {up, down});
        double slope = ((double) outputs[0][2] - outputs[1][2]) / (2 * step);
        // single precision leaves 1e-7 / step, the third derivative step² / 6 of about 1
        assertThat((double) gradient[i]).isCloseTo(slope, within(2e-4));
      }
      double sum = 0;
      for (float share : model.outputs(new float[][] {input})[0]) {
        sum += share;
      }
      assertThat(sum).isCloseTo(1, within(1e-6));
    }
  }

  @Test
  @DisplayName("an image is explained pixel by pixel, and drawn")
  void image() {
    Network network = Networks.cnn();
    try (TorchNetwork torch = TorchNetwork.load(network, network.initialWeights(5))) {
      NetworkModel model = NetworkModel.of(torch);
      float[] input = input(network, 4);
      InputAttribution smooth =
          Saliency.withDefaults().withSmoothing(10, 0.1).explain(model, input, 3);
      InputAttribution covered = Occlusion.patches(2, 2, 1).explain(model, input, 3);
      assertThat(smooth.image()).hasDimensions(8, 8);
      assertThat(Arrays.stream(smooth.values()).max().orElseThrow()).isPositive();
      assertThat(covered.heatMap("occlusion", input).svg()).contains("<rect");
    }
  }

  @Test
  @DisplayName("layers give their outputs, and dead units are counted")
  void layers() {
    Network network =
        Network.sequential(Shape.of(2), Linear.of(3), Activation.relu(), Linear.of(1));
    Weights.Builder weights = Weights.builder();
    weights.put("0.weight", Tensor.ofFloats(Shape.of(3, 2), new float[] {1, 0, 0, 1, 0, 0}));
    weights.put("0.bias", Tensor.ofFloats(Shape.of(3), new float[] {0, 0, -1}));
    weights.put("2.weight", Tensor.ofFloats(Shape.of(1, 3), new float[] {1, 1, 1}));
    weights.put("2.bias", Tensor.ofFloats(Shape.of(1), new float[] {0.5f}));
    try (TorchNetwork torch = TorchNetwork.load(network, weights.build())) {
      NetworkModel model = NetworkModel.of(torch);
      float[][] inputs = {{1, -2}, {3, 4}};
      assertThat(model.layerOutputs(inputs, List.of("1")).get("1").toFloats())
          .containsExactly(1, 0, 0, 3, 4, 0);
      List<LayerSummary> found = model.summarise(inputs);
      assertThat(found.stream().map(LayerSummary::layer)).containsExactly("0", "1", "2");
      assertThat(found.get(1).deadUnits()).isEqualTo(1);
      assertThat(found.get(1).shareOfZeros()).isEqualTo(0.5);
      assertThat(found.get(1).shape()).isEqualTo(Shape.of(3));
      assertThat(found.get(2).mean()).isEqualTo((1.5 + 7.5) / 2);
      assertThat(found.get(2).standardDeviation()).isEqualTo(3);
      assertThatThrownBy(() -> model.layerOutputs(inputs, List.of("9")))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("no layer \"9\"");
      assertThatThrownBy(() -> model.inputGradients(inputs, 1))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("no output 1");
    }
  }
}
