package io.lepton.tune;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.model.Lineage;
import io.lepton.model.ModelSnapshot;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StudyLineageTest {
  private static final SearchSpace SPACE =
      SearchSpace.builder().decimal("x", -2, 3).whole("size", 2, 5).build();

  private static final ModelSnapshot MODEL =
      ModelSnapshot.builder("lepton.any/1")
          .lineage(Lineage.builder().seed(4).codeRevision("abc").environment("java", "17").build())
          .build();

  private static Map<String, String> facts(Study study, Trial trial) {
    return study.inLineage(trial, MODEL).lineage().environment();
  }

  @Test
  void namesTheStudyTheTrialAndTheSampler() {
    Study study =
        Study.minimize(SPACE)
            .sampler(RandomSampler.create())
            .seed(5)
            .optimize(trial -> trial.number("x"), 3);
    assertThat(facts(study, study.trials().get(1)))
        .containsEntry("java", "17")
        .containsEntry("study", study.name())
        .containsEntry("study.space", SPACE.fingerprint())
        .containsEntry("study.seed", "5")
        .containsEntry("study.sampler", "random")
        .containsEntry("study.trial", "2")
        .containsKey("study.parameters")
        .doesNotContainKey("study.trial.sampler");
    Lineage lineage = study.inLineage(study.trials().get(1), MODEL).lineage();
    assertThat(lineage.findSeed()).hasValue(4);
    assertThat(lineage.findCodeRevision()).contains("abc");
  }

  /** The default sampler gives each third point to the Tpe, the others to the Gaussian process. */
  @Test
  void namesWhomTheDefaultChoseForTheTrial() {
    Study study =
        Study.minimize(SPACE)
            .sampler(AutoSampler.create().gaussianProcessUpTo(100))
            .optimize(trial -> trial.number("x"), 3);
    assertThat(facts(study, study.trials().get(0)))
        .containsEntry("study.sampler", "auto, gp up to 100 trials")
        .containsEntry("study.trial.sampler", "gp");
    assertThat(facts(study, study.trials().get(2))).containsEntry("study.trial.sampler", "tpe");
  }
}
