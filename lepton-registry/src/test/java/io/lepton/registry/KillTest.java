package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.model.Version;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A process killed (kill -9) while it saves")
class KillTest {
  @TempDir Path home;

  @Test
  @DisplayName("at 10 random moments leaves a store that opens and has all that was acknowledged")
  void fewKills() throws Exception {
    kill(10, 20260301);
  }

  @Test
  @Tag("slow")
  @DisplayName("at 200 random moments leaves a store that opens and has all that was acknowledged")
  void manyKills() throws Exception {
    kill(200, 20260302);
  }

  private void kill(int times, long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    Set<String> acknowledged = new HashSet<>();
    Set<Version> checked = new HashSet<>();
    int threads = 4;
    for (int round = 0; round < times; round++) {
      List<String> committed;
      try (SavingProcess saver =
          SavingProcess.start(home, "round-" + round, threads, 1_000_000, 10, seed + round)) {
        // Half of the kills hit the first saves of a fresh JVM, half one that is running.
        saver.awaitLine(round % 2 == 0 ? "ready" : "saved");
        saver.process().waitFor(random.nextInt(400), TimeUnit.MILLISECONDS);
        saver.process().destroyForcibly();
        committed = saver.committed();
        assertThat(saver.lines()).noneMatch(line -> line.contains("Exception"));
      }
      acknowledged.addAll(committed);
      int before = checked.size();
      try (ModelManager models = ModelManager.open(home)) {
        Model model = models.model("m");
        List<Version> versions = model.versions();
        Set<String> present = new HashSet<>();
        for (Version version : versions) {
          present.add(version.id().hex());
          if (checked.add(version)) {
            assertThat(SavingProcess.isWhole(models, version)).as("%s", version).isTrue();
          }
        }
        assertThat(present).as("round %d", round).containsAll(acknowledged);
        // Each thread may have committed one that it had no time to acknowledge.
        assertThat(versions.size() - before)
            .isBetween(committed.size(), committed.size() + threads);
        for (int i = 0; i < versions.size(); i++) {
          assertThat(versions.get(i).number()).isEqualTo(i + 1);
        }
        Version mine = model.save(Samples.small(round)).on("after").commit();
        checked.add(mine);
        assertThat(models.verify(mine).isSound()).isTrue();
      }
    }
    assertThat(acknowledged).as("saves that got through before a kill").isNotEmpty();
    try (ModelManager models = ModelManager.open(home)) {
      assertThat(models.verify().problems()).isEmpty();
      assertThat(models.model("m").log("after")).hasSize(times);
    }
  }
}
