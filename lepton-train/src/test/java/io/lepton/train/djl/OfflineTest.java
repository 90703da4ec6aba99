package io.lepton.train.djl;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.train.FreshJvm;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Each in a fresh JVM, where all connections fail and every attempt is seen. */
class OfflineTest {
  private static FreshJvm trapped() {
    // An empty table of hosts, so that not even a name is looked up outside.
    return FreshJvm.with(NetworkTrap.OPTION, "-Djdk.net.hosts.file=no-such-file");
  }

  @Test
  @DisplayName(
      "Training and predicting try no connection, even where the environment would let DJL")
  void triesNoConnection() throws Exception {
    FreshJvm.Outcome outcome =
        trapped().environment("OPT_OUT_TRACKING", "false").run(OfflineProbe.class, "lepton");

    assertThat(outcome.lines("predicted ")).as(outcome.toString()).containsExactly("3");
    assertThat(outcome.lines(NetworkTrap.ATTEMPT)).as(outcome.toString()).isEmpty();
  }

  @Test
  @DisplayName("An environment that forbids offline mode is refused before DJL is loaded")
  void refusesToGoOnline() throws Exception {
    FreshJvm.Outcome outcome =
        trapped().environment("DJL_OFFLINE", "false").run(OfflineProbe.class, "lepton");

    assertThat(outcome.exitCode()).isNotZero();
    assertThat(outcome.output())
        .anyMatch(
            line ->
                line.contains("io.lepton.error.EngineException")
                    && line.contains("DJL_OFFLINE=false"));
    assertThat(outcome.lines(NetworkTrap.ATTEMPT)).as(outcome.toString()).isEmpty();
  }

  @Test
  @DisplayName("The trap sees DJL phone home when it is loaded without Lepton")
  void seesDjlPhoneHome() throws Exception {
    FreshJvm.Outcome outcome = trapped().run(OfflineProbe.class, "djl");

    assertThat(outcome.lines("engine ")).as(outcome.toString()).containsExactly("PyTorch");
    assertThat(outcome.lines(NetworkTrap.ATTEMPT))
        .as(outcome.toString())
        .hasSize(4)
        .containsOnly("socket to 169.254.169.254");
  }

  @Test
  @DisplayName("The trap sees the newer HTTP client as well")
  void seesChannels() throws Exception {
    FreshJvm.Outcome outcome = trapped().run(OfflineProbe.class, "http");

    assertThat(outcome.lines(NetworkTrap.ATTEMPT)).as(outcome.toString()).isNotEmpty();
  }
}
