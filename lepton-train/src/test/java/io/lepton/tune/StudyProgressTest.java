package io.lepton.tune;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.testkit.FakeClock;
import io.lepton.train.ConsoleProgress.Style;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StudyProgressTest {
  private static final SearchSpace SPACE = SearchSpace.builder().decimal("x", 0, 1).build();

  private static List<String> lines(Style style, int trials) {
    FakeClock clock = FakeClock.at(Instant.EPOCH);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Study.minimize(SPACE)
        .clock(clock)
        .listener(StudyProgress.to(out, style))
        .optimize(
            trial -> {
              clock.advance(Duration.ofSeconds(10));
              return trial.number() == 1 ? Double.NaN : 10 - trial.number();
            },
            trials);
    return List.of(bytes.toString(StandardCharsets.UTF_8).split("\n"));
  }

  @Test
  void saysHowManyAreDoneWhatIsBestAndHowLongItWillTake() {
    assertThat(lines(Style.UPDATING_LINE, 4).get(1).split("\r"))
        .containsExactly(
            "",
            "[######..................] trial 1/4 failed, 0:30 to go",
            "[############............] trial 2/4 complete, best 8.000 (2), 0:20 to go",
            "[##################......] trial 3/4 complete, best 7.000 (3), 0:10 to go",
            "[########################] trial 4/4 complete, best 6.000 (4)");
  }

  @Test
  void printsALineForEveryTenthWhereLinesCannotBeWrittenOver() {
    List<String> lines = lines(Style.SPARSE_LINES, 40);

    assertThat(lines).hasSize(13);
    assertThat(lines.get(0)).isEqualTo("searching 1 parameters, 1 side by side");
    assertThat(lines.get(2)).startsWith("trial 4/40 complete, best 6.000 (4), 6:00 to go");
    assertThat(lines.get(12)).isEqualTo("made 40 trials in 400 s");
  }
}
