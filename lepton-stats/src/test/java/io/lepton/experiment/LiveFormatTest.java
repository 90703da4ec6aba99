package io.lepton.experiment;

import static io.lepton.experiment.Sandbox.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.CorruptDataException;
import io.lepton.error.FormatTooNewException;
import io.lepton.experiment.BanditEntry.BanditEnded;
import io.lepton.experiment.BanditEntry.BanditStarted;
import io.lepton.experiment.BanditEntry.Chosen;
import io.lepton.experiment.BanditEntry.Rewarded;
import io.lepton.experiment.InterleavingEntry.Clicked;
import io.lepton.experiment.InterleavingEntry.InterleavingStarted;
import io.lepton.experiment.InterleavingEntry.Shown;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.Event;
import io.lepton.stats.bandit.ThompsonSampling;
import io.lepton.stats.interleave.Ranker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The format of the logs of bandits and of comparisons of rankers")
class LiveFormatTest {
  private static final List<Entry> ENTRIES =
      List.of(
          new BanditStarted(
              BanditExperiment.named("b")
                  .arm("a")
                  .arm("Zoë")
                  .policy(ThompsonSampling.gaussian(0.5, 0, 3))
                  .minimumPropensity(0.05)
                  .rewardWindow(Duration.ofMinutes(30), -0.5)
                  .design(START)),
          new Chosen("u:1", "Zoë", List.of(0.25, 0.75), List.of(1.0, -0.5), 1, START),
          new Rewarded("u:1", 12.5, START),
          new BanditEnded("a", 0.875, 3, START),
          new InterleavingStarted(
              Interleaving.named("i").between("old", "new").length(4).design(START)),
          new Shown("q:1", "Zoë", List.of("x", "y"), List.of(Ranker.SECOND, Ranker.FIRST), START),
          new Clicked("q:1", 1, START));

  private static List<String> released() throws IOException {
    try (InputStream file = LiveFormatTest.class.getResourceAsStream("live-log-v1.txt")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  /** The file is what format 1 is; it is never made anew. */
  @Test
  void isTheReleasedOne() throws IOException {
    List<String> lines = released();
    assertThat(lines).hasSameSizeAs(ENTRIES);
    for (int i = 0; i < lines.size(); i++) {
      AppendEvent event = EntryFormat.encode("s", ENTRIES.get(i));
      assertThat(event.id() + " " + event.payload()).isEqualTo(lines.get(i));
      assertThat(decode(event.id(), event.payload())).isEqualTo(ENTRIES.get(i));
    }
  }

  private static Entry decode(String id, String payload) {
    return EntryFormat.decode("s", new Event(1, id, START, payload));
  }

  @Test
  void tellsNewerFromDamaged() throws IOException {
    for (int line : new int[] {0, 4}) {
      String design = released().get(line).substring("definition ".length());
      assertThatThrownBy(() -> decode("definition", design.replace("\"format\":1", "\"format\":2")))
          .isInstanceOf(FormatTooNewException.class)
          .hasMessageContaining("format 2");
      assertThatThrownBy(() -> decode("definition", design.replace("\"salt\"", "\"pepper\"")))
          .isInstanceOf(CorruptDataException.class);
    }
    for (List<String> damaged :
        List.of(
            List.of("choice:u", "{\"arm\":\"a\"}"),
            List.of(
                "choice:u", "{\"arm\":\"a\",\"context\":[],\"propensities\":[2.0],\"through\":1}"),
            List.of("reward:u", "{\"value\":\"1\"}"),
            List.of("shown:q", "{\"results\":[\"x\"],\"teams\":\"3\",\"user\":null}"),
            List.of("shown:q", "{\"results\":[],\"teams\":\"\",\"user\":null}"),
            List.of("click:q", "{}"),
            List.of("click:-1:q", "{}"))) {
      assertThatThrownBy(() -> decode(damaged.get(0), damaged.get(1)))
          .as(damaged.toString())
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining(damaged.get(0));
    }
  }
}
