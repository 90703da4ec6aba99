package io.lepton.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WilcoxonPrunerTest {
  private static final SearchSpace SPACE = SearchSpace.builder().decimal("x", 0, 1).build();

  private static double[] numbers(String text) {
    return Arrays.stream(text.split(",")).mapToDouble(Double::parseDouble).toArray();
  }

  private static Study study(StudyDefinition definition, WilcoxonPruner pruner, double... best) {
    Study study = definition.pruner(pruner).open();
    RunningTrial first = study.ask();
    for (int step = 0; step < best.length; step++) {
      first.report(step, best[step]);
    }
    first.tell(Arrays.stream(best).average().orElseThrow());
    return study;
  }

  @Test
  void decidesAsOptunaDoesAtEachStep() throws Exception {
    List<String> lines;
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(getClass().getResourceAsStream("wilcoxon.txt")),
                StandardCharsets.US_ASCII))) {
      lines = reader.lines().toList();
    }
    assertThat(lines).hasSize(40);
    for (String line : lines) {
      String[] parts = line.split(" ");
      WilcoxonPruner pruner = WilcoxonPruner.create().threshold(Double.parseDouble(parts[0]));
      Study study =
          study(
              parts[1].equals("HIGHER") ? Study.maximize(SPACE) : Study.minimize(SPACE),
              pruner,
              numbers(parts[2]));
      RunningTrial trial = study.ask();
      StringBuilder decisions = new StringBuilder();
      double[] values = numbers(parts[3]);
      for (int step = 0; step < values.length; step++) {
        trial.report(step, values[step]);
        decisions.append(trial.shouldPrune() ? '1' : '0');
      }
      assertThat(decisions.toString()).as(line).isEqualTo(parts[4]);
    }
  }

  @Test
  void knowsOnlyStepsThatTheBestTrialReportedToo() {
    Study study = study(Study.minimize(SPACE), WilcoxonPruner.create(), 1, 1.1, 0.9, 1.2, 0.8);
    RunningTrial trial = study.ask();
    for (int step = 10; step < 20; step++) {
      trial.report(step, 50);
      assertThat(trial.shouldPrune()).isFalse();
    }
    trial.report(3, 9);
    trial.report(4, 9.5);
    trial.report(0, 9.7);
    assertThat(trial.shouldPrune()).isFalse(); // 1/8 at best
    trial.report(1, 9.9);
    assertThat(trial.shouldPrune()).isTrue(); // 1/16
  }

  @Test
  void neverGivesUpTheFirstTrialNorOneThatIsNotFinite() {
    Study study = Study.minimize(SPACE).pruner(WilcoxonPruner.create()).open();
    RunningTrial first = study.ask();
    first.report(0, 5);
    assertThat(first.shouldPrune()).isFalse();
    for (int step = 1; step < 6; step++) {
      first.report(step, 5 + 0.1 * step);
    }
    first.tell(5);
    RunningTrial second = study.ask();
    for (int step = 0; step < 6; step++) {
      second.report(step, step == 2 ? Double.NaN : 90);
    }
    assertThat(second.shouldPrune()).isFalse();
  }

  @Test
  void waitsForItsStartUpSteps() {
    WilcoxonPruner pruner = WilcoxonPruner.create().startUpSteps(6);
    Study study = study(Study.minimize(SPACE), pruner, 1, 1.1, 0.9, 1.2, 0.8, 1);
    RunningTrial trial = study.ask();
    for (int step = 0; step < 6; step++) {
      trial.report(step, 9 + 0.01 * step);
      assertThat(trial.shouldPrune()).isEqualTo(step == 5);
    }
  }

  @Test
  void refusesWhatIsNoProbability() {
    assertThatThrownBy(() -> WilcoxonPruner.create().threshold(1.5))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> WilcoxonPruner.create().startUpSteps(-1))
        .isInstanceOf(InvalidInputException.class);
  }
}
