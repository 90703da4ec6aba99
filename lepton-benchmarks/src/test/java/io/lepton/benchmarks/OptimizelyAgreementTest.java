package io.lepton.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.optimizely.ab.Optimizely;
import com.optimizely.ab.bucketing.Bucketer;
import com.optimizely.ab.config.Experiment;
import com.optimizely.ab.config.ProjectConfig;
import com.optimizely.ab.optimizelydecision.OptimizelyDecideOption;
import io.lepton.experiment.Assignment;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever migrates keeps every unit in its arm, shown with Optimizely's own code. */
class OptimizelyAgreementTest {
  @Test
  void everyUnitGetsTheArmThatOptimizelyGivesIt() throws Exception {
    Assignment ours = AssignmentLoops.likeOptimizely();
    ProjectConfig config = AssignmentLoops.config();
    Experiment experiment = config.getExperimentKeyMapping().get("e");
    Bucketer bucketer = new Bucketer();
    for (String unit : units().toList()) {
      assertThat(ours.variantOf(unit).name())
          .as(unit)
          .isEqualTo(bucketer.bucket(experiment, unit, config).getResult().getKey());
    }
  }

  @Test
  void theMeasuredDecisionIsTheSameOne() {
    Optimizely optimizely = Optimizely.builder().withDatafile(AssignmentLoops.datafile()).build();
    Assignment ours = AssignmentLoops.likeOptimizely();
    for (String unit : units().limit(300).toList()) {
      assertThat(
              optimizely
                  .createUserContext(unit)
                  .decide(
                      AssignmentLoops.FLAG, List.of(OptimizelyDecideOption.DISABLE_DECISION_EVENT))
                  .getVariationKey())
          .isEqualTo(ours.variantOf(unit).name());
    }
  }

  private static Stream<String> units() {
    List<String> kinds = List.of("customer-%d", "Zoë-%d", "日本%d", "%d😀", "%dé");
    return IntStream.range(0, 3000).mapToObj(i -> kinds.get(i % kinds.size()).formatted(i));
  }
}
