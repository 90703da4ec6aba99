package io.lepton.testkit;

import static io.lepton.testkit.CatalogSubject.adding;
import static io.lepton.testkit.CatalogSubject.branch;
import static io.lepton.testkit.CatalogSubject.event;
import static io.lepton.testkit.CatalogSubject.moving;
import static io.lepton.testkit.CatalogSubject.packOf;
import static io.lepton.testkit.CatalogSubject.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.error.AlreadyExistsException;
import io.lepton.error.ConflictException;
import io.lepton.model.VersionId;
import io.lepton.spi.Catalog;
import io.lepton.spi.Catalog.Change;
import io.lepton.spi.Catalog.Event;
import io.lepton.spi.Catalog.RetireVersion;
import io.lepton.spi.Catalog.Retirement;
import io.lepton.spi.Catalog.VersionEntry;
import io.lepton.spi.Ref;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What many threads, and two handles, may do at once. */
interface CatalogRaceRules extends CatalogSubject {
  int SAVES = 15;
  int ROUNDS = 10;

  @Test
  @DisplayName("numbers versions without holes or duplicates while many threads save")
  default void numbersUnderThreads() {
    saveFromManyThreads(catalog(), catalog());
  }

  @Test
  @DisplayName("numbers versions without holes or duplicates while two handles save")
  default void numbersAcrossHandles() {
    saveFromManyThreads(catalog(), again());
  }

  private static void saveFromManyThreads(Catalog even, Catalog odd) {
    Race.allSucceed(
        thread ->
            () -> {
              Catalog mine = thread % 2 == 0 ? even : odd;
              for (int i = 0; i < SAVES; i++) {
                VersionId id = version(thread + "/" + i);
                mine.apply(List.of(packOf(id), adding(id, i % 3 == 0 ? "b" : "a")));
                if (mine.version(id).isEmpty()) {
                  throw new AssertionError("its own version is not seen by the thread that saved");
                }
              }
            });
    for (Catalog catalog : List.of(even, odd)) {
      long found = 0;
      for (String model : List.of("a", "b")) {
        List<Long> numbers = catalog.versions(model).stream().map(VersionEntry::number).toList();
        assertThat(numbers).isEqualTo(LongStream.rangeClosed(1, numbers.size()).boxed().toList());
        found += numbers.size();
      }
      assertThat(found).isEqualTo((long) Race.THREADS * SAVES);
      assertThat(catalog.versionCount()).isEqualTo(found);
    }
  }

  @Test
  @DisplayName("has exactly one winner of a compare-and-set")
  default void oneWinnerOfCompareAndSet() {
    compareAndSet(catalog(), catalog());
  }

  @Test
  @DisplayName("has exactly one winner of a compare-and-set between two handles")
  default void oneWinnerOfCompareAndSetAcrossHandles() {
    compareAndSet(catalog(), again());
  }

  private void compareAndSet(Catalog even, Catalog odd) {
    VersionId[] targets = new VersionId[Race.THREADS];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = save("target " + i);
    }
    VersionId now = save("start");
    Ref main = branch("main");
    apply(moving(main, null, now));
    for (int round = 0; round < ROUNDS; round++) {
      VersionId expected = now;
      int winner =
          onlyWinner(
              i -> (i % 2 == 0 ? even : odd).apply(List.of(moving(main, expected, targets[i]))),
              i -> targets[i].equals(expected));
      now = even.ref(main).orElseThrow();
      assertThat(now).isEqualTo(targets[winner]);
      assertThat(odd.history(main)).hasSize(round + 2);
    }
  }

  /** Runs one attempt per thread, some left out; the losers must have met a conflict. */
  private static int onlyWinner(IntConsumer attempt, IntPredicate idle) {
    List<Race.Outcome<Boolean>> outcomes =
        Race.run(
            i ->
                () -> {
                  if (!idle.test(i)) {
                    attempt.accept(i);
                    return true;
                  }
                  return false;
                });
    int winner = -1;
    for (int i = 0; i < outcomes.size(); i++) {
      Race.Outcome<Boolean> outcome = outcomes.get(i);
      if (outcome.succeeded()) {
        if (Boolean.TRUE.equals(outcome.value())) {
          assertThat(winner).as("a second winner").isEqualTo(-1);
          winner = i;
        }
      } else {
        assertThat(outcome.failure())
            .isInstanceOfAny(ConflictException.class, AlreadyExistsException.class);
      }
    }
    assertThat(winner).as("a winner").isNotEqualTo(-1);
    return winner;
  }

  @Test
  @DisplayName("has exactly one winner who makes a branch, a tag or a version, or retires one")
  default void oneWinnerOfEachMaking() {
    VersionId base = save("base");
    for (int round = 0; round < ROUNDS; round++) {
      String name = "r" + round;
      VersionId id = version(name);
      List<IntFunction<Change>> contests =
          List.of(
              i -> moving(branch(name), null, base),
              i -> moving(new Ref(MODEL, Ref.Kind.TAG, name), null, base),
              i -> adding(id, i % 2 == 0 ? MODEL : "other"),
              i -> new RetireVersion(id, TIME, "thread " + i, "race"));
      for (IntFunction<Change> contest : contests) {
        int winner =
            onlyWinner(i -> catalog().apply(List.of(packOf(id), contest.apply(i))), i -> false);
        if (contest.apply(0) instanceof RetireVersion) {
          assertThat(catalog().version(id).orElseThrow().retirement())
              .isEqualTo(new Retirement(TIME, "thread " + winner, "race"));
        }
      }
      assertThat(catalog().history(branch(name))).hasSize(1);
    }
    assertThat(catalog().versionCount()).isEqualTo(1 + ROUNDS);
  }

  @Test
  @DisplayName("appends an event once, however many threads append it")
  default void appendsOnceUnderThreads() {
    Race.allSucceed(
        thread ->
            () -> {
              for (int i = 0; i < SAVES; i++) {
                apply(event("s", "shared " + i), event("s", thread + "/" + i));
              }
            });
    List<Event> events = catalog().events("s", 0, 10_000);
    Set<String> ids = new HashSet<>();
    events.forEach(event -> assertThat(ids.add(event.id())).as("%s once", event.id()).isTrue());
    assertThat(events).hasSize(SAVES + Race.THREADS * SAVES);
  }

  @Test
  @DisplayName("never shows a reader some of the changes of one apply")
  default void neverShowsAPart() {
    VersionId a = save("a");
    VersionId b = save("b");
    apply(moving(branch("x"), null, a), moving(branch("y"), null, a));
    AtomicBoolean written = new AtomicBoolean();
    Race.allSucceed(
        thread ->
            () -> {
              if (thread == 0) {
                try {
                  swap(a, b);
                } finally {
                  written.set(true);
                }
                return;
              }
              boolean last;
              do {
                last = written.get();
                assertThat(catalog().refs(MODEL).values().stream().distinct())
                    .as("two branches that always move together")
                    .hasSize(1);
                assertThat(catalog().events("s", 0, 10_000).size() % 2)
                    .as("events that are always appended in pairs")
                    .isZero();
              } while (!last);
            });
  }

  private void swap(VersionId a, VersionId b) {
    for (int i = 0; i < 10 * ROUNDS; i++) {
      VersionId from = i % 2 == 0 ? a : b;
      VersionId to = i % 2 == 0 ? b : a;
      apply(
          moving(branch("x"), from, to),
          event("s", "x" + i),
          event("s", "y" + i),
          moving(branch("y"), from, to));
    }
  }
}
