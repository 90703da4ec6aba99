package io.lepton.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import io.lepton.internal.Json;
import io.lepton.model.Measure.Direction;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PruningTest {
  private static final SearchSpace SPACE = SearchSpace.builder().decimal("x", 0, 1).build();

  private static final Map<String, Pruner> PRUNERS =
      Map.of(
          "median",
          PercentilePruner.median(),
          "percentile25",
          PercentilePruner.keeping(25).withStartupTrials(3).withWarmupSteps(2).withInterval(3),
          "halving2",
          SuccessiveHalvingPruner.from(1).withFactor(2),
          "halving4",
          SuccessiveHalvingPruner.from(2),
          "hyperband3",
          HyperbandPruner.between(1, 27));

  /** The golden file was made by Optuna; see pruning_golden.py beside it. */
  @Test
  void decidesAsOptunaDoesOnTheSameReports() throws IOException {
    int decisions = 0;
    for (Object run : golden()) {
      Map<?, ?> it = (Map<?, ?>) run;
      Study study =
          Study.of(
                  SPACE,
                  it.get("direction").equals("minimize")
                      ? Direction.LOWER_IS_BETTER
                      : Direction.HIGHER_IS_BETTER)
              .pruner(Objects.requireNonNull(PRUNERS.get(it.get("pruner"))))
              .open();
      for (Object reports : (List<?>) it.get("trials")) {
        RunningTrial trial = study.ask();
        long step = 0;
        boolean pruned = false;
        for (Object report : (List<?>) reports) {
          List<?> pair = (List<?>) report;
          String text = (String) pair.get(0);
          trial.report(step, text.equals("nan") ? Double.NaN : Double.parseDouble(text));
          pruned = trial.shouldPrune();
          assertThat(pruned)
              .as(
                  "%s %s trial %d step %d",
                  it.get("pruner"), it.get("direction"), trial.number(), step)
              .isEqualTo(pair.get(1));
          step++;
          decisions++;
        }
        if (pruned) {
          trial.prune();
        } else {
          trial.tell(0);
        }
      }
    }
    assertThat(decisions).isGreaterThan(3000);
  }

  private static List<?> golden() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(PruningTest.class.getResourceAsStream("pruning_golden.json"))) {
      return Json.read(in.readAllBytes(), List.class, "pruning_golden.json");
    }
  }

  @Test
  void endsTrialsThatAreGivenUp() {
    Study study =
        Study.minimize(SPACE)
            .sampler(RandomSampler.create())
            .pruner(PercentilePruner.median().withStartupTrials(1))
            .optimize(
                trial -> {
                  for (int step = 0; step < 3; step++) {
                    trial.report(step, trial.number());
                    if (trial.shouldPrune()) {
                      throw trial.pruned();
                    }
                  }
                  return trial.number();
                },
                3);

    assertThat(study.trials())
        .extracting(Trial::state)
        .containsExactly(TrialState.COMPLETE, TrialState.PRUNED, TrialState.PRUNED);
    assertThat(study.trials().get(1).intermediate()).containsOnlyKeys(0L);
    assertThat(study.trials().get(1).lastReported()).hasValue(2);
  }

  @Test
  void doesNotPruneWhatReportedNothing() {
    RunningTrial trial = Study.minimize(SPACE).pruner((history, it) -> true).open().ask();

    assertThat(trial.shouldPrune()).isFalse();
    trial.report(0, 1);
    assertThat(trial.shouldPrune()).isTrue();
  }

  @Test
  void refusesSettingsOutOfRange() {
    assertThatThrownBy(() -> PercentilePruner.keeping(0)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> PercentilePruner.median().withInterval(0))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> SuccessiveHalvingPruner.from(0))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> HyperbandPruner.between(4, 3))
        .isInstanceOf(InvalidInputException.class);
    assertThat(HyperbandPruner.between(1, 27).brackets()).isEqualTo(4);
    assertThat(HyperbandPruner.between(1, 26).brackets()).isEqualTo(3);
  }
}
