package io.lepton.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A model that is good at once, and one that is better once it has been tuned. */
class TpeBranchesTest {
  private static final SearchSpace SPACE =
      SearchSpace.builder()
          .choice("model", "easy", "hard", "useless")
          .when("model", "easy", it -> it.decimal("a", 0, 1))
          .when("model", "hard", it -> it.decimal("b", 0, 1).decimal("c", 0, 1))
          .build();

  private static double loss(RunningTrial trial) {
    return switch (trial.text("model")) {
      case "easy" -> 0.2 + 0.1 * Math.abs(trial.number("a") - 0.4);
      case "hard" -> 3 * Math.hypot(trial.number("b") - 0.7, trial.number("c") - 0.2);
      default -> 5;
    };
  }

  private static Study study(long seed) {
    return Study.minimize(SPACE)
        .sampler(Tpe.withDefaults())
        .seed(seed)
        .optimize(TpeBranchesTest::loss, 120);
  }

  @Test
  void doesNotGiveUpTheBranchThatNeedsTuning() {
    double[] best = new double[21];
    Arrays.setAll(best, seed -> study(seed).best().value());
    Arrays.sort(best);

    assertThat(best[10]).isLessThan(0.2); // which the easy model cannot
  }

  @Test
  void triesEachBranchButNotForLong() {
    Study study = study(1);
    long useless =
        study.trials().stream()
            .filter(it -> it.parameters().text("model").equals("useless"))
            .count();

    assertThat(useless).isBetween(15L, 40L); // 2 √120 is 22
  }
}
