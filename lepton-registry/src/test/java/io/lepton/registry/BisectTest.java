package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import io.lepton.model.DataReference;
import io.lepton.model.Evaluation;
import io.lepton.model.Interval;
import io.lepton.model.Measure;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.testkit.FakeClock;
import io.lepton.testkit.InMemoryBlobStore;
import io.lepton.testkit.InMemoryCatalog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Bisecting")
class BisectTest {
  @TempDir Path folder;
  private final FakeClock clock = FakeClock.at("2026-03-01T10:00:00Z");
  private ModelManager models;
  private Model model;

  @BeforeEach
  void open() {
    models =
        ModelManager.builder(folder.resolve("home"))
            .clock(clock)
            .blobs(new InMemoryBlobStore())
            .catalog(new InMemoryCatalog())
            .open();
    model = models.model("m");
  }

  @AfterEach
  void close() {
    models.close();
  }

  private List<Version> line(int length) {
    List<Version> line = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      line.add(model.save(Samples.small(i)).commit());
    }
    return line;
  }

  @Test
  @DisplayName("finds the first bad version of a line in at most log2 n tests, wherever it is")
  void onALine() {
    List<Version> line = line(20);
    int most = 0;
    for (int first = 1; first < line.size(); first++) {
      long fault = line.get(first).number();
      Bisection found =
          model
              .bisect()
              .good(line.get(0))
              .bad(line.get(19))
              .test(version -> version.number() < fault ? Answer.GOOD : Answer.BAD);
      assertThat(found.firstBad()).contains(line.get(first));
      assertThat(found.tested()).doesNotContainKeys(line.get(0), line.get(19));
      most = Math.max(most, found.tested().size());
    }
    assertThat(most).as("19 suspects").isEqualTo(5);
    Bisection adjacent =
        model.bisect().good(line.get(4)).bad(line.get(5)).test(version -> Answer.SKIP);
    assertThat(adjacent.firstBad()).contains(line.get(5));
    assertThat(adjacent.tested()).isEmpty();
  }

  @Test
  @DisplayName("finds it on graphs with merges, and never says more than is certain")
  void onGraphs() {
    Random random = new Random(1);
    List<Version> all = new ArrayList<>();
    all.add(model.save(Samples.small(0)).commit());
    for (int i = 1; i < 40; i++) {
      Set<Version> parents = new HashSet<>();
      for (int k = random.nextInt(3); k >= 0; k--) {
        parents.add(all.get(Math.max(0, all.size() - 1 - random.nextInt(6))));
      }
      clock.advance(Duration.ofSeconds(1));
      all.add(
          model
              .save(Samples.small(i))
              .on("b" + i)
              .parents(parents.toArray(Version[]::new))
              .commit());
    }
    Version good = all.get(0);
    Version bad = all.get(39);
    Set<VersionId> ancestors = ancestors(bad);
    int tests = 0;
    int searches = 0;
    for (Version fault : all.subList(1, 40)) {
      if (ancestors.contains(fault.id())) {
        Bisection found =
            model
                .bisect()
                .good(good)
                .bad(bad)
                .test(v -> ancestors(v).contains(fault.id()) ? Answer.BAD : Answer.GOOD);
        assertThat(found.firstBad()).contains(fault);
        tests += found.tested().size();
        searches++;
        Bisection skipping =
            model
                .bisect()
                .good(good)
                .bad(bad)
                .test(
                    v ->
                        v.number() % 3 == 0
                            ? Answer.SKIP
                            : ancestors(v).contains(fault.id()) ? Answer.BAD : Answer.GOOD);
        assertThat(skipping.suspects()).contains(fault);
        skipping.firstBad().ifPresent(first -> assertThat(first).isEqualTo(fault));
      }
    }
    assertThat(searches).isGreaterThan(20);
    // A perfect halving needs log2 of about 35 suspects, 5.1; wide graphs need a little more.
    assertThat((double) tests / searches).isLessThan(7);
  }

  private Set<VersionId> ancestors(Version version) {
    Set<VersionId> seen = new HashSet<>();
    List<VersionId> open = new ArrayList<>(List.of(version.id()));
    while (!open.isEmpty()) {
      VersionId next = open.remove(open.size() - 1);
      if (seen.add(next)) {
        open.addAll(model.version(next.hex()).parents());
      }
    }
    return seen;
  }

  private void measure(Version version, double value, double halfWidth) {
    models.attach(
        version,
        new Evaluation(
            new DataReference("test", Digest.of("test"), 200),
            List.of(
                new Measure(
                    "roc_auc",
                    value,
                    new Interval(value - halfWidth, value + halfWidth, 0.95, "DeLong"),
                    200,
                    Measure.Direction.HIGHER_IS_BETTER))));
  }

  @Test
  @DisplayName("asks stored measures, and skips what is inconclusive or was not measured")
  void byMetric() {
    List<Version> line = line(9);
    for (int i = 0; i < 9; i++) {
      if (i != 4) {
        measure(line.get(i), i < 6 ? 0.80 : 0.70, i == 5 ? 0.10 : 0.01);
      }
    }
    Bisect bisect = model.bisect().good(line.get(0)).bad(line.get(8));
    Bisection careful = bisect.metric("roc_auc", "test").atLeast(0.75);
    assertThat(careful.suspects()).containsExactly(line.get(6), line.get(5), line.get(4));
    assertThat(careful.firstBad()).isEmpty();
    assertThat(careful.tested()).containsEntry(line.get(4), Answer.SKIP);
    assertThat(careful.toString()).contains("is one of").contains("SKIP");

    Bisection byValue = bisect.metric("roc_auc", "test").ignoringIntervals().atLeast(0.75);
    assertThat(byValue.firstBad()).contains(line.get(6));
    assertThat(byValue.toString()).contains("is the first bad version");
    measure(line.get(5), 0.71, 0.01);
    measure(line.get(4), 0.81, 0.01);
    assertThat(bisect.metric("roc_auc", "test").atLeast(0.75).firstBad()).contains(line.get(5));
    assertThat(bisect.metric("roc_auc", "other").atLeast(0.75).suspects()).hasSize(8);
    assertThat(
            model
                .bisect()
                .good(line.get(5))
                .bad(line.get(8))
                .metric("roc_auc", "test")
                .atMost(0.6)
                .firstBad())
        .as("all measured versions are above")
        .contains(line.get(6));
  }

  @Test
  @DisplayName("refuses ends that do not bound a search, and lets the test's failure through")
  void refuses() {
    List<Version> line = line(4);
    Version side = model.save(Samples.small(9)).on("side").parents(line.get(0)).commit();
    assertThatThrownBy(() -> model.bisect().good(line.get(0)).test(v -> Answer.GOOD))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> model.bisect().good(side).bad(line.get(3)).test(v -> Answer.GOOD))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("does not follow good m v5");
    assertThatThrownBy(
            () -> model.bisect().good(line.get(3)).bad(line.get(0)).test(v -> Answer.GOOD))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(
            () -> model.bisect().good(line.get(3)).bad(line.get(3)).test(v -> Answer.GOOD))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(
            () ->
                model
                    .bisect()
                    .good(line.get(0))
                    .bad(line.get(3))
                    .test(
                        v -> {
                          throw new IllegalStateException("engine");
                        }))
        .hasMessage("engine");
  }
}
