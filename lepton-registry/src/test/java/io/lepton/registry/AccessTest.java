package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.access.ReadAudit;
import io.lepton.access.Role;
import io.lepton.access.RolePolicy;
import io.lepton.audit.AuditEntry;
import io.lepton.audit.Outcome;
import io.lepton.error.AccessDeniedException;
import io.lepton.error.ConflictException;
import io.lepton.error.InvalidInputException;
import io.lepton.model.Version;
import io.lepton.spi.Catalog.RefMove;
import io.lepton.testkit.FakeClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A store with an access policy")
class AccessTest {
  @TempDir Path folder;
  private final FakeClock clock = FakeClock.at("2026-03-01T10:00:00Z");
  private ModelManager root;
  private ModelManager reader;
  private ModelManager writer;
  private ModelManager approver;
  private ModelManager stranger;

  @BeforeEach
  void open() {
    root =
        ModelManager.builder(folder)
            .author("root")
            .clock(clock)
            .access(
                RolePolicy.builder()
                    .grant("root", Role.ADMIN, "*")
                    .grant("rita", Role.READER, "credit*")
                    .grant("will", Role.WRITER, "credit")
                    .grant("anna", Role.APPROVER, "credit")
                    .build())
            .auditReads(ReadAudit.LOADS)
            .open();
    reader = root.as("rita");
    writer = root.as("will");
    approver = root.as("anna");
    stranger = root.as("mallory");
  }

  @AfterEach
  void close() {
    root.close();
  }

  private List<AuditEntry> log() {
    return root.audit().entries(0, 1000);
  }

  private AuditEntry last() {
    return root.audit().last(1).get(0);
  }

  @Test
  @DisplayName("names the actor of a view in versions, moves and the audit log")
  void actor() {
    Version v1 = writer.model("credit").save(Samples.small(1)).message("first").commit();
    assertThat(v1.author()).isEqualTo("will");
    assertThat(last().actor()).isEqualTo("will");
    assertThat(last().action()).isEqualTo("SAVE");
    assertThat(last().outcome()).isEqualTo(Outcome.DONE);
    assertThat(last().details())
        .containsEntry("version", v1.id().hex())
        .containsEntry("branch", "main");
    RefMove move = approver.model("credit").alias("champion").moveTo(v1).because("good");
    assertThat(move.author()).isEqualTo("anna");
    assertThat(last().details()).containsEntry("to", v1.id().hex()).containsEntry("reason", "good");
    writer.close(); // a view: the store stays open
    assertThat(root.model("credit").version(1)).isEqualTo(v1);
    assertThat(root.audit().verify().isIntact()).isTrue();
  }

  @Test
  @DisplayName("denies before a byte is written, and records who asked for what")
  void deniesEarly() throws Exception {
    long packs = count();
    assertThatThrownBy(() -> reader.model("credit").save(Samples.snapshot(1)).commit())
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("rita")
        .hasMessageContaining("SAVE")
        .hasMessageContaining("WRITER");
    assertThat(count()).isEqualTo(packs);
    assertThat(last().outcome()).isEqualTo(Outcome.DENIED);
    assertThat(last().actor()).isEqualTo("rita");
    assertThat(last().model()).isEqualTo("credit");
  }

  private long count() throws Exception {
    try (Stream<Path> files = Files.walk(folder.resolve("packs"))) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  @Test
  @DisplayName("gives each role what it may do, and no more")
  void roles() {
    Version v1 = writer.model("credit").save(Samples.small(1)).commit();
    Version v2 = writer.model("credit").save(Samples.small(2)).commit();
    assertThat(reader.load(v1)).isNotNull();
    assertThat(reader.model("credit").log()).containsExactly(v2, v1);
    writer.attach(v1, Samples.evaluation("test", "roc_auc", 0.8));
    approver.approve(v1).because("looks right");
    approver.model("credit").alias("champion").moveTo(v1).because("approved");
    for (ModelManager denied : List.of(reader, approver, stranger)) {
      assertThatThrownBy(() -> denied.attach(v1, Samples.evaluation("t", "roc_auc", 0.8)))
          .isInstanceOf(AccessDeniedException.class);
    }
    for (ModelManager denied : List.of(reader, writer, stranger)) {
      assertThatThrownBy(() -> denied.approve(v1).because("me too"))
          .isInstanceOf(AccessDeniedException.class);
    }
    for (ModelManager denied : List.of(reader, writer, approver, stranger)) {
      assertThatThrownBy(() -> denied.retire(v2).because("old"))
          .isInstanceOf(AccessDeniedException.class);
      assertThatThrownBy(denied::verify).isInstanceOf(AccessDeniedException.class);
    }
    assertThat(root.retire(v2).because("old").version()).isEqualTo(v2.id());
    assertThat(root.verify().isSound()).isTrue();
  }

  @Test
  @DisplayName("hides models that the actor may not see, in lists, searches and listeners")
  void hides() {
    root.model("credit").save(Samples.small(1)).commit();
    root.model("secret").save(Samples.small(2)).commit();
    List<RefMove> seen = new ArrayList<>();
    reader.onRefMoved(seen::add);
    root.model("credit").save(Samples.small(3)).commit();
    Version hidden = root.model("secret").save(Samples.small(4)).commit();
    assertThat(reader.models()).extracting(Model::name).containsExactly("credit");
    assertThat(reader.search().list()).extracting(Version::model).containsOnly("credit");
    assertThat(stranger.models()).isEmpty();
    assertThat(seen).extracting(move -> move.ref().model()).containsExactly("credit");
    assertThatThrownBy(() -> reader.load(hidden)).isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> reader.model("secret").log())
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> reader.diff(hidden, hidden)).isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> reader.model("credit").version("9")).hasMessageNotContaining("secret");
  }

  @Test
  @DisplayName("lets who may retire one model retire it, though it shares with hidden ones")
  void retiresBesideHidden() {
    ModelManager only =
        ModelManager.builder(folder.resolve("other"))
            .author("root")
            .access(
                RolePolicy.builder()
                    .grant("root", Role.ADMIN, "*")
                    .grant("ed", Role.ADMIN, "mine")
                    .build())
            .open();
    try (only) {
      Version theirs = only.model("theirs").save(Samples.snapshot(1)).commit();
      Version mine = only.model("mine").save(Samples.snapshot(1)).commit();
      Retirement done = only.as("ed").retire(mine).because("not needed");
      assertThat(done.chunksDestroyed()).isZero();
      assertThat(done.chunksKept()).isPositive();
      assertThat(only.verify(theirs).isSound()).isTrue();
      assertThatThrownBy(() -> only.as("ed").retire(theirs).because("x"))
          .isInstanceOf(AccessDeniedException.class);
    }
  }

  @Test
  @DisplayName("records loads on request, and a denied read once a minute")
  void reads() {
    Version v1 = root.model("credit").save(Samples.small(1)).commit();
    reader.load(v1);
    assertThat(last().action()).isEqualTo("LOAD");
    assertThat(last().outcome()).isEqualTo(Outcome.ALLOWED);
    int before = log().size();
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> stranger.load(v1)).isInstanceOf(AccessDeniedException.class);
    }
    assertThat(log()).hasSize(before + 1);
    clock.advance(Duration.ofMinutes(2));
    assertThatThrownBy(() -> stranger.load(v1)).isInstanceOf(AccessDeniedException.class);
    assertThat(log()).hasSize(before + 2);
    assertThat(last().outcome()).isEqualTo(Outcome.DENIED);
  }

  @Test
  @DisplayName("lets only some read the audit log")
  void auditLog() {
    assertThatThrownBy(() -> writer.audit().size()).isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> stranger.audit().verify()).isInstanceOf(AccessDeniedException.class);
    assertThat(root.audit().verify().isIntact()).isTrue();
  }

  @Test
  @DisplayName("guards experiments as a matter of the whole store")
  void experiments() {
    assertThatThrownBy(() -> reader.experiments().read("e", 0, 1))
        .isInstanceOf(AccessDeniedException.class);
    assertThat(root.experiments().read("e", 0, 1)).isEmpty();
  }

  @Test
  @DisplayName("records nothing of a change that failed")
  void failedChange() {
    Version v1 = root.model("credit").save(Samples.small(1)).commit();
    Version v2 = root.model("credit").save(Samples.small(2)).commit();
    root.model("credit").alias("champion").moveTo(v1).because("first");
    int before = log().size();
    assertThatThrownBy(
            () -> root.model("credit").alias("champion").moveTo(v2).expecting(v2).because("x"))
        .isInstanceOf(ConflictException.class);
    assertThat(log()).hasSize(before);
  }

  @Test
  @DisplayName("without a policy records every write all the same")
  void withoutPolicy() {
    try (ModelManager open = ModelManager.builder(folder.resolve("open")).author("ann").open()) {
      Version v1 =
          open.model("m")
              .save(Samples.small(1))
              .tag("t")
              .evaluation(Samples.evaluation("test", "roc_auc", 0.8))
              .commit();
      open.attach(v1, Samples.evaluation("test2", "roc_auc", 0.8));
      open.model("m").branch("b").createAt(v1);
      open.model("m").alias("a").moveTo(v1).because("x");
      open.model("m").stage("s").moveTo(v1).because("x");
      Version v2 = open.model("m").save(Samples.small(2)).commit();
      open.retire(v2).because("wrong");
      assertThat(open.audit().entries(0, 100))
          .extracting(AuditEntry::action)
          .containsExactly(
              "SAVE",
              "TAG",
              "EVALUATE",
              "EVALUATE",
              "MOVE_BRANCH",
              "MOVE_ALIAS",
              "MOVE_STAGE",
              "SAVE",
              "RETIRE",
              "MAINTAIN");
      assertThat(open.audit().verify().isIntact()).isTrue();
    }
  }

  @Test
  @DisplayName("takes only patterns it understands")
  void patterns() {
    for (String bad : List.of("", "*x", "a*b", "**")) {
      assertThatThrownBy(() -> RolePolicy.builder().grant("a", Role.READER, bad))
          .isInstanceOf(InvalidInputException.class);
    }
  }
}
