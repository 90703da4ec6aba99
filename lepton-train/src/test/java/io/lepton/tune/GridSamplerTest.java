package io.lepton.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.model.Hyperparameters;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GridSamplerTest {
  private static final SearchSpace SPACE =
      SearchSpace.builder()
          .choice("kind", "linear", "svm")
          .logDecimal("c", 0.01, 100)
          .when("kind", "svm", svm -> svm.whole("degree", 2, 4))
          .build();

  private static Study run(Sampler sampler, int trials) {
    return Study.minimize(SPACE).sampler(sampler).optimize(trial -> trial.number("c"), trials);
  }

  @Test
  void triesEveryCombinationOnceAndEnds() {
    Study study = run(GridSampler.create().values("c", 0.1, 1.0), 100);
    assertThat(study.trials().stream().map(Trial::parameters))
        .containsExactly(
            Hyperparameters.of(Map.of("kind", "linear", "c", 0.1)),
            Hyperparameters.of(Map.of("kind", "linear", "c", 1.0)),
            Hyperparameters.of(Map.of("kind", "svm", "c", 0.1, "degree", 2)),
            Hyperparameters.of(Map.of("kind", "svm", "c", 0.1, "degree", 3)),
            Hyperparameters.of(Map.of("kind", "svm", "c", 0.1, "degree", 4)),
            Hyperparameters.of(Map.of("kind", "svm", "c", 1.0, "degree", 2)),
            Hyperparameters.of(Map.of("kind", "svm", "c", 1.0, "degree", 3)),
            Hyperparameters.of(Map.of("kind", "svm", "c", 1.0, "degree", 4)));
    assertThatThrownBy(study::ask).isInstanceOf(NotFoundException.class);
  }

  @Test
  void spreadsPointsOnTheParametersScale() {
    Study study = run(GridSampler.create().points("c", 4), 4);
    List<Double> tried =
        study.trials().stream().map(trial -> trial.parameters().number("c")).toList();
    for (int i = 0; i < 4; i++) {
      assertThat(tried.get(i)).isCloseTo(Math.pow(10, i - 1.5), within(1e-12));
    }
  }

  private static org.assertj.core.data.Percentage within(double relative) {
    return org.assertj.core.data.Percentage.withPercentage(100 * relative);
  }

  @Test
  void passesOverWhatWasTriedBefore() {
    Study study = Study.minimize(SPACE).sampler(GridSampler.create().values("c", 1.0)).open();
    study.add(Hyperparameters.of(Map.of("kind", "svm", "c", 1.0, "degree", 3)), 5);
    study.optimize(trial -> 1, 100);
    assertThat(study.trials()).hasSize(4);
    assertThat(study.trials().stream().map(Trial::parameters).distinct()).hasSize(4);
  }

  @Test
  void refusesWhatIsNoGrid() {
    assertThatThrownBy(() -> run(GridSampler.create(), 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("continuous")
        .hasMessageContaining("points(..)");
    assertThatThrownBy(() -> run(GridSampler.create().values("c", 1e9), 1))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> run(GridSampler.create().points("q", 3), 1))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("\"q\"");
    assertThatThrownBy(() -> run(GridSampler.create().points("c", 0), 1))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> GridSampler.create().values("c"))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> run(GridSampler.create().points("c", 1_000_000), 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("more than 1000000");
  }
}
