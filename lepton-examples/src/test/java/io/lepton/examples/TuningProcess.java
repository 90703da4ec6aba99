package io.lepton.examples;

import io.lepton.registry.ModelManager;
import io.lepton.tune.SearchSpace;
import io.lepton.tune.Study;
import io.lepton.tune.StudyDefinition;
import java.nio.file.Path;

/** Searches in a store's study until it is killed, and says what it told. */
final class TuningProcess {
  private TuningProcess() {}

  static StudyDefinition definition() {
    SearchSpace space =
        SearchSpace.builder()
            .decimal("x", -5, 5)
            .choice("kind", "a", "b")
            .when("kind", "b", it -> it.whole("n", 1, 9))
            .build();
    return Study.minimize(space).named("killed").seed(11);
  }

  public static void main(String[] home) {
    try (ModelManager models = ModelManager.open(Path.of(home[0]))) {
      definition()
          .listener(
              (trial, study) -> System.out.println("told " + trial.number() + " " + trial.value()))
          .in(models.studies())
          .optimize(
              trial -> {
                trial.report(0, trial.number("x"));
                return trial.number("x") * trial.number("x");
              },
              1_000_000);
    }
  }
}
