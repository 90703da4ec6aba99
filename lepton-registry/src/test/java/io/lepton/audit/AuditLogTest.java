package io.lepton.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.audit.AuditWriter.Draft;
import io.lepton.bytes.Digest;
import io.lepton.error.AlreadyExistsException;
import io.lepton.error.ConflictException;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.spi.Catalog.AppendEvent;
import io.lepton.spi.Catalog.Change;
import io.lepton.spi.Catalog.RequireStreamEnd;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditLogTest {
  private final AuditSigner signer = AuditSigner.generate("example.com/log");

  @Test
  @DisplayName("an empty log is intact, has no entries and the root of nothing")
  void empty() {
    AuditLog log = new LogFixture().log;
    assertThat(log.size()).isZero();
    assertThat(log.entries(0, 10)).isEmpty();
    AuditReport report = log.verify();
    assertThat(report.isIntact()).isTrue();
    assertThat(report.root()).isEqualTo(Digest.of(new byte[0]));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 1023, 1024, 1025, 2048, 2049, 3100})
  @DisplayName("a log of any length, however it grew, is one chain that is read back in order")
  void anyLength(int size) {
    LogFixture fixture = new LogFixture();
    fixture.with(size - 1);
    new AuditWriter(fixture.catalog, fixture.clock) // cold: finds the end by itself
        .apply(List.of(), List.of(LogFixture.draft("last", 7)));
    assertThat(fixture.log.size()).isEqualTo(size);
    assertThat(fixture.log.verify().problems()).isEmpty();
    List<AuditEntry> all = fixture.log.entries(0, size + 1);
    assertThat(all).hasSize(size);
    assertThat(all.stream().map(AuditEntry::number))
        .isEqualTo(IntStream.range(0, size).mapToObj(Long::valueOf).toList());
    assertThat(fixture.log.last(1)).containsExactly(all.get(size - 1));
    assertThat(all.get(size - 1).actor()).isEqualTo("last");
    if (size > 1030) {
      assertThat(fixture.log.entries(1020, 10)).isEqualTo(all.subList(1020, 1030));
    }
  }

  @Test
  @DisplayName("an entry and its change are one: without the one, not the other")
  void oneTransaction() {
    LogFixture fixture = new LogFixture().with(3);
    Change impossible = new RequireStreamEnd("other", 0);
    fixture.catalog.apply(List.of(event("other", "1")));
    assertThatThrownBy(
            () -> fixture.writer.apply(List.of(impossible), List.of(LogFixture.draft("a", 0))))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("other");
    assertThat(fixture.log.size()).isEqualTo(3);
    fixture.writer.apply(List.of(event("other", "2")), List.of(LogFixture.draft("a", 0)));
    assertThat(fixture.log.size()).isEqualTo(4);
    assertThat(fixture.catalog.events("other", 0, 9)).hasSize(2);
  }

  private static AppendEvent event(String stream, String id) {
    return new AppendEvent(stream, id, Instant.EPOCH, "{}");
  }

  @Test
  @DisplayName("writers that know nothing of each other make one chain without forks")
  void manyWriters() throws Exception {
    LogFixture fixture = new LogFixture();
    int writers = 6;
    int each = 60;
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int w = 0; w < writers; w++) {
        AuditWriter own = new AuditWriter(fixture.catalog, fixture.clock);
        String name = "writer-" + w;
        done.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < each; i++) {
                    own.apply(List.of(event(name, "" + i)), List.of(LogFixture.draft(name, i)));
                  }
                }));
      }
      for (Future<?> future : done) {
        future.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(fixture.log.verify().problems()).isEmpty();
    List<AuditEntry> all = fixture.log.entries(0, 1000);
    assertThat(all).hasSize(writers * each);
    for (int w = 0; w < writers; w++) {
      String name = "writer-" + w;
      assertThat(all.stream().filter(e -> e.actor().equals(name)).map(AuditEntry::subject))
          .isEqualTo(IntStream.range(0, each).mapToObj(i -> "subject " + i).toList());
      assertThat(fixture.catalog.events(name, 0, 1000)).hasSize(each);
    }
  }

  @Test
  @DisplayName("a condition is checked again when its model was changed meanwhile, and only then")
  void condition() {
    LogFixture fixture = new LogFixture().with(1);
    AuditWriter other = new AuditWriter(fixture.catalog, fixture.clock);
    List<String> checks = new ArrayList<>();
    List<String> meddle = new ArrayList<>(List.of("b", "a", "c"));
    fixture.writer.applyIf(
        List.of(event("x", "1")),
        "a",
        () -> {
          checks.add("check");
          if (!meddle.isEmpty()) {
            other.apply(List.of(), List.of(draftOf(meddle.remove(0))));
          }
          return List.of(draftOf("a"));
        });
    // First of b, which does not matter: no second check, and so no second meddling.
    assertThat(checks).hasSize(1);
    fixture.writer.applyIf(
        List.of(event("x", "2")),
        "a",
        () -> {
          checks.add("check");
          if (!meddle.isEmpty()) {
            other.apply(List.of(), List.of(draftOf(meddle.remove(0))));
          }
          return List.of(draftOf("a"));
        });
    // Then of a: checked again, while c meddles, which does not matter.
    assertThat(checks).hasSize(3);
    assertThat(fixture.catalog.events("x", 0, 9)).hasSize(2);
    assertThat(fixture.log.verify().isIntact()).isTrue();
  }

  @Test
  @DisplayName("a condition that no longer holds keeps the change from being made")
  void conditionFails() {
    LogFixture fixture = new LogFixture().with(1);
    AuditWriter other = new AuditWriter(fixture.catalog, fixture.clock);
    List<String> checks = new ArrayList<>();
    assertThatThrownBy(
            () ->
                fixture.writer.applyIf(
                    List.of(event("x", "1")),
                    "a",
                    () -> {
                      checks.add("check");
                      if (checks.size() == 2) {
                        throw new InvalidInputException("no longer");
                      }
                      other.apply(List.of(), List.of(draftOf("a")));
                      return List.of(draftOf("a"));
                    }))
        .isInstanceOf(InvalidInputException.class);
    assertThat(fixture.catalog.events("x", 0, 9)).isEmpty();
    assertThat(fixture.log.size()).isEqualTo(2);
  }

  private static Draft draftOf(String model) {
    Draft draft = LogFixture.draft("someone", 1);
    return new Draft(
        draft.actor(), draft.action(), model, draft.subject(), draft.outcome(), draft.details());
  }

  @Test
  @DisplayName("checkpoints prove inclusion and consistency to who has nothing but their roots")
  void proofs() {
    LogFixture fixture = new LogFixture().with(11);
    Checkpoint first = fixture.log.checkpoint(signer).checkpoint();
    fixture.with(9);
    Checkpoint second = fixture.log.checkpoint(signer).checkpoint();
    assertThat(first.size()).isEqualTo(11);
    assertThat(second.size()).isEqualTo(20);
    AuditEntry entry = fixture.log.entries(4, 1).get(0);
    for (Checkpoint each : List.of(first, second)) {
      List<Digest> proof = fixture.log.inclusion(4, each.size());
      assertThat(Merkle.verifyInclusion(entry.hash(), 4, each.size(), proof, each.root())).isTrue();
    }
    assertThat(
            Merkle.verifyConsistency(
                11, first.root(), 20, second.root(), fixture.log.consistency(11, 20)))
        .isTrue();
    assertThat(fixture.log.checkpoints()).hasSize(2);
    assertThat(fixture.log.verify(signer.key()).covered()).isEqualTo(20);
    assertThat(fixture.log.verify(AuditSigner.generate("b").key()).covered()).isZero();
    assertThatThrownBy(() -> fixture.log.inclusion(4, 21))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  @DisplayName("a store that lost its tail is found out by a checkpoint kept elsewhere")
  void truncatedStore() {
    LogFixture whole = new LogFixture().with(12);
    String note = whole.log.checkpoint(signer).note();
    AuditLog shorter = new LogFixture().with(12 - 1).log;
    assertThat(shorter.verify(signer.key()).isIntact()).isTrue();
    AuditReport report = shorter.verify(signer.key(), note);
    assertThat(report.firstBad()).hasValue(11);
    assertThat(report.toString()).contains("cut off");
    assertThatThrownBy(() -> shorter.verify(AuditSigner.generate("x").key(), note))
        .isInstanceOf(CorruptDataException.class);
  }

  @Test
  @DisplayName("an export is not written over another")
  void exportTwice(@TempDir Path temp) {
    LogFixture fixture = new LogFixture().with(2);
    fixture.log.export(temp.resolve("a"), signer);
    assertThatThrownBy(() -> fixture.log.export(temp.resolve("a"), signer))
        .isInstanceOf(AlreadyExistsException.class);
    assertThat(AuditExport.verify(temp.resolve("a"), signer.key()).isIntact()).isTrue();
  }

  @Test
  @DisplayName("what is asked out of range is refused")
  void ranges() {
    AuditLog log = new LogFixture().log;
    assertThatThrownBy(() -> log.entries(-1, 1)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> log.entries(0, 0)).isInstanceOf(InvalidInputException.class);
  }
}
