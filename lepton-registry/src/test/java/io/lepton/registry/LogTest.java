package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.testkit.InMemoryBlobStore;
import io.lepton.testkit.InMemoryCatalog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A log")
class LogTest {
  private static final int BRANCHES = 4;

  @TempDir Path folder;

  private ModelManager open() {
    return ModelManager.builder(folder)
        .catalog(new InMemoryCatalog())
        .blobs(new InMemoryBlobStore())
        .open();
  }

  /** Everything that is reached, looked up one by one. */
  private static List<Version> plainly(Version head, Map<VersionId, Version> all) {
    Set<Version> reached = new TreeSet<>(Comparator.comparingLong(Version::number).reversed());
    List<Version> open = new ArrayList<>(List.of(head));
    while (!open.isEmpty()) {
      Version version = open.remove(open.size() - 1);
      if (version != null && reached.add(version)) {
        version.parents().forEach(parent -> open.add(all.get(parent)));
      }
    }
    return List.copyOf(reached);
  }

  @Test
  @DisplayName("walked page by page is what looking up every parent finds, merges and all")
  void agreesWithLookingUpAll() {
    Random random = new Random(20260302);
    try (ModelManager models = open()) {
      Version foreign = models.model("other").save(Samples.small(-1)).commit();
      Model model = models.model("m");
      Map<VersionId, Version> all = new HashMap<>();
      List<Version> list = new ArrayList<>();
      for (int i = 0; i < 150; i++) {
        Branch branch = model.branch("b" + random.nextInt(BRANCHES));
        List<Version> parents = new ArrayList<>(branch.find().stream().toList());
        for (int n = random.nextInt(4); n > 0 && !list.isEmpty(); n--) {
          parents.add(list.get(random.nextInt(list.size())));
        }
        if (random.nextInt(5) == 0) {
          parents.add(foreign);
        }
        Version saved =
            model
                .save(Samples.small(i))
                .parents(parents.toArray(Version[]::new))
                .on(branch.name())
                .commit();
        all.put(saved.id(), saved);
        list.add(saved);
      }
      for (int b = 0; b < BRANCHES; b++) {
        Branch branch = model.branch("b" + b);
        List<Version> expected = plainly(branch.head(), all);
        assertThat(branch.log()).isEqualTo(expected);
        assertThat(branch.streamLog()).containsExactlyElementsOf(expected);
        for (int limit : new int[] {1, 2, 17, expected.size(), 1000}) {
          assertThat(branch.log(limit))
              .isEqualTo(expected.subList(0, Math.min(limit, expected.size())));
        }
        for (Version version : list) {
          if (expected.contains(version)) {
            branch.rollbackTo(version);
          } else {
            assertThatThrownBy(() -> branch.rollbackTo(version))
                .isInstanceOf(InvalidInputException.class);
          }
        }
        assertThat(models.search().model("m").branch("b" + b).list())
            .containsExactlyInAnyOrderElementsOf(expected);
      }
    }
  }

  @Test
  @DisplayName("is longer than any page, and stays as it was while it is walked")
  void longerThanAPage() {
    try (ModelManager models = open()) {
      Model model = models.model("m");
      for (int i = 0; i < 120; i++) {
        model.save(Samples.small(i)).commit();
      }
      assertThat(model.log()).hasSize(120);
      var walk = model.branch("main").streamLog().iterator();
      assertThat(walk.next().number()).isEqualTo(120);
      model.save(Samples.small(120)).commit();
      List<Long> rest = new ArrayList<>();
      walk.forEachRemaining(version -> rest.add(version.number()));
      assertThat(rest).hasSize(119).startsWith(119L).endsWith(1L);
      assertThatThrownBy(() -> model.branch("main").log(0))
          .isInstanceOf(InvalidInputException.class);
    }
  }
}
