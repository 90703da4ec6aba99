package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.bytes.Digest;
import io.lepton.model.Version;
import io.lepton.registry.disk.Fault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What could not be deleted")
class UndeletedTest {
  private final FaultyHome home = new FaultyHome();

  /** Calls that only deleting makes, from which on every flush fails. */
  private long flushes(Runnable operation) {
    home.machine.plan(Fault.NO_FLUSH, Long.MAX_VALUE);
    operation.run();
    home.machine.mend();
    return home.machine.met();
  }

  @Test
  @DisplayName("is named by the certificate of a retirement, and gone after the next opening")
  void retired() {
    String pack;
    try (ModelManager models = home.open()) {
      long flushes = 0;
      for (int i = 0; i < 3; i++) {
        Version version = models.model("m").save(Samples.small(i)).commit();
        flushes = Math.max(flushes, flushes(() -> models.retire(version).because("old")));
      }
      Retirement certificate;
      int next = 3;
      do { // until the new pack lies, as most do, in a folder that is new: that takes one flush
        // more
        home.machine.mend();
        Version version = models.model("m").save(Samples.small(next++)).commit();
        Digest manifest = version.id().digest();
        pack = home.catalog.chunks(List.of(manifest)).get(manifest).pack();
        home.machine.plan(Fault.NO_FLUSH, flushes - 1); // the last is that of the deletion
        certificate = models.retire(version).because("old");
      } while (!home.machine.struck());
      home.machine.mend();
      assertThat(certificate.leftovers())
          .containsExactly(
              "pack " + pack + ": could not be deleted; tried again at the next opening");
    }
    home.crash(Fault.DROPPED, 1);
    assertThat(home.files("home", "packs")).as("came back with the power").contains(pack);
    try (ModelManager models = home.open()) {
      assertThat(home.files("home", "packs")).doesNotContain(pack);
      assertThat(models.verify().isSound()).isTrue();
    }
  }

  @Test
  @DisplayName("is named by the report of a collection")
  void collected() {
    try (ModelManager models = home.open()) {
      for (int i = 0; i < 17; i++) {
        models.model("m").save(Samples.small(i)).commit();
      }
      // Of the new pack, its folder, and twice that one's parent; the last two only if it is new.
      home.machine.plan(Fault.NO_FLUSH, 4);
      GcReport report = models.maintenance().gc().grace(Duration.ZERO).run();
      assertThat(home.machine.struck()).isTrue();
      home.machine.mend();
      assertThat(report.kept())
          .hasSizeBetween(15, 17)
          .allMatch(kept -> kept.contains("could not be deleted"));
    }
    try (ModelManager models = home.open()) {
      assertThat(home.files("home", "packs")).hasSize(1);
      assertThat(models.verify().isSound()).isTrue();
    }
  }
}
