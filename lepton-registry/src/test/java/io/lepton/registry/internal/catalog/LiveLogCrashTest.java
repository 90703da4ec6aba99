package io.lepton.registry.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.experiment.BanditChoice;
import io.lepton.experiment.BanditExperiment;
import io.lepton.experiment.CatalogExperimentStore;
import io.lepton.experiment.ExperimentStore;
import io.lepton.experiment.InterleavedList;
import io.lepton.experiment.Interleaving;
import io.lepton.spi.Catalog;
import io.lepton.stats.bandit.BanditState;
import io.lepton.stats.bandit.ThompsonSampling;
import io.lepton.stats.interleave.Preference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("When the power fails, a bandit and a comparison of rankers on SQLite")
class LiveLogCrashTest {
  private static final List<String> ONE = List.of("a", "b", "c");
  private static final List<String> TWO = List.of("c", "d", "a");
  private static final int FRAME = 24 + 4096;
  private static final int HEADER = 32;

  @TempDir Path folder;

  /** What was acknowledged when SQLite's journal was this long. */
  private record Acknowledged(
      long length, BanditChoice choice, BanditState state, InterleavedList list, long clicks) {}

  private static BanditExperiment bandit(ExperimentStore store) {
    return BanditExperiment.named("b")
        .arm("x")
        .arm("y")
        .policy(ThompsonSampling.gaussian(1, 0, 3))
        .minimumPropensity(0.1)
        .start(store);
  }

  private static Interleaving rankers(ExperimentStore store) {
    return Interleaving.named("i").between("one", "two").start(store);
  }

  private static Path journal(Path file) {
    return file.resolveSibling(file.getFileName() + "-wal");
  }

  @Test
  @DisplayName("hold all that was acknowledged, wherever the journal is cut")
  void cutJournal() throws IOException {
    Path file = folder.resolve("whole");
    List<Acknowledged> all = new ArrayList<>();
    byte[] main;
    byte[] journal;
    try (Catalog catalog = SqliteCatalog.open(file)) {
      ExperimentStore store = new CatalogExperimentStore(catalog);
      BanditExperiment bandit = bandit(store);
      Interleaving rankers = rankers(store);
      for (int i = 0; i < 5; i++) {
        BanditChoice choice = bandit.choose("u" + i);
        bandit.reward("u" + i, Math.sqrt(i));
        InterleavedList list = rankers.interleave("q" + i, ONE, TWO);
        rankers.click("q" + i, list.results().get(0));
        all.add(new Acknowledged(Files.size(journal(file)), choice, bandit.state(), list, i + 1));
      }
      main = Files.readAllBytes(file);
      journal = Files.readAllBytes(journal(file));
    }
    assertThat((journal.length - HEADER) % FRAME).isZero();
    for (long cut : cuts(all, journal.length)) {
      check(all, main, Arrays.copyOf(journal, (int) cut), cut);
    }
  }

  /** At every acknowledgement, one byte before, and anywhere between. */
  private static SortedSet<Long> cuts(List<Acknowledged> all, int length) {
    SortedSet<Long> cuts = new TreeSet<>();
    for (Acknowledged each : all) {
      cuts.add(each.length - FRAME);
      cuts.add(each.length - 1);
      cuts.add(each.length);
    }
    SplittableRandom random = new SplittableRandom(3);
    while (cuts.size() < 36) {
      cuts.add(random.nextLong(all.get(0).length, length));
    }
    return cuts;
  }

  private void check(List<Acknowledged> all, byte[] main, byte[] journal, long cut)
      throws IOException {
    Path file = folder.resolve("cut-" + cut);
    Files.write(file, main);
    Files.write(journal(file), journal);
    try (Catalog catalog = SqliteCatalog.open(file)) {
      ExperimentStore store = new CatalogExperimentStore(catalog);
      BanditExperiment bandit = bandit(store);
      Interleaving rankers = rankers(store);
      BanditState state = bandit.state();
      for (Acknowledged each : all) {
        if (each.length <= cut) {
          assertThat(bandit.choose(each.choice.unit())).isEqualTo(each.choice);
          assertThat(rankers.interleave(each.list.query(), TWO, ONE)).isEqualTo(each.list);
          assertThat(rankers.report().clicks()).isGreaterThanOrEqualTo(each.clicks);
          assertThat(state.totalPulls()).isGreaterThanOrEqualTo(each.state.totalPulls());
          if (state.totalPulls() == each.state.totalPulls()) {
            assertThat(state).isEqualTo(each.state);
          }
        }
      }
      assertThat(bandit.choose("after").recorded()).isTrue();
      InterleavedList list = rankers.interleave("after", ONE, TWO);
      rankers.click("after", list.results().get(0));
      Preference lists = rankers.report().lists();
      assertThat(lists.first() + lists.second()).isEqualTo(rankers.report().clicks());
    }
  }
}
