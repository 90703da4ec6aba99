package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.model.Version;
import io.lepton.model.VersionId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Two processes of eight threads that save at once")
class ManyWritersTest {
  private static final int THREADS = 8;
  private static final int SAVES = 6;

  @TempDir Path home;

  @Test
  @DisplayName("lose nothing, number without gaps, keep every chain, and show no half version")
  void nothingIsLost() throws Exception {
    List<String> acknowledged = new ArrayList<>();
    int looks = 0;
    try (SavingProcess ann = SavingProcess.start(home, "ann", THREADS, SAVES, 0, 1);
        SavingProcess bob = SavingProcess.start(home, "bob", THREADS, SAVES, 0, 2);
        ModelManager models = ModelManager.open(home)) {
      Set<VersionId> seen = new HashSet<>();
      while (ann.process().isAlive() || bob.process().isAlive()) {
        for (Version version : models.model("m").versions()) {
          if (seen.add(version.id())) {
            assertThat(SavingProcess.isWhole(models, version)).as("%s", version).isTrue();
            looks++;
          }
        }
      }
      assertThat(ann.committed()).as("ann: %s", ann.lines()).hasSize(THREADS * SAVES);
      assertThat(bob.committed()).as("bob: %s", bob.lines()).hasSize(THREADS * SAVES);
      acknowledged.addAll(ann.committed());
      acknowledged.addAll(bob.committed());
    }
    assertThat(looks).as("versions read while others saved").isPositive();

    try (ModelManager models = ModelManager.open(home)) {
      Model model = models.model("m");
      List<Version> versions = model.versions();
      int total = 2 * THREADS * SAVES;
      assertThat(versions)
          .extracting(v -> v.id().hex())
          .containsExactlyInAnyOrderElementsOf(acknowledged);
      assertThat(versions)
          .extracting(Version::number)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, total).boxed().toList());
      assertThat(model.branches()).hasSize(1 + THREADS);
      Map<VersionId, Integer> children = new HashMap<>();
      for (String branch : model.branches().keySet()) {
        List<Version> log = model.log(branch);
        assertThat(log).as(branch).hasSize(branch.equals("main") ? total / 2 : SAVES);
        for (int i = 0; i + 1 < log.size(); i++) {
          assertThat(log.get(i).parents()).containsExactly(log.get(i + 1).id());
          children.merge(log.get(i + 1).id(), 1, Integer::sum);
        }
        assertThat(log.get(log.size() - 1).parents()).isEmpty();
        assertThat(model.branch(branch).history()).hasSize(log.size());
      }
      assertThat(children.values()).containsOnly(1);
      VerifyReport report = models.verify();
      assertThat(report.problems()).isEmpty();
      assertThat(report.unindexedPacks()).as("packs of lost races are deleted").isEmpty();
    }
  }
}
