package io.lepton.experiment;

import static io.lepton.experiment.Crowd.retrying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.lepton.error.AlreadyExistsException;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.LeptonException;
import io.lepton.error.NotFoundException;
import io.lepton.internal.Json;
import io.lepton.stats.Simulation;
import io.lepton.stats.interleave.Preference;
import io.lepton.stats.interleave.Ranker;
import io.lepton.testkit.FakeClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Live interleaving")
@Timeout(120)
class InterleavingTest {
  private static final List<String> ONE = List.of("a", "b", "c", "d", "e", "f");
  private static final List<String> TWO = List.of("d", "a", "x", "y", "b", "z");

  private final Sandbox sandbox = new Sandbox();

  private static InterleavingDefinition definition() {
    return Interleaving.named("i").between("old", "new").length(4);
  }

  private Interleaving start() {
    return definition().start(sandbox.store, sandbox.clock);
  }

  private Interleaving again() {
    return Interleaving.resume(sandbox.store, "i", sandbox.clock);
  }

  private static void refused(
      Class<? extends LeptonException> type, ThrowingCallable call, String because) {
    assertThatThrownBy(call).isInstanceOf(type).hasMessageContaining(because);
  }

  @Test
  void aQueryKeepsItsListWhateverTheRankersSayLater() {
    Interleaving rankers = start();
    InterleavedList list = rankers.interleave("q", ONE, TWO);
    assertThat(list.results()).hasSize(4).doesNotHaveDuplicates();
    assertThat(list.teams().subList(0, 2)).containsExactlyInAnyOrder(Ranker.values());
    assertThat(rankers.interleave("q", TWO, ONE)).isEqualTo(list);
    assertThat(again().interleave("q", "user", List.of("other"), List.of())).isEqualTo(list);
    assertThat(sandbox.store.read("i", 0, 10)).hasSize(2);
  }

  @Test
  void theTossesAreAFunctionOfSaltAndQueryAndFair() {
    Interleaving here = start();
    Interleaving there = definition().start(new InMemoryExperimentStore());
    Interleaving salted = definition().salt("s").start(new InMemoryExperimentStore());
    int first = 0;
    int alike = 0;
    int queries = 1000;
    for (int i = 0; i < queries; i++) {
      InterleavedList list = here.interleave("q" + i, ONE, TWO);
      assertThat(there.interleave("q" + i, ONE, TWO)).isEqualTo(list);
      alike += salted.interleave("q" + i, ONE, TWO).teams().equals(list.teams()) ? 1 : 0;
      first += list.teams().get(0) == Ranker.FIRST ? 1 : 0;
    }
    assertThat(first / (double) queries).isCloseTo(0.5, Simulation.tolerance(0.5, queries));
    // four results are two tosses
    assertThat(alike / (double) queries).isCloseTo(0.25, Simulation.tolerance(0.25, queries));
  }

  private static String of(InterleavedList list, Ranker team) {
    return list.results().get(list.teams().indexOf(team));
  }

  @Test
  void clicksAreCountedOnceAndCreditedByList() {
    Interleaving rankers = start();
    for (int i = 0; i < 10; i++) {
      InterleavedList list = rankers.interleave("q" + i, "u" + i % 2, ONE, TWO);
      if (i < 6) {
        rankers.click("q" + i, of(list, Ranker.SECOND));
        again().click("q" + i, of(list, Ranker.SECOND));
      } else if (i == 6) {
        rankers.click("q6", of(list, Ranker.FIRST));
      } else if (i == 7) {
        list.results().subList(0, 2).forEach(each -> rankers.click("q7", each));
      }
    }
    InterleavingReport report = again().report();
    assertThat(report.lists()).isEqualTo(new Preference(1, 6, 3));
    assertThat(report.users()).isEqualTo(new Preference(0, 2, 0));
    assertThat(report.clicks()).isEqualTo(9);
    assertThat(report.clicked()).isEqualTo(8);
    assertThat(report.test()).isEqualTo(new Preference(0, 2, 0).test());
    assertThat(report.difference()).isCloseTo((1 + 1.5) / 10 - 0.5, within(1e-15));
    assertThat(report.anyTime()).isNull();
    assertThat(report.toString()).contains("old 1, new 6, neither 3", "Too few users");
  }

  @Test
  void theReportComesInEveryForm() {
    Interleaving rankers = start();
    for (int i = 0; i < 300; i++) {
      InterleavedList list = rankers.interleave("q" + i, ONE, TWO);
      rankers.click("q" + i, of(list, i % 5 == 0 ? Ranker.FIRST : Ranker.SECOND));
    }
    InterleavingReport report = rankers.report();
    assertThat(report.lists()).isEqualTo(new Preference(60, 240, 0)).isEqualTo(report.users());
    assertThat(report.toString()).contains("Preferred is new");
    JsonNode json = Json.read(report.json(), JsonNode.class, "report");
    assertThat(json.path("lists").path("second").asLong()).isEqualTo(240);
    assertThat(json.path("interval").path("low").asDouble()).isEqualTo(report.interval().low());
    assertThat(report.anyTime().interval().low()).isLessThan(report.interval().low());
    assertThat(report.html())
        .contains("any look")
        .doesNotContain("NaN", "http://", "https://", "<script");
    InterleavingReport empty = definition().start(new InMemoryExperimentStore()).report();
    assertThat(empty.test()).isNull();
    assertThat(empty.html()).doesNotContain("<svg", "NaN");
    assertThat(empty.json()).contains("\"difference\":null");
  }

  /** Each user leans to one ranker: lists of a user go together, and users are the sample. */
  @Test
  void theIntervalOfTheDifferenceCoversThoughUsersHaveHabits() {
    int runs = 300;
    int covered = 0;
    int naive = 0;
    int rejected = 0;
    int atAnyLook = 0;
    for (int run = 0; run < runs; run++) {
      SplittableRandom random = new SplittableRandom(run);
      InterleavingJournal journal =
          new InterleavingJournal(
              new InMemoryExperimentStore(), definition().design(Sandbox.START));
      Interleavings log = new Interleavings(journal);
      for (int user = 0; user < 120; user++) {
        double habit = random.nextBoolean() ? 0.9 : 0.1;
        for (int list = 0; list < 5; list++) {
          log.list("u" + user, random.nextDouble() < habit ? Ranker.FIRST : Ranker.SECOND);
        }
      }
      InterleavingReport report = log.report();
      covered += report.interval().contains(0) ? 1 : 0;
      naive += report.lists().test().pValue() < 0.05 ? 1 : 0;
      rejected += report.test().pValue() < 0.05 ? 1 : 0;
      atAnyLook += report.anyTime().rejectsAt(0.05) ? 1 : 0;
    }
    assertThat(covered / (double) runs).isCloseTo(0.95, Simulation.tolerance(0.95, runs));
    assertThat(rejected / (double) runs).isLessThan(0.05 + Simulation.tolerance(0.05, runs).value);
    assertThat(atAnyLook).isLessThanOrEqualTo(rejected);
    assertThat(naive / (double) runs).isGreaterThan(0.15);
  }

  /** Feeds a journal without a store. */
  private static final class Interleavings {
    private final InterleavingJournal journal;
    private final List<ExperimentStore.Stored> log = new ArrayList<>();

    Interleavings(InterleavingJournal journal) {
      this.journal = journal;
    }

    private void add(InterleavingEntry entry) {
      log.add(new ExperimentStore.Stored(log.size() + 1L, entry));
      journal.add(log.get(log.size() - 1));
    }

    void list(String user, Ranker clicked) {
      String query = "q" + log.size();
      List<Ranker> teams = List.of(Ranker.FIRST, Ranker.SECOND);
      add(new InterleavingEntry.Shown(query, user, List.of("a", "b"), teams, Sandbox.START));
      add(new InterleavingEntry.Clicked(query, clicked.ordinal(), Sandbox.START));
    }

    InterleavingReport report() {
      return InterleavingReport.of(definition().design(Sandbox.START), journal, Sandbox.START);
    }
  }

  @Test
  void badInputIsRefusedAndNothingOfItRecorded() {
    Interleaving rankers = start();
    Class<InvalidInputException> invalid = InvalidInputException.class;
    refused(invalid, () -> rankers.interleave("", ONE, TWO), "query id of 0 characters");
    refused(invalid, () -> rankers.interleave("q", "", ONE, TWO), "user id");
    refused(invalid, () -> rankers.interleave("q", List.of("a", "a"), TWO), "\"a\" twice");
    refused(NotFoundException.class, () -> rankers.click("q", "a"), "shown no list");
    assertThat(rankers.interleave("q", List.of(), List.of()).results()).isEmpty();
    assertThat(sandbox.store.read("i", 0, 10)).hasSize(1);
    assertThat(rankers.interleave("q", List.of("a"), List.of()).results()).containsExactly("a");
    refused(NotFoundException.class, () -> rankers.click("q", "b"), "which was shown [a]");
    refused(invalid, () -> definition().length(1).start(sandbox.store), "at least 2");
    refused(invalid, () -> definition().between("x", "x").start(sandbox.store), "must differ");
    refused(invalid, () -> Interleaving.named("j").start(sandbox.store), "call between");
    refused(
        AlreadyExistsException.class,
        () -> definition().length(5).start(sandbox.store),
        "length recorded 4, asked 5");
    refused(
        AlreadyExistsException.class,
        () -> BanditExperiment.named("i").arm("a").arm("b").start(sandbox.store),
        "no bandit but an earlier interleaving");
    sandbox.store.append("i", List.of(new InterleavingEntry.Clicked("?", 0, Sandbox.START)));
    refused(CorruptDataException.class, rankers::report, "a click on what was not shown");
  }

  @Test
  void manyThreadsAndFailingWritesLoseAndDoubleNothing() throws Exception {
    FaultyCatalog catalog = new FaultyCatalog(5);
    ExperimentStore store = new CatalogExperimentStore(catalog.faulty());
    FakeClock clock = FakeClock.at(Sandbox.START);
    retrying(() -> definition().start(store, clock));
    List<Interleaving> processes = new ArrayList<>();
    retrying(() -> processes.add(Interleaving.resume(store, "i", clock)));
    retrying(() -> processes.add(Interleaving.resume(store, "i", clock)));
    Map<String, InterleavedList> shown = new ConcurrentHashMap<>();
    Crowd.inThreads(
        40,
        (thread, i) -> {
          Interleaving rankers = processes.get(thread % 2);
          String query = "q" + thread / 2 + "-" + i; // each by two threads of two processes
          retrying(
              () -> {
                InterleavedList list =
                    thread % 2 == 0
                        ? rankers.interleave(query, ONE, TWO)
                        : rankers.interleave(query, TWO, ONE);
                assertThat(shown.put(query, list)).isIn(null, list);
              });
          retrying(() -> rankers.click(query, of(shown.get(query), Ranker.FIRST)));
        });
    assertThat(catalog.failures.get()).isGreaterThan(50);
    Interleaving later = Interleaving.resume(new CatalogExperimentStore(catalog.reliable()), "i");
    shown.forEach((query, list) -> assertThat(later.interleave(query, TWO, TWO)).isEqualTo(list));
    assertThat(later.report().lists()).isEqualTo(new Preference(160, 0, 0));
    assertThat(later.report().clicks()).isEqualTo(160);
  }
}
