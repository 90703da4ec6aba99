package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.spi.BlobStore;
import io.lepton.spi.Catalog.AddPack;
import io.lepton.tensor.DType;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.testkit.FakeClock;
import io.lepton.testkit.InMemoryBlobStore;
import io.lepton.testkit.InMemoryCatalog;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A garbage collection")
class GcTest {
  @TempDir Path folder;
  private final FakeClock clock = FakeClock.at("2026-03-01T10:00:00Z");
  private final InMemoryBlobStore blobs = new InMemoryBlobStore();
  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private final List<Version> saved = new ArrayList<>();
  private ModelManager models;

  @BeforeEach
  void open() {
    models = ModelManager.builder(folder).blobs(blobs).catalog(catalog).clock(clock).open();
  }

  @AfterEach
  void close() {
    models.close();
  }

  private static ModelSnapshot snapshot(int seed) {
    Tensor own = Samples.random(new Random(seed), DType.F32, 1000);
    Tensor shared = Samples.random(new Random(-1), DType.F32, 1000);
    return ModelSnapshot.builder("f/1")
        .weights(Weights.builder().put("own", own).put("shared", shared).build())
        .build();
  }

  private void save(int count) {
    for (int i = 0; i < count; i++) {
      saved.add(models.model("m").save(snapshot(saved.size())).commit());
    }
  }

  private void assertWhole() {
    assertThat(models.verify().problems()).isEmpty();
    for (int i = 0; i < saved.size(); i++) {
      assertThat(models.load(saved.get(i)).weights().contentEquals(snapshot(i).weights()))
          .as("v%d", i + 1)
          .isTrue();
    }
  }

  private long size() {
    return blobs.list("").mapToLong(blobs::size).sum();
  }

  private void write(String key, byte[] content) {
    blobs.delete(key);
    try (var writer = blobs.create(key)) {
      writer.write(ByteBuffer.wrap(content));
      writer.commit();
    }
  }

  private static byte[] read(BlobStore from, String key) {
    byte[] bytes = new byte[(int) from.size(key)];
    from.read(key, 0, bytes.length).get(bytes);
    return bytes;
  }

  /** A pack of another store, put into this one and not indexed. */
  private AddPack foreignPack(int floats) {
    InMemoryBlobStore theirs = new InMemoryBlobStore();
    InMemoryCatalog index = new InMemoryCatalog();
    try (ModelManager source =
        ModelManager.builder(folder.resolve("o")).blobs(theirs).catalog(index).open()) {
      source
          .model("x")
          .save(
              ModelSnapshot.builder("f/1")
                  .weights(
                      Weights.builder()
                          .put("w", Samples.random(new Random(99), DType.F32, floats))
                          .build())
                  .build())
          .commit();
      String pack = theirs.list("").max(Comparator.comparing(theirs::size)).orElseThrow();
      write(pack, read(theirs, pack));
      return new AddPack(pack, index.chunksOf(pack));
    }
  }

  @Test
  @DisplayName("of a store without garbage changes nothing")
  void nothing() {
    assertThat(models.maintenance().gc().run())
        .isEqualTo(new GcReport(0, 0, 0, 0, List.of(), List.of()));
    save(5);
    List<String> before = blobs.list("").sorted().toList();
    assertThat(models.maintenance().gc().run().packsRemoved()).isZero();
    assertThat(blobs.list("").sorted().toList()).isEqualTo(before);
  }

  @Test
  @DisplayName("makes few packs of many small ones, and a dry run foretells it to the byte")
  void consolidates() {
    save(40);
    long before = size();
    GcReport dry = models.maintenance().gc().dryRun();
    assertThat(blobs.list("")).hasSize(40);

    GcReport report = models.maintenance().gc().run();

    assertThat(report).isEqualTo(dry);
    assertThat(report.packsRemoved()).isEqualTo(40);
    assertThat(report.packsWritten()).isEqualTo(1);
    assertThat(report.bytesFreed()).isEqualTo(before - size()).isEqualTo(39 * 48);
    assertThat(blobs.list("")).hasSize(1);
    assertThat(report.chunksDropped()).isZero();
    assertWhole();
    assertThat(models.maintenance().gc().run().packsRemoved()).as("done is done").isZero();
    assertThat(report.toString()).contains("40 packs removed, 1 written");
  }

  @Test
  @DisplayName("drops chunks that no version needs, as of a transfer that never ended")
  void dropsUnneeded() {
    save(2);
    AddPack foreign = foreignPack(2_400_000); // so large that the manifest is in another pack
    catalog.apply(List.of(foreign));
    assertThat(models.maintenance().stats().idleBytes()).isEqualTo(blobs.size(foreign.pack()) - 48);
    GcReport dry = models.maintenance().gc().dryRun();
    GcReport report = models.maintenance().gc().run();
    assertThat(report).isEqualTo(dry);
    assertThat(report.chunksDropped()).isEqualTo(foreign.chunks().size());
    assertThat(report.packsRemoved()).isEqualTo(1);
    assertThat(report.packsWritten()).isZero();
    assertThat(models.maintenance().stats().idleBytes()).isZero();
    assertThat(models.verify().unindexedPacks()).isEmpty();
    assertWhole();
  }

  @Test
  @DisplayName("keeps what a version needs that the catalogue does not list")
  void unlisted() {
    save(1);
    AddPack foreign = foreignPack(3000);
    catalog.apply(List.of(foreign));
    assertThat(models.maintenance().gc().run().packsRemoved()).isZero();
    assertThat(blobs.list("")).contains(foreign.pack());
    // With the manifest damaged nobody knows what it needs.
    byte[] bytes = read(blobs, foreign.pack());
    bytes[bytes.length - 32 - 2 * 56 - 1] ^= 1;
    write(foreign.pack(), bytes);
    GcReport report = models.maintenance().gc().run();
    assertThat(report.packsRemoved()).isZero();
    assertThat(report.kept().toString()).contains("all chunks", foreign.pack(), "damaged manifest");
  }

  @Test
  @DisplayName("removes a crashed save's pack when it was seen a grace period ago, not before")
  void grace() {
    save(1);
    String stray = "ab/stray.pack";
    write(stray, read(blobs, blobs.list("").findAny().orElseThrow()));
    long before = size();

    Gc gc = models.maintenance().gc();
    assertThat(gc.dryRun().waiting()).containsExactly(stray);
    assertThat(gc.run().waiting()).containsExactly(stray);
    clock.advance(Duration.ofHours(23));
    assertThat(gc.run().waiting()).containsExactly(stray);
    assertThat(gc.run().toString()).contains("waiting", stray);
    assertThat(blobs.list("")).contains(stray);
    clock.advance(Duration.ofHours(1));
    assertThat(gc.dryRun().packsRemoved()).isEqualTo(1);
    GcReport report = gc.run();
    assertThat(report.packsRemoved()).isEqualTo(1);
    assertThat(report.bytesFreed()).isEqualTo(before / 2);
    assertThat(report.waiting()).isEmpty();
    assertThat(blobs.list("")).hasSize(1).doesNotContain(stray);
    assertWhole();
  }

  @Test
  @DisplayName("keeps everything while a pack in no index cannot be read")
  void unreadableStray() {
    save(1);
    write("ab/stray.pack", new byte[100]);
    GcReport report = models.maintenance().gc().grace(Duration.ZERO).run();
    assertThat(report.kept()).hasSize(1);
    assertThat(report.toString()).contains("ab/stray.pack", "repair it, or move it out");
    assertThat(blobs.list("")).contains("ab/stray.pack");
  }

  @Test
  @DisplayName("leaves a damaged pack as it is, says so, and goes on with the others")
  void damaged() {
    save(20);
    String damaged = blobs.list("").sorted().toList().get(7);
    byte[] bytes = read(blobs, damaged);
    bytes[16 + 56 + 7] ^= 1;
    write(damaged, bytes);
    GcReport report = models.maintenance().gc().run();
    assertThat(report.packsRemoved()).isEqualTo(19);
    assertThat(report.kept()).hasSize(1);
    assertThat(report.kept().get(0)).contains(damaged, "repaired first");
    assertThat(blobs.list("")).hasSize(2).contains(damaged);
    assertThat(models.verify().problems()).hasSize(1);
  }

  /** Runs a garbage collection when the first pack was published, before it is indexed. */
  private final class Slow extends FlippedBit {
    private boolean ran;

    Slow() {
      super(blobs);
    }

    @Override
    public Writer create(String key) {
      Writer inner = super.create(key);
      return new Writer() {
        @Override
        public void write(ByteBuffer bytes) {
          inner.write(bytes);
        }

        @Override
        public void commit() {
          inner.commit();
          if (!ran) {
            ran = true;
            assertThat(models.maintenance().gc().grace(Duration.ZERO).run().packsRemoved())
                .as("the only pack of a save that runs")
                .isEqualTo(1);
          }
        }

        @Override
        public void close() {
          inner.close();
        }
      };
    }
  }

  @Test
  @DisplayName("that takes the packs of a very long save makes it store them again")
  void outlasted() {
    Slow slow = new Slow();
    try (ModelManager saver =
        ModelManager.builder(folder).blobs(slow).catalog(catalog).clock(clock).open()) {
      saved.add(saver.model("m").save(snapshot(0)).commit());
    }
    assertThat(slow.ran).isTrue();
    assertWhole();
    assertThat(models.verify().unindexedPacks()).isEmpty();
  }

  @Test
  @DisplayName("refuses a grace period or threshold that is none")
  void refuses() {
    Gc gc = models.maintenance().gc();
    assertThatThrownBy(() -> gc.grace(Duration.ofSeconds(-1)))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> gc.rewritingAbove(0)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> gc.rewritingAbove(Double.NaN))
        .isInstanceOf(InvalidInputException.class);
  }
}
