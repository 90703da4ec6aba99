package io.lepton.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReproducibleTest {
  @Test
  void trainsTheSameBitsInAnotherJvm() throws Exception {
    String here = WeightsProbe.trained();

    for (FreshJvm jvm :
        new FreshJvm[] {
          FreshJvm.with(), FreshJvm.with("-XX:+UseSerialGC", "-Xmx256m", "-Duser.language=ar")
        }) {
      FreshJvm.Outcome outcome = jvm.run(WeightsProbe.class);
      assertThat(outcome.lines("trained ")).as(outcome.toString()).containsExactly(here);
    }
  }
}
