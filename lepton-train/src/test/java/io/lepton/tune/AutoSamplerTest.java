package io.lepton.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Measure.Direction;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AutoSamplerTest {
  private static final SearchSpace PLANE =
      SearchSpace.builder().decimal("x", -2, 3).decimal("y", 0, 1).build();
  private static final Objective BOWL =
      trial -> Math.pow(trial.number("x") - 1, 2) + Math.pow(trial.number("y") - 0.3, 2);

  private static Map<String, Long> chosen(List<Trial> trials) {
    return trials.stream()
        .collect(
            Collectors.groupingBy(
                trial -> trial.attributes().get(AutoSampler.CHOSEN), Collectors.counting()));
  }

  @Test
  void isTheDefaultAndLetsAProcessChooseAtFirst() {
    Study study =
        Study.minimize(PLANE)
            .sampler(AutoSampler.create().gaussianProcessUpTo(24))
            .optimize(BOWL, 36);
    Study byDefault = Study.minimize(PLANE).optimize(BOWL, 24);

    assertThat(chosen(study.trials().subList(0, 24)))
        .containsExactlyInAnyOrderEntriesOf(Map.of("gp", 16L, "tpe", 8L));
    assertThat(chosen(study.trials().subList(24, 36))).isEqualTo(Map.of("tpe", 12L));
    assertThat(byDefault.trials())
        .extracting(Trial::parameters)
        .isEqualTo(study.trials().subList(0, 24).stream().map(Trial::parameters).toList());
    assertThat(study.best().value()).isLessThan(1e-3);
  }

  @Test
  void leavesConditionsAndLargeSpacesToTheTpe() {
    SearchSpace conditional =
        SearchSpace.builder()
            .choice("kind", "a", "b")
            .when("kind", "a", a -> a.decimal("x", 0, 1))
            .build();
    SearchSpaceBuilder large = SearchSpace.builder();
    for (int i = 0; i < 21; i++) {
      large.decimal("x" + i, 0, 1);
    }
    for (SearchSpace space : List.of(conditional, large.build())) {
      assertThat(
              chosen(Study.minimize(space).optimize(trial -> (double) trial.number(), 15).trials()))
          .isEqualTo(Map.of("tpe", 15L));
    }
  }

  @Test
  void choosesForSeveralDirections() {
    Study study = Study.of(PLANE, Direction.LOWER_IS_BETTER, Direction.HIGHER_IS_BETTER).open();
    study.optimizeAll(
        trial -> new double[] {BOWL.evaluate(trial), trial.number("x")}, Budget.trials(205));

    assertThat(chosen(study.trials().subList(0, 200))).isEqualTo(Map.of("tpe", 200L));
    assertThat(chosen(study.trials().subList(200, 205))).isEqualTo(Map.of("nsga2", 5L));
  }

  @Test
  void doesNotTryTheSamePointTwice() {
    Study study = Study.minimize(PLANE).seed(3).optimize(trial -> trial.number("x"), 40);

    assertThat(study.trials()).extracting(Trial::parameters).doesNotHaveDuplicates();
    assertThat(study.best().value()).isEqualTo(-2);
  }

  @Test
  void asksNothingOfItsSessionThatIsNotInTheHistory() {
    Study study = Study.minimize(PLANE).seed(9).optimize(BOWL, 45);
    for (int number : new int[] {5, 20, 21, 45}) {
      History then = History.of(PLANE, study.directions(), study.trials().subList(0, number - 1));
      SplittableRandom random = StudyCore.random(9, number);
      assertThat(
              AutoSampler.create().start(PLANE, study.directions()).propose(then, number, random))
          .extracting(Sampler.Proposal::parameters)
          .isEqualTo(study.trials().get(number - 1).parameters());
    }
  }

  @Test
  void saysWhatItIs() {
    assertThat(AutoSampler.create()).hasToString("auto, gp up to 150 trials");
    assertThatThrownBy(() -> AutoSampler.create().gaussianProcessUpTo(-1))
        .isInstanceOf(InvalidInputException.class);
  }
}
