package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.RetiredException;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.s3.S3Server;
import io.lepton.spi.Catalog.RefMove;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Many processes on one PostgreSQL and one S3")
class StressTest {
  private static final String BUCKET = "stress";

  @TempDir Path home;
  private final List<ChildJvm> all = new ArrayList<>();
  private S3Server server;
  private EmbeddedPostgres database;

  @BeforeEach
  void start() throws Exception {
    server = S3Server.start().bucket(BUCKET);
    // The machine does not lose power here, and a client that is killed loses no page.
    database = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
  }

  @AfterEach
  void stop() throws Exception {
    all.forEach(ChildJvm::close);
    database.close();
    server.close();
  }

  @Test
  @DisplayName("(four, a dozen steps each) that save, move, retire and read lose nothing")
  void someSteps() throws Exception {
    run(4, 0, 0, 20261101);
  }

  @Test
  @Tag("slow")
  @DisplayName("(eight, for a minute, killed every few seconds) lose nothing")
  void aMinute() throws Exception {
    run(8, 60_000, 12, 20261102);
  }

  private void run(int processes, int millis, int kills, long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    List<ChildJvm> running = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      running.add(child(random.nextLong()));
    }
    for (String phase : List.of("save", "retire")) { // retiring waits for a moment without saves
      tell(running, phase);
      await(running, "did " + phase);
    }
    long start = System.nanoTime();
    String work = millis == 0 ? "steps 12" : "storm " + millis;
    tell(running, work);
    for (int kill = 0; kill < kills; kill++) {
      ChildJvm victim = running.remove(random.nextInt(running.size()));
      victim.process().waitFor(random.nextInt(millis / kills), TimeUnit.MILLISECONDS);
      victim.process().destroyForcibly().waitFor();
      ChildJvm next = child(random.nextLong());
      next.awaitLine("ready");
      long left = millis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      next.tell("storm " + Math.max(1, left));
      running.add(next);
    }
    await(running, millis == 0 ? "did " + work : "did storm");
    for (ChildJvm child : running) {
      child.process().getOutputStream().close();
      assertThat(child.process().waitFor()).as("%s", last(child)).isZero();
    }
    check(processes, kills);
  }

  private ChildJvm child(long seed) throws IOException {
    String author = "p" + all.size();
    ChildJvm child =
        ChildJvm.start(
            StressProcess.class,
            List.of(
                home.toString(),
                database.getJdbcUrl("postgres", "postgres"),
                server.endpoint().toString(),
                BUCKET,
                author,
                Long.toString(seed)));
    all.add(child);
    return child;
  }

  private static void tell(List<ChildJvm> children, String what) throws IOException {
    for (ChildJvm child : children) {
      child.tell(what);
    }
  }

  private static void await(List<ChildJvm> children, String line) throws InterruptedException {
    for (ChildJvm child : children) {
      child.awaitLine(line);
    }
  }

  private static List<String> last(ChildJvm child) {
    List<String> lines = child.lines();
    return lines.subList(Math.max(0, lines.size() - 30), lines.size());
  }

  /** What was acknowledged, by all who ever ran. */
  private List<String> said(String pattern) {
    return all.stream().flatMap(c -> c.lines().stream()).filter(l -> l.matches(pattern)).toList();
  }

  private void check(int processes, int kills) {
    assertThat(said("failed.*|.*Exception.*")).isEmpty();
    List<String> saved =
        said("saved [0-9a-f]{64} .*").stream().map(line -> line.substring(6, 70)).toList();
    try (ModelManager models = open()) {
      Model model = models.model(StressProcess.MODEL);
      List<Version> versions = model.versions();
      assertThat(versions).extracting(v -> v.id().hex()).containsAll(saved);
      assertThat(versions.size() - saved.size())
          .as("saves that a kill kept from being acknowledged")
          .isBetween(0, kills);
      assertThat(versions)
          .extracting(Version::number)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, versions.size()).boxed().toList());
      checkBranches(model, versions.size());
      checkChampion(model, kills);
      checkRetired(models, model, processes);
      VerifyReport report = models.verify();
      assertThat(report.problems()).isEmpty();
      assertThat(report.unindexedPacks().size())
          .as("packs of savers that were killed")
          .isBetween(0, kills);
      System.out.printf(
          "%d processes, %d kills: %d saves, %d moves, %d moves overtaken, %d reads, %d retired%n",
          all.size(),
          kills,
          saved.size(),
          said("moved .*").size(),
          said("overtaken").size(),
          said("read .*").size(),
          said("retired .*").size());
    }
  }

  private ModelManager open() {
    return ModelManager.builder(home)
        .author("after")
        .blobs(server.store(BUCKET).open())
        .catalog(
            PostgresCatalog.open(
                database.getJdbcUrl("postgres", "postgres"), "postgres", "postgres"))
        .open();
  }

  /** Each branch is a chain of versions, and its history one of compare-and-sets. */
  private static void checkBranches(Model model, int versions) {
    int onBranches = 0;
    for (String branch : model.branches().keySet()) {
      List<Version> log = model.log(branch);
      for (int i = 0; i + 1 < log.size(); i++) {
        assertThat(log.get(i).parents()).containsExactly(log.get(i + 1).id());
      }
      assertThat(log.get(log.size() - 1).parents()).isEmpty();
      List<RefMove> history = model.branch(branch).history();
      assertChain(history);
      assertThat(history).extracting(RefMove::to).hasSameSizeAs(log);
      onBranches += log.size();
    }
    assertThat(onBranches).as("versions on exactly one branch").isEqualTo(versions);
  }

  private void checkChampion(Model model, int kills) {
    List<RefMove> history = model.alias(StressProcess.CHAMPION).history();
    assertChain(history);
    List<String> moves =
        history.stream().map(m -> "moved " + hex(m.from()) + " " + hex(m.to())).toList();
    List<String> acknowledged = said("moved ([0-9a-f]{64}|-) [0-9a-f]{64}");
    assertThat(moves).containsAll(acknowledged);
    assertThat(moves.size() - acknowledged.size()).isBetween(0, kills);
  }

  private static String hex(VersionId id) {
    return id == null ? "-" : id.hex();
  }

  private static void assertChain(List<RefMove> history) {
    VersionId at = null;
    for (RefMove move : history) {
      assertThat(move.from()).isEqualTo(at);
      at = move.to();
    }
  }

  private void checkRetired(ModelManager models, Model model, int processes) {
    List<String> retired = said("retired [0-9a-f]{64}");
    Set<String> ids = new HashSet<>();
    retired.forEach(line -> ids.add(line.substring(8)));
    assertThat(ids).hasSize(processes);
    for (String id : ids) {
      Version version = model.version(id);
      assertThat(models.retirement(version)).isNotEqualTo(Optional.empty());
      assertThatThrownBy(() -> models.load(version)).isInstanceOf(RetiredException.class);
    }
    try (Stream<Version> living =
        model.versions().stream().filter(v -> !ids.contains(v.id().hex()))) {
      assertThat(living).allMatch(version -> SavingProcess.isWhole(models, version));
    }
  }
}
