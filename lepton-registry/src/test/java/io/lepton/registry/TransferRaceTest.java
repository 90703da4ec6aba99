package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.error.ConflictException;
import io.lepton.model.Version;
import io.lepton.testkit.InMemoryBlobStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Two that push at once")
class TransferRaceTest {
  private static final int ROUNDS = 6;

  @TempDir Path temp;

  private static <T> List<T> both(Callable<T> one, Callable<T> two) throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      List<Future<T>> futures = new ArrayList<>();
      for (Callable<T> each : List.of(one, two)) {
        futures.add(
            pool.submit(
                () -> {
                  start.await();
                  return each.call();
                }));
      }
      return List.of(futures.get(0).get(), futures.get(1).get());
    } finally {
      pool.shutdown();
    }
  }

  private static boolean pushes(ModelManager from, ModelManager to) {
    try {
      from.push("m").to(to);
      return true;
    } catch (ConflictException e) {
      assertThat(e).hasMessageContaining("moved on");
      return false;
    }
  }

  @Test
  @DisplayName("different versions: one wins, the other is told, pulls, merges and wins too")
  void different() throws Exception {
    try (ModelManager ann = ModelManager.open(temp.resolve("ann"));
        ModelManager bob = ModelManager.open(temp.resolve("bob"));
        ModelManager hub = ModelManager.open(temp.resolve("hub"));
        ModelManager sameHub = ModelManager.open(temp.resolve("hub"))) {
      ann.model("m").save(Samples.small(0)).commit();
      ann.push("m").to(hub);
      bob.pull("m").from(hub);
      for (int round = 1; round <= ROUNDS; round++) {
        ann.model("m").save(Samples.small(round)).commit();
        bob.model("m").save(Samples.small(-round)).commit();
        List<Boolean> won = both(() -> pushes(ann, hub), () -> pushes(bob, sameHub));
        assertThat(won).containsExactlyInAnyOrder(true, false);
        ModelManager winner = won.get(0) ? ann : bob;
        ModelManager loser = won.get(0) ? bob : ann;
        loser.pull("m").branch("main", "theirs").from(hub);
        Model model = loser.model("m");
        Version mine = model.branch("main").head();
        Version theirs = model.branch("theirs").head();
        assertThat(theirs).isEqualTo(winner.model("m").branch("main").head());
        model.save(Samples.small(100 + round)).parents(mine, theirs).commit();
        model.branch("theirs").delete().because("merged");
        loser.push("m").to(hub);
        winner.pull("m").from(hub);
      }
      assertThat(hub.model("m").versions()).hasSize(1 + 3 * ROUNDS);
      assertThat(hub.model("m").log()).hasSize(1 + 3 * ROUNDS);
      VerifyReport report = hub.verify();
      assertThat(report.problems()).isEmpty();
    }
  }

  @Test
  @DisplayName("the same version: both succeed and it is there once")
  void same() throws Exception {
    try (ModelManager ann = ModelManager.open(temp.resolve("ann"));
        ModelManager hub =
            ModelManager.builder(temp.resolve("hub")).blobs(new InMemoryBlobStore()).open()) {
      for (int round = 1; round <= ROUNDS; round++) {
        ann.model("m").save(Samples.snapshot(round)).commit();
        assertThat(both(() -> pushes(ann, hub), () -> pushes(ann, hub)))
            .containsExactly(true, true);
        assertThat(hub.model("m").versions()).hasSize(round);
      }
      assertThat(hub.verify().problems()).isEmpty();
    }
  }
}
