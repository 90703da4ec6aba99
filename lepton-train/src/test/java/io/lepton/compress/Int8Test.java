package io.lepton.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.network.Activation;
import io.lepton.network.Linear;
import io.lepton.network.Network;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Weights;
import io.lepton.train.onnx.Onnx;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class Int8Test {
  static List<Network> networks() {
    return List.of(Nets.MLP, Nets.CNN);
  }

  /** A step of the reduced range is at most 1/64 of a channel's largest weight: errors of 1-3 %. */
  @ParameterizedTest
  @MethodSource("networks")
  void dynamicStaysNearTheOriginal(Network network) {
    byte[] onnx = Onnx.export(network, Nets.weights(network, 1));
    float[] rows = Nets.rows(network, 40, 2);
    float[] expected = Nets.run(onnx, rows);

    assertThat(
            Nets.relativeError(expected, Nets.run(DynamicInt8.withDefaults().quantize(onnx), rows)))
        .isBetween(1e-4, 0.04);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void staticStaysNearTheOriginal(Network network) {
    byte[] onnx = Onnx.export(network, Nets.weights(network, 1));
    float[] rows = Nets.rows(network, 40, 2);
    float[] expected = Nets.run(onnx, rows);
    float[] seen = Nets.rows(network, 200, 3);

    for (Calibration calibration :
        List.of(Calibration.minMax(), Calibration.percentile(99.9), Calibration.entropy())) {
      byte[] quantised = StaticInt8.withDefaults().with(calibration).quantize(onnx, seen);
      assertThat(Nets.relativeError(expected, Nets.run(quantised, rows)))
          .as("%s", calibration)
          .isBetween(1e-4, 0.08);
    }
  }

  @Test
  void isNearlyFourTimesSmallerWhereWeightsDominate() {
    Network network =
        Network.sequential(
            Shape.of(256), Linear.of(512), Activation.relu(), Linear.of(256), Linear.of(10));
    byte[] onnx = Onnx.export(network, network.initialWeights(1));

    byte[] dynamic = DynamicInt8.withDefaults().quantize(onnx);

    assertThat((double) onnx.length / dynamic.length).isGreaterThan(3.8);
    byte[] fixed = StaticInt8.withDefaults().quantize(onnx, Nets.rows(network, 8, 1));
    assertThat((double) onnx.length / fixed.length).isGreaterThan(3.7);
  }

  @ParameterizedTest
  @EnumSource(WeightRange.class)
  void keepsWeightsThatAreWholeStepsExactly(WeightRange range) {
    Network network = Network.sequential(Shape.of(2), Linear.of(1));
    float step = 0.25f;
    Weights weights =
        Weights.builder()
            .put(
                "0.weight",
                io.lepton.tensor.Tensor.ofFloats(Shape.of(1, 2), range.bound() * step, -3 * step))
            .put("0.bias", io.lepton.tensor.Tensor.ofFloats(Shape.of(1), 0.5f))
            .build();
    byte[] onnx = DynamicInt8.withDefaults().with(range).quantize(Onnx.export(network, weights));

    // Inputs of whole steps of 1 are exact too: the range 0 to 255 has the scale 1.
    float[] found = Nets.run(onnx, new float[] {255, 7});

    assertThat(found[0]).isEqualTo(255 * range.bound() * step - 7 * 3 * step + 0.5f);
  }

  @Test
  void leavesExcludedWeightsAlone() {
    Network network = Nets.MLP;
    byte[] onnx = Onnx.export(network, Nets.weights(network, 1));
    Set<String> all = Set.of("0.weight.transposed", "2.weight.transposed", "4.weight.transposed");

    byte[] some =
        DynamicInt8.withDefaults().excluding(Set.of("0.weight.transposed")).quantize(onnx);

    assertThat(some.length)
        .isGreaterThan(DynamicInt8.withDefaults().quantize(onnx).length)
        .isLessThan(onnx.length);
    assertThatThrownBy(() -> DynamicInt8.withDefaults().excluding(all).quantize(onnx))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no product");
    assertThatThrownBy(() -> DynamicInt8.withDefaults().excluding(Set.of("nope")).quantize(onnx))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("nope");
  }

  @Test
  void refusesWhatIsNoModelAndRowsThatDoNotFit() {
    byte[] text = "no model".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> DynamicInt8.withDefaults().quantize(text))
        .isInstanceOf(CorruptDataException.class);
    byte[] onnx = Onnx.export(Nets.MLP, Nets.weights(Nets.MLP, 1));
    for (float[] rows : List.of(new float[0], new float[19], new float[21])) {
      assertThatThrownBy(() -> StaticInt8.withDefaults().quantize(onnx, rows))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("whole rows");
    }
    float[] nan = new float[20];
    nan[3] = Float.NaN;
    assertThatThrownBy(() -> StaticInt8.withDefaults().quantize(onnx, nan))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("NaN");
  }
}
