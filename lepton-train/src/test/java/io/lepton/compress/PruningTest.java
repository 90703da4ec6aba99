package io.lepton.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.InvalidInputException;
import io.lepton.network.Linear;
import io.lepton.network.Network;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PruningTest {
  @Test
  void prunesTheLeastOfTheWholeNetworkOrOfEachLayer() {
    Weights weights = Nets.weights(Nets.CNN, 1);

    Masks global = Pruning.to(0.8).byMagnitude(Nets.CNN, weights);
    Masks each = Pruning.to(0.8).with(Pruning.Scope.PER_LAYER).byMagnitude(Nets.CNN, weights);

    assertThat(global.names()).containsExactly("0.weight", "4.weight", "8.weight", "10.weight");
    assertThat(global.sparsity()).isEqualTo(0.8, within(1e-3));
    // First weights are larger in layers of few inputs, which therefore lose less.
    assertThat(global.sparsity("0.weight")).isLessThan(0.5);
    for (String name : each.names()) {
      assertThat(each.sparsity(name)).isEqualTo(0.8, within(0.01));
    }
    float least = Float.MAX_VALUE;
    float largest = 0;
    Weights pruned = global.apply(weights);
    for (String name : global.names()) {
      float[] before = weights.get(name).toFloats();
      float[] after = pruned.get(name).toFloats();
      for (int i = 0; i < before.length; i++) {
        if (after[i] == 0) {
          largest = Math.max(largest, Math.abs(before[i]));
        } else {
          assertThat(after[i]).isEqualTo(before[i]);
          least = Math.min(least, Math.abs(before[i]));
        }
      }
    }
    assertThat(largest).isLessThanOrEqualTo(least);
    assertThat(pruned.get("0.bias").contentEquals(weights.get("0.bias"))).isTrue();
  }

  @Test
  void weighsWeightsByWhatTheyAreMultipliedWith() {
    Network network = Network.sequential(Shape.of(3), Linear.of(1));
    Weights weights =
        Weights.builder()
            .put("0.weight", Tensor.ofFloats(Shape.of(1, 3), 1f, 2f, 0.5f))
            .put("0.bias", Tensor.ofFloats(Shape.of(1), 0f))
            .build();
    // norms: 5 (3 and 4), 1, 100
    float[] rows = {3, 1, 100, 4, 0, 0};

    Masks masks = Pruning.to(0.34).byInputNorm(network, weights, rows);

    assertThat(masks.apply(weights).get("0.weight").toFloats()).containsExactly(1f, 0f, 0.5f);
  }

  @Test
  void keepsMoreOfTheOutputByInputNormThanByMagnitude() {
    Weights weights = Nets.weights(Nets.MLP, 1);
    float[] rows = Nets.rows(Nets.MLP, 100, 2);
    for (int i = 0; i < rows.length; i++) {
      rows[i] *= i % 20 < 10 ? 0.05f : 2; // half of the inputs hardly matter
    }
    float[] expected = Nets.run(Nets.MLP, weights, rows);

    Masks wanda = Pruning.to(0.4).byInputNorm(Nets.MLP, weights, rows);
    Masks plain = Pruning.to(0.4).with(Pruning.Scope.PER_LAYER).byMagnitude(Nets.MLP, weights);

    assertThat(wanda.sparsity()).isEqualTo(0.4, within(0.01));
    double error = Nets.relativeError(expected, Nets.run(Nets.MLP, wanda.apply(weights), rows));
    assertThat(error)
        .isLessThan(Nets.relativeError(expected, Nets.run(Nets.MLP, plain.apply(weights), rows)));
    assertThat(
            Pruning.to(0.5)
                .byInputNorm(Nets.CNN, Nets.weights(Nets.CNN, 1), Nets.rows(Nets.CNN, 9, 1))
                .sparsity())
        .isEqualTo(0.5, within(0.03));
  }

  @Test
  void growsSparsityAlongACubicCurve() {
    GradualSchedule schedule = new GradualSchedule(0.2, 0.8, 10, 30);
    assertThat(schedule.at(0)).isEqualTo(0.2);
    assertThat(schedule.at(20)).isEqualTo(0.8 - 0.6 / 8, within(1e-12));
    assertThat(schedule.at(30)).isEqualTo(0.8);
    assertThat(schedule.at(1000)).isEqualTo(0.8);
    assertThatThrownBy(() -> new GradualSchedule(0.5, 0.4, 0, 1))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void removesUnitsThatDoNothingWithoutChangingTheOutput() {
    for (Network network : java.util.List.of(Nets.MLP, Nets.CNN)) {
      Map<String, Tensor> tensors = new LinkedHashMap<>(Nets.weights(network, 4).asMap());
      // Every second unit of the layers that may lose units gives zero.
      Set<String> silent =
          network == Nets.MLP
              ? Set.of("0.weight", "0.bias", "2.weight", "2.bias")
              : Set.of(
                  "0.weight",
                  "0.bias",
                  "1.bias",
                  "1.running_mean",
                  "4.weight",
                  "4.bias",
                  "8.weight",
                  "8.bias");
      tensors.replaceAll(
          (name, tensor) -> silent.contains(name) ? everySecondRowZero(tensor) : tensor);
      Weights weights = Weights.of(tensors);
      float[] rows = Nets.rows(network, 10, 5);

      NetworkModel smaller = StructuredPruning.removing(0.5).prune(network, weights);

      assertThat(smaller.network().parameterCount())
          .isLessThan((long) (0.6 * network.parameterCount()));
      assertThat(
              Nets.relativeError(
                  Nets.run(network, weights, rows),
                  Nets.run(smaller.network(), smaller.weights(), rows)))
          .isLessThan(1e-6);
    }
  }

  private static Tensor everySecondRowZero(Tensor tensor) {
    float[] values = tensor.toFloats();
    int each = values.length / (int) tensor.shape().dimension(0);
    for (int i = 0; i < values.length; i++) {
      values[i] = i / each % 2 == 0 ? values[i] : 0;
    }
    return Tensor.ofFloats(tensor.shape(), values);
  }

  @Test
  void saysWhatCannotBePruned() {
    Network single = Network.sequential(Shape.of(3), Linear.of(2));
    Weights weights = single.initialWeights(1);
    assertThatThrownBy(() -> StructuredPruning.removing(0.5).prune(single, weights))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no layer");
    assertThatThrownBy(() -> Pruning.to(1)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(
            () -> Pruning.to(0.5).excluding(Set.of("0.weight")).byMagnitude(single, weights))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no weights to prune");
    Weights broken =
        Weights.builder()
            .put("0.weight", Tensor.ofFloats(Shape.of(2, 3), 1, 2, 3, 4, Float.NaN, 6))
            .put("0.bias", Tensor.ofFloats(Shape.of(2), 1, 2))
            .build();
    assertThatThrownBy(() -> Pruning.to(0.5).byMagnitude(single, broken))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("0.weight");
  }
}
