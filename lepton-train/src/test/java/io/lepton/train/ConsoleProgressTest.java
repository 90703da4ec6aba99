package io.lepton.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.train.ConsoleProgress.Style;
import io.lepton.train.TrainingListener.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
  private static String show(Style style, double validationLoss) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ConsoleProgress progress =
        ConsoleProgress.to(new PrintStream(bytes, true, StandardCharsets.UTF_8), style);
    progress.started(new TrainingPlan(1200, 300, 5, 4321, 40));
    for (int epoch = 1; epoch <= 40; epoch++) {
      assertThat(progress.epochDone(new Epoch(epoch, 40, 0.5, validationLoss, 0.75)))
          .isEqualTo(Verdict.GO_ON);
    }
    progress.finished(new History(List.of(), 12, History.StopReason.EPOCHS));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void writesOverOneLineOnATerminal() {
    String shown = show(Style.UPDATING_LINE, 0.25);

    assertThat(shown.lines())
        .first()
        .isEqualTo("training 4,321 parameters on 1,200 rows, validating on 300");
    assertThat(shown.split("\r")).hasSize(41);
    assertThat(shown)
        .contains(
            "\r[############............] epoch 20/40, loss 0.5000, validation 0.2500, accuracy"
                + " 0.750\r")
        .endsWith(
            String.format("stopped after epoch 0 (the last), kept the weights of epoch 12%n"));
  }

  @Test
  void writesALineForEveryTenthElsewhere() {
    String shown = show(Style.SPARSE_LINES, Double.NaN);

    assertThat(shown).doesNotContain("\r[");
    assertThat(shown.lines().filter(line -> line.startsWith("epoch")))
        .hasSize(11)
        .startsWith("epoch 1/40, loss 0.5000", "epoch 4/40, loss 0.5000")
        .endsWith("epoch 40/40, loss 0.5000");
  }
}
