package io.lepton.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReproducibleTest {
  /** What the graph refers to must not be the garbage collector's to free. */
  @Test
  void trainsTheSameBitsWhileTheGarbageCollectorRuns() throws Exception {
    String quiet = WeightsProbe.trained();
    ScheduledExecutorService collector = Executors.newSingleThreadScheduledExecutor();
    try {
      collector.scheduleWithFixedDelay(System::gc, 0, 1, TimeUnit.MILLISECONDS);
      assertThat(WeightsProbe.trained()).isEqualTo(quiet);
    } finally {
      collector.shutdownNow();
    }
  }

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
