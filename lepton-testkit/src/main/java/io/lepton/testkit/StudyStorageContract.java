package io.lepton.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.spi.StudyStorage;
import io.lepton.spi.StudyStorage.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The rules of {@link StudyStorage} as tests. Extend it, supply {@link #create} and, if what was
 * appended outlives the object, {@link #reopen}; every test then runs against a fresh storage.
 * Closing what is behind it is the subclass's own work.
 */
@DisplayName("A StudyStorage")
public abstract class StudyStorageContract {
  private static final Instant TIME = Instant.parse("2026-03-01T12:30:59.123456789Z");
  private static final String STUDY = "credit scoring/é";

  private StudyStorage storage;

  /** For subclasses; JUnit makes one object for each test. */
  @SuppressWarnings("NullAway.Init") // made before each test
  protected StudyStorageContract() {}

  /**
   * A new, empty storage. Called once for each test, before it.
   *
   * @return the storage under test
   * @throws Exception if it cannot be made, which fails the test
   */
  protected abstract StudyStorage create() throws Exception;

  /**
   * Opens what {@link #create} made for the same test once more, as a second process would. Leave
   * as it is for a storage whose content ends with the object: the tests that need it are then
   * reported as skipped.
   *
   * @return a second handle; empty if the storage is not persistent
   * @throws Exception if it cannot be opened, which fails the test
   */
  protected Optional<StudyStorage> reopen() throws Exception {
    return Optional.empty();
  }

  @BeforeEach
  final void openTheStorage() throws Exception {
    storage = create();
  }

  @Test
  @DisplayName("gives back what was appended, in order, equal to the character and the nanosecond")
  final void givesBackWhatWasAppended() {
    String payload = "{\"text\":\"\\u0000 \u20ac \ud83d\ude00 \\\" } {\",\"number\":1.0E-7}";
    assertThat(storage.read(STUDY, 0, 10)).isEmpty();
    assertThat(storage.append(STUDY, "trial/1", TIME, payload)).isTrue();
    assertThat(storage.append(STUDY, "trial/2", TIME.minusNanos(1), "{}")).isTrue();

    List<Entry> entries = storage.read(STUDY, 0, 10);
    assertThat(entries).extracting(Entry::id).containsExactly("trial/1", "trial/2");
    assertThat(entries).extracting(Entry::payload).containsExactly(payload, "{}");
    assertThat(entries).extracting(Entry::time).containsExactly(TIME, TIME.minusNanos(1));
    assertThat(entries.get(0).sequence()).isPositive().isLessThan(entries.get(1).sequence());
  }

  @Test
  @DisplayName("reads on from where the caller was, a page at a time")
  final void readsPages() {
    for (int i = 0; i < 7; i++) {
      storage.append(STUDY, "e" + i, TIME, "{}");
    }
    List<String> ids = new ArrayList<>();
    long after = 0;
    List<Entry> page = storage.read(STUDY, after, 3);
    while (!page.isEmpty()) {
      assertThat(page).hasSizeLessThanOrEqualTo(3);
      page.forEach(entry -> ids.add(entry.id()));
      after = page.get(page.size() - 1).sequence();
      page = storage.read(STUDY, after, 3);
    }
    assertThat(ids).containsExactly("e0", "e1", "e2", "e3", "e4", "e5", "e6");
    storage.append(STUDY, "late", TIME, "{}");
    assertThat(storage.read(STUDY, after, 3)).extracting(Entry::id).containsExactly("late");
  }

  @Test
  @DisplayName("takes an id once in a study, and says so, also for an equal entry")
  final void takesAnIdOnce() {
    assertThat(storage.append(STUDY, "told/1", TIME, "{\"a\":1}")).isTrue();
    assertThat(storage.append(STUDY, "told/1", TIME, "{\"a\":1}")).isFalse();
    assertThat(storage.append(STUDY, "told/1", TIME, "{\"a\":2}")).isFalse();
    assertThat(storage.append("another", "told/1", TIME, "{\"a\":3}")).isTrue();

    assertThat(storage.read(STUDY, 0, 10)).extracting(Entry::payload).containsExactly("{\"a\":1}");
  }

  @Test
  @DisplayName("lists the studies by name")
  final void listsStudies() {
    assertThat(storage.studies()).isEmpty();
    storage.append("b", "e", TIME, "{}");
    storage.append("a", "e", TIME, "{}");
    storage.append("b", "f", TIME, "{}");

    assertThat(storage.studies()).containsExactly("a", "b");
  }

  @Test
  @DisplayName("has exactly one winner when threads append the same id")
  final void hasOneWinner() {
    for (int round = 0; round < 5; round++) {
      String id = "trial/" + round;
      List<Race.Outcome<Boolean>> outcomes =
          Race.run(i -> () -> storage.append(STUDY, id, TIME, "{\"same\":true}"));

      assertThat(outcomes).allMatch(Race.Outcome::succeeded);
      assertThat(outcomes.stream().filter(it -> Boolean.TRUE.equals(it.value()))).hasSize(1);
    }
    assertThat(storage.read(STUDY, 0, 100)).hasSize(5);
  }

  @Test
  @DisplayName("never shows an entry before one that was read already")
  final void neverInsertsBefore() {
    List<Race.Outcome<List<String>>> outcomes =
        Race.run(
            i ->
                () -> {
                  List<String> seen = new ArrayList<>();
                  long after = 0;
                  for (int n = 0; n < 20; n++) {
                    storage.append(STUDY, i + "/" + n, TIME, "{}");
                    for (Entry entry : storage.read(STUDY, after, 1000)) {
                      seen.add(entry.id());
                      after = entry.sequence();
                    }
                  }
                  for (Entry entry : storage.read(STUDY, after, 1000)) {
                    seen.add(entry.id());
                  }
                  return seen;
                });
    List<String> all = storage.read(STUDY, 0, 1000).stream().map(Entry::id).toList();
    assertThat(all).hasSize(20 * Race.THREADS).doesNotHaveDuplicates();
    for (Race.Outcome<List<String>> outcome : outcomes) {
      assertThat(outcome.failure()).isNull();
      assertThat(outcome.value()).isEqualTo(all.subList(0, outcome.value().size()));
    }
  }

  @Test
  @DisplayName("shows a second process what the first appended, and the other way round")
  final void isShared() {
    StudyStorage second = Reopening.orSkip(this::reopen);
    assertThat(storage.append(STUDY, "1", TIME, "{\"by\":1}")).isTrue();
    assertThat(second.append(STUDY, "1", TIME, "{\"by\":2}")).isFalse();
    assertThat(second.append(STUDY, "2", TIME, "{\"by\":2}")).isTrue();

    assertThat(storage.read(STUDY, 0, 9)).isEqualTo(second.read(STUDY, 0, 9)).hasSize(2);
    assertThat(second.studies()).containsExactly(STUDY);
  }
}
