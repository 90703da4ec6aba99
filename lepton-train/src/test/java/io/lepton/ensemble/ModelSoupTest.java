package io.lepton.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelSoupTest {
  private static Weights model(float value) {
    return Weights.builder().put("w", Tensor.ofFloats(Shape.of(1), value)).build();
  }

  private static double value(Weights model) {
    return model.get("w").toFloats()[0];
  }

  @Test
  void averagesAll() {
    assertThat(value(ModelSoup.uniform(List.of(model(1), model(2), model(6))))).isEqualTo(3);
  }

  @Test
  void takesOnlyWhatDoesNotHurt() {
    // Best near 3: takes 2, then 4; 9 would hurt.
    List<Weights> models = List.of(model(9), model(2), model(4));
    ModelSoup.Greedy soup = ModelSoup.greedy(models, model -> -Math.abs(value(model) - 3));
    assertThat(soup.ingredients()).containsExactly(1, 2);
    assertThat(value(soup.weights())).isEqualTo(3);
    assertThat(soup.score()).isZero();
  }

  @Test
  void refusesModelsOfOtherForms() {
    Weights wide = Weights.builder().put("w", Tensor.ofFloats(Shape.of(2), 1, 2)).build();
    assertThatThrownBy(() -> ModelSoup.uniform(List.of(model(1), wide)))
        .hasMessageContaining("model 1 has tensor \"w\" F32 [2]; expected F32 [1]");
    assertThatThrownBy(() -> ModelSoup.uniform(List.of(model(1), model(Float.NaN))))
        .hasMessageContaining("\"w\" of model 1 has the weight NaN");
    assertThatThrownBy(() -> ModelSoup.uniform(List.of())).hasMessageContaining("no models");
    assertThatThrownBy(() -> ModelSoup.greedy(List.of(model(1)), model -> Double.NaN))
        .hasMessageContaining("NaN");
  }
}
