package io.lepton.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LearningCurvesTest {
  @Test
  void drawsBothLossesOrTheOneThereIs() {
    Epoch first = new Epoch(1, 2, 0.9, 0.8, 0.5);
    Epoch second = new Epoch(2, 2, 0.4, 0.6, 0.7);
    String both =
        LearningCurves.chart(
            "digits", new History(List.of(first, second), 2, History.StopReason.EPOCHS));
    assertThat(both).startsWith("<svg").contains("digits", "training", "validation", "epoch");
    Epoch alone = new Epoch(1, 1, 0.9, Double.NaN, Double.NaN);
    assertThat(
            LearningCurves.chart(
                "digits", new History(List.of(alone), 1, History.StopReason.EPOCHS)))
        .contains("training")
        .doesNotContain("validation", "NaN");
  }
}
