package io.lepton.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.model.Hyperparameters;
import io.lepton.model.Measure.Direction;
import io.lepton.testkit.InMemoryStudyStorage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Objectives that define their parameters as they ask for them. */
class DiscoveryTest {
  private static final StudyDefinition STUDY = Study.minimize(SearchSpace.discovered()).seed(4);

  private static double loss(RunningTrial trial) {
    double rate = Math.log10(trial.suggestDecimal("rate", 1e-5, 1e-1, Scale.LOG)) + 3;
    if (trial.suggestText("model", "linear", "svm", "trees").equals("linear")) {
      return 1 + rate * rate;
    }
    if (trial.text("model").equals("svm")) {
      double c = trial.suggestDecimal("c", 0, 1) - 0.3;
      return rate * rate + 10 * c * c;
    }
    long depth = trial.suggestWhole("depth", 1, 9);
    double leaf = depth > 1 ? trial.suggestDecimal("leaf", 0, 1) : 0.9;
    return 0.3 + rate * rate + leaf + Math.abs(depth - 4);
  }

  @Test
  void findsTheConditionsAndThenTheMinimum() {
    Study study = STUDY.optimize(DiscoveryTest::loss, 120);
    SearchSpace space = study.space();

    assertThat(space.parameters())
        .extracting(Parameter::name)
        .containsExactlyInAnyOrder("rate", "model", "c", "depth", "leaf");
    assertThat(space.condition("rate")).isEmpty();
    assertThat(space.condition("c")).contains(new Condition("model", List.of("svm")));
    assertThat(space.condition("depth")).contains(new Condition("model", List.of("trees")));
    assertThat(space.condition("leaf"))
        .hasValueSatisfying(it -> assertThat(it.parameter()).isIn("depth", "model"));
    assertThat(study.best().parameters().text("model")).isEqualTo("svm");
    assertThat(study.best().value()).isLessThan(0.1);
    for (Trial trial : study.trials()) {
      assertThat(trial.parameters().find("c").isPresent())
          .isEqualTo(trial.parameters().text("model").equals("svm"));
    }
  }

  @Test
  void isMeasuredAndShownLikeAnyOther() {
    Study study = STUDY.optimize(DiscoveryTest::loss, 40);

    study.history().trials().forEach(trial -> study.space().require(trial.parameters()));
    assertThat(Importance.withDefaults().measure(study)).hasSize(5);
    assertThat(StudyReport.of(study).html()).contains("model", "leaf", "</html>");
  }

  @Test
  void goesOnInAnotherProcessAsItWouldHaveHere() {
    InMemoryStudyStorage storage = new InMemoryStudyStorage();
    STUDY.in(storage).optimize(DiscoveryTest::loss, 10);
    Study resumed = STUDY.in(storage).optimize(DiscoveryTest::loss, 15);
    Study whole = STUDY.optimize(DiscoveryTest::loss, 25);

    assertThat(resumed.trials())
        .extracting(Trial::parameters)
        .isEqualTo(whole.trials().stream().map(Trial::parameters).toList());
    assertThat(resumed.space()).isEqualTo(whole.space());
  }

  @Test
  void aParameterAskedForInAnotherWayFailsTheTrialAndSaysSo() {
    Study study =
        STUDY.optimize(trial -> trial.suggestDecimal("x", 0, trial.number() == 3 ? 2 : 1), 5);

    assertThat(study.trials())
        .extracting(Trial::state)
        .containsExactly(
            TrialState.COMPLETE,
            TrialState.COMPLETE,
            TrialState.FAILED,
            TrialState.COMPLETE,
            TrialState.COMPLETE);
    assertThat(study.trials().get(2).failure()).contains("\"x\"", "high=2.0", "high=1.0");
  }

  @Test
  void givesTheSameValueWhenAskedAgainAndWhatWasEnqueued() {
    Study study = STUDY.open().enqueue(Hyperparameters.of(Map.of("x", 0.25, "unheard", 1)));
    study.optimize(
        trial -> {
          double x = trial.suggestDecimal("x", 0, 1);
          assertThat(trial.suggestDecimal("x", 0, 1)).isEqualTo(x);
          return x;
        },
        8);

    assertThat(study.trials().get(0).parameters()).isEqualTo(Hyperparameters.of(Map.of("x", 0.25)));
    assertThat(study.trials()).extracting(Trial::state).containsOnly(TrialState.COMPLETE);
    assertThat(study.add(Hyperparameters.of(Map.of("x", 0.5)), 7).parameters().number("x"))
        .isEqualTo(0.5);
    assertThatThrownBy(() -> study.add(Hyperparameters.of(Map.of("y", 0.5)), 7))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void asksADeclaredSpaceForItsOwnParameters() {
    SearchSpace space =
        SearchSpace.builder()
            .choice("k", "a", "b")
            .when("k", "a", a -> a.decimal("x", 0, 1))
            .build();
    Study study = Study.of(space, Direction.LOWER_IS_BETTER).open();
    study.enqueue(Hyperparameters.of(Map.of("k", "b")));
    RunningTrial trial = study.ask();

    assertThat(trial.suggestText("k", "a", "b")).isEqualTo("b");
    assertThatThrownBy(() -> trial.suggestText("k", "a", "c"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("[a, c]")
        .hasMessageContaining("[a, b]");
    assertThatThrownBy(() -> trial.suggestDecimal("x", 0, 1))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("does not count");
    assertThatThrownBy(() -> trial.suggestDecimal("y", 0, 1)).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> trial.suggestText("none")).hasMessageContaining("has no values");
  }
}
