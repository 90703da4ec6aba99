package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.ByteSource;
import io.lepton.error.AlreadyExistsException;
import io.lepton.error.ConflictException;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.error.RetiredException;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.spi.Ref;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.testkit.Damage;
import io.lepton.testkit.FaultInjectingBlobStore;
import io.lepton.testkit.InMemoryBlobStore;
import io.lepton.testkit.InMemoryCatalog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Between two stores")
class TransferTest {
  @TempDir Path temp;
  private ModelManager here;
  private ModelManager there;
  private InMemoryBlobStore disk;

  @BeforeEach
  void open() {
    here = ModelManager.builder(temp.resolve("here")).author("ann").open();
    disk = new InMemoryBlobStore();
    there =
        ModelManager.builder(temp.resolve("there"))
            .author("bob")
            .blobs(disk)
            .catalog(new InMemoryCatalog())
            .open();
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  /** The same snapshot with one tensor more. */
  private static ModelSnapshot grown(ModelSnapshot snapshot, String name) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(snapshot.weights().asMap());
    tensors.put(name, Tensor.ofLongs(io.lepton.tensor.Shape.of(2), name.hashCode(), 1));
    return new ModelSnapshot(
        snapshot.format(),
        snapshot.config(),
        Weights.of(tensors),
        snapshot.files(),
        snapshot.hyperparameters(),
        snapshot.signature(),
        snapshot.lineage());
  }

  static void assertSame(ModelManager a, ModelManager b, Version version) {
    ModelSnapshot left = a.load(version);
    ModelSnapshot right = b.load(version);
    assertThat(right.weights().contentEquals(left.weights())).isTrue();
    assertThat(right.config()).isEqualTo(left.config());
    assertThat(right.files().keySet()).isEqualTo(left.files().keySet());
    left.files()
        .forEach(
            (name, bytes) ->
                assertThat(right.files().get(name).readAll()).isEqualTo(bytes.readAll()));
  }

  @Test
  @DisplayName("a push brings every version over, under its id, and the next one sends nothing")
  void push() {
    Model model = here.model("m");
    Version v1 = model.save(Samples.snapshot(1)).message("one").commit();
    Version v2 = model.save(Samples.snapshot(2)).tag("t").commit();
    List<TransferProgress> seen = new ArrayList<>();
    TransferReport report = here.push("m").branch("main").tag("t").onProgress(seen::add).to(there);
    assertThat(report.versions()).containsExactly(v1.id(), v2.id());
    assertThat(report.moves()).extracting(move -> move.ref().name()).containsExactly("main", "t");
    assertThat(report.moves()).extracting(move -> move.author()).containsOnly("ann");
    assertThat(report.bytesStored()).isBetween(1L, report.bytesSent());
    assertThat(there.model("m").branch("main").head()).isEqualTo(v2);
    assertThat(there.model("m").tag("t").version()).isEqualTo(v2);
    assertThat(there.model("m").log()).containsExactly(v2, v1);
    assertSame(here, there, v1);
    assertSame(here, there, v2);
    assertThat(there.verify().isSound()).isTrue();
    assertThat(seen.get(seen.size() - 1).versionsRead()).isEqualTo(2);
    TransferReport again = here.push("m").branch("main").tag("t").to(there);
    assertThat(again.versions()).isEmpty();
    assertThat(again.moves()).isEmpty();
    assertThat(again.chunksSent()).isZero();
  }

  @Test
  @DisplayName("only the chunks that lack travel")
  void onlyWhatLacks() {
    Model model = here.model("m");
    ModelSnapshot first = Samples.snapshot(1);
    model.save(first).commit();
    TransferReport all = here.push("m").to(there);
    // 2 + 1 + 1 + 1 + 1 chunks of tensors (the two of zeros differ in length), and 1 of a file.
    assertThat(all.chunksSent()).isEqualTo(8);
    Version v2 = model.save(grown(first, "extra")).commit();
    TransferReport report = here.push("m").to(there);
    assertThat(report.chunksSent()).isEqualTo(1);
    assertThat(report.bytesSent()).isEqualTo(16);
    assertThat(report.chunksSkipped()).isEqualTo(8);
    assertThat(report.bytesSkipped()).isEqualTo(all.bytesSent());
    assertSame(here, there, v2);
  }

  @Test
  @DisplayName("a branch that moved on is refused with what the remote has, until it was pulled")
  void movedOn() {
    Version base = here.model("m").save(Samples.small(1)).commit();
    here.push("m").to(there);
    Version theirs = there.model("m").save(Samples.small(2)).message("from bob").commit();
    Version mine = here.model("m").save(Samples.small(3)).commit();
    assertThatThrownBy(() -> here.push("m").to(there))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining(theirs.id().toString())
        .hasMessageContaining("bob")
        .hasMessageContaining("from bob")
        .hasMessageContaining("pull first");
    assertThat(there.model("m").versions()).containsExactly(base, theirs);
    assertThatThrownBy(() -> here.pull("m").from(there))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("both ends");
    assertThat(here.model("m").branch("main").head()).isEqualTo(mine);
    here.pull("m").branch("main", "theirs").from(there);
    assertThat(here.model("m").branch("theirs").head()).isEqualTo(theirs);
    Version merged =
        here.model("m").save(Samples.small(4)).parents(mine, theirs).message("both").commit();
    here.push("m").to(there);
    assertThat(there.model("m").branch("main").head()).isEqualTo(merged);
    assertThat(there.model("m").log()).contains(mine, theirs, base);
  }

  @Test
  @DisplayName("overwriting names what it expects, and is refused when that is not there")
  void overwriting() {
    Version base = here.model("m").save(Samples.small(1)).commit();
    here.push("m").to(there);
    Version theirs = there.model("m").save(Samples.small(2)).commit();
    Version mine = here.model("m").save(Samples.small(3)).commit();
    assertThatThrownBy(() -> here.push("m").overwriting(base).to(there))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining(theirs.id().toString());
    here.push("m").overwriting(theirs).because("agreed with bob").to(there);
    assertThat(there.model("m").branch("main").head()).isEqualTo(mine);
    assertThat(there.model("m").branch("main").history())
        .last()
        .satisfies(move -> assertThat(move.reason()).isEqualTo("agreed with bob"));
    assertThatThrownBy(
            () -> here.push("m").branch("main").branch("main", "x").overwriting(mine).to(there))
        .satisfiesAnyOf(
            e -> assertThat(e).isInstanceOf(InvalidInputException.class),
            e -> assertThat(e).isInstanceOf(ConflictException.class));
  }

  @Test
  @DisplayName("a pull fetches, moves forward, and leaves a branch that is ahead")
  void pull() {
    there.model("m").save(Samples.small(1)).commit();
    Version v2 = there.model("m").save(Samples.small(2)).commit();
    assertThat(here.pull("m").from(there).versions()).hasSize(2);
    assertThat(here.model("m").branch("main").head()).isEqualTo(v2);
    Version v3 = here.model("m").save(Samples.small(3)).commit();
    assertThat(here.pull("m").from(there).moves()).isEmpty();
    assertThat(here.model("m").branch("main").head()).isEqualTo(v3);
    assertThatThrownBy(() -> here.pull("m").branch("none").from(there))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("branch main");
    assertThatThrownBy(() -> here.pull("m").from(here)).isInstanceOf(InvalidInputException.class);
  }

  @Test
  @DisplayName("tags never move, and aliases only when they are named and what they leave is too")
  void tagsAndAliases() {
    Version v1 = here.model("m").save(Samples.small(1)).tag("t").commit();
    here.model("m").alias("champion").moveTo(v1).because("first");
    here.push("m").everything().to(there);
    assertThat(there.model("m").aliases()).isEmpty();
    assertThat(there.model("m").tags()).containsOnlyKeys("t");
    here.push("m").ref(Ref.Kind.ALIAS, "champion").to(there);
    assertThat(there.model("m").alias("champion").version()).isEqualTo(v1);
    Version v2 = here.model("m").save(Samples.small(2)).commit();
    here.model("m").alias("champion").moveTo(v2).because("better");
    assertThatThrownBy(() -> here.push("m").ref(Ref.Kind.ALIAS, "champion").to(there))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("overwriting");
    here.push("m").ref(Ref.Kind.ALIAS, "champion").overwriting(v1).to(there);
    assertThat(there.model("m").alias("champion").version()).isEqualTo(v2);
    there.model("m").tag("u").createAt(v1);
    here.model("m").tag("u").createAt(v2);
    assertThatThrownBy(() -> here.push("m").tag("u").to(there))
        .isInstanceOf(AlreadyExistsException.class)
        .hasMessageContaining("tags never move");
  }

  @Test
  @DisplayName("evaluations travel once, also those attached after their version travelled")
  void evaluations() {
    Version v1 =
        here.model("m")
            .save(Samples.small(1))
            .evaluation(Samples.evaluation("a", "auc", 0.8))
            .commit();
    assertThat(here.push("m").to(there).evaluations()).isEqualTo(1);
    here.attach(v1, Samples.evaluation("b", "auc", 0.7));
    assertThat(here.push("m").to(there).evaluations()).isEqualTo(1);
    assertThat(here.push("m").to(there).evaluations()).isZero();
    assertThat(there.evaluations(v1)).isEqualTo(here.evaluations(v1));
  }

  @Test
  @DisplayName("a retired version travels as its record, and a living one is not destroyed")
  void retired() {
    Version v1 = here.model("m").save(Samples.snapshot(1)).commit();
    Version v2 = here.model("m").save(Samples.snapshot(2)).commit();
    Retirement certificate = here.retire(v1).because("leaked data");
    here.push("m").to(there);
    assertThatThrownBy(() -> there.load(v1))
        .isInstanceOf(RetiredException.class)
        .hasMessageContaining("leaked data");
    assertThat(there.retirement(v1)).contains(certificate);
    assertThat(there.model("m").log()).containsExactly(v2, v1);
    Version v3 = here.model("m").save(Samples.snapshot(3)).commit();
    here.retire(v2).because("old");
    TransferReport report = here.push("m").to(there);
    assertThat(report.retiredAtSource()).containsExactly(v2.id());
    assertThat(there.retirement(v2)).isEmpty();
    assertSame(here, there, v3);
    assertThat(there.verify().isSound()).isTrue();
  }

  @Test
  @DisplayName(
      "a chunk that is damaged at the sender ends the push and leaves the receiver as it was")
  void damagedSender() {
    InMemoryBlobStore packs = new InMemoryBlobStore();
    FaultInjectingBlobStore blobs = FaultInjectingBlobStore.over(packs, 3);
    try (ModelManager damaged = ModelManager.builder(temp.resolve("damaged")).blobs(blobs).open()) {
      damaged.model("m").save(Samples.snapshot(1)).commit();
      blobs.damage(packs.list("").findAny().orElseThrow(), Damage.FLIP_BIT);
      assertThatThrownBy(() -> damaged.push("m").to(there))
          .isInstanceOf(CorruptDataException.class);
    }
    assertThat(there.models()).isEmpty();
    assertThat(disk.list("")).isEmpty();
  }

  @Test
  @DisplayName("bytes that are not what their name says are refused before anything is indexed")
  void lyingSender() {
    here.model("m").save(Samples.snapshot(1)).commit();
    VersionSource honest = new StoreSource(here.store());
    VersionSource liar =
        new ForwardingSource(honest) {
          @Override
          public List<ByteSource> content(VersionId id, List<Piece> pieces) {
            List<ByteSource> content = new ArrayList<>(super.content(id, pieces));
            byte[] bytes = new byte[(int) content.get(0).size()];
            content.get(0).readAll().get(bytes);
            bytes[bytes.length / 2] ^= 1;
            content.set(0, ByteSource.of(bytes));
            return content;
          }
        };
    assertThatThrownBy(() -> there.pull("m").from(liar))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("expected SHA-256");
    VersionSource forger =
        new ForwardingSource(honest) {
          @Override
          public byte[] manifest(VersionId id) {
            byte[] json = super.manifest(id);
            json[json.length - 3] ^= 1;
            return json;
          }
        };
    assertThatThrownBy(() -> there.pull("m").from(forger))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("manifest");
    assertThat(disk.list("")).isEmpty();
    assertThat(there.models()).isEmpty();
  }

  @Test
  @DisplayName("parents of another model come along")
  void otherModels() {
    Version teacher = here.model("teacher").save(Samples.small(1)).commit();
    Version student = here.model("student").save(Samples.small(2)).parents(teacher).commit();
    TransferReport report = here.push("student").to(there);
    assertThat(report.versions()).containsExactly(teacher.id(), student.id());
    assertThat(there.model("teacher").versions()).containsExactly(teacher);
  }

  @Test
  @DisplayName("what is stored as a difference arrives whole, and is stored as one again")
  void differences() {
    java.util.Random random = new java.util.Random(5);
    byte[] bytes = new byte[3 << 20];
    random.nextBytes(bytes);
    List<Version> versions = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3000; j++) {
        bytes[random.nextInt(bytes.length)]++;
      }
      ModelSnapshot snapshot =
          ModelSnapshot.builder("f/1")
              .weights(
                  Weights.builder()
                      .put(
                          "w",
                          Tensor.of(
                              io.lepton.tensor.DType.F32,
                              io.lepton.tensor.Shape.of(bytes.length / 4),
                              ByteSource.of(bytes.clone())))
                      .build())
              .build();
      versions.add(here.model("m").save(snapshot).commit());
    }
    TransferReport report = here.push("m").to(there);
    assertThat(report.bytesSent()).isEqualTo(9L << 20);
    assertThat(report.bytesStored()).isLessThan(4L << 20);
    for (Version version : versions) {
      assertSame(here, there, version);
    }
    here.retire(versions.get(0)).because("old");
    there.retire(versions.get(1)).because("old");
    assertSame(here, there, versions.get(2));
    assertThat(there.verify().isSound()).isTrue();
  }
}
