package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.error.StorageException.Kind;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.registry.internal.pack.Codecs;
import io.lepton.spi.KeyProvider;
import io.lepton.tensor.DType;
import io.lepton.tensor.Weights;
import io.lepton.testkit.FaultInjectingBlobStore;
import io.lepton.testkit.InMemoryBlobStore;
import io.lepton.testkit.InMemoryCatalog;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.ObjLongConsumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName(
    "When something fails at any call of a receiver of an encrypted model, or of a rotation")
class EncryptedTransferFaultTest {
  private static final KeyProvider RING = SharedKeys.create();

  @TempDir Path temp;

  /** A store of which everything can fail. */
  private final class Side implements AutoCloseable {
    final InMemoryBlobStore disk = new InMemoryBlobStore();
    final InMemoryCatalog memory = new InMemoryCatalog();
    final FaultInjectingBlobStore blobs;
    final FaultyCatalog before;
    final FaultyCatalog after;
    final ModelManager models;

    Side(String name, long seed) {
      blobs = FaultInjectingBlobStore.over(disk, seed);
      after = new FaultyCatalog(memory, FaultyCatalog.Moment.AFTER);
      before = new FaultyCatalog(after.catalog(), FaultyCatalog.Moment.BEFORE);
      models =
          ModelManager.builder(temp.resolve(name))
              .blobs(blobs)
              .catalog(before.catalog())
              .keys(RING)
              .open();
    }

    void restore() {
      blobs.restore();
      before.restore();
      after.restore();
    }

    /** What is indexed as sealed has its key beside it. */
    void assertKeyIsThere(String call) {
      boolean sealed =
          memory.packs().stream()
              .flatMap(it -> memory.chunksOf(it).stream())
              .anyMatch(Codecs::isSealed);
      if (sealed) {
        assertThat(models.store().keys.ids()).as(call).hasSize(1);
      }
      assertThat(models.model("m").isEncrypted())
          .as(call)
          .isEqualTo(!models.model("m").versions().isEmpty());
    }

    @Override
    public void close() {
      models.close();
    }
  }

  private static ModelSnapshot snapshot(long seed) {
    return ModelSnapshot.builder("f/1")
        .weights(
            Weights.builder()
                .put("same", Samples.random(new Random(0), DType.F32, 50))
                .put("a", Samples.random(new Random(seed), DType.F32, 100))
                .build())
        .build();
  }

  private void everyCallOfAPush(ObjLongConsumer<Side> fault) {
    boolean failed = true;
    long n = 0;
    for (; failed; n++) {
      try (Side from = new Side("from", n);
          Side to = new Side("to", n)) {
        from.models.model("m").encrypt();
        Version v1 = from.models.model("m").save(snapshot(1)).commit();
        Version v2 = from.models.model("m").save(snapshot(2)).commit();
        Push push = from.models.push("m");
        push.window = 500;
        fault.accept(to, n);
        failed = TransferFaultTest.fails(() -> push.to(to.models));
        to.restore();
        String call = "call " + n;
        to.assertKeyIsThere(call);
        assertThat(to.models.verify().problems()).as(call).isEmpty();
        from.models.push("m").to(to.models);
        to.assertKeyIsThere(call);
        for (Version version : List.of(v1, v2)) {
          TransferTest.assertSame(from.models, to.models, version);
        }
        assertThat(to.models.verify().problems()).as(call).isEmpty();
      }
    }
    assertThat(n).as("calls of a push").isGreaterThan(5);
  }

  @Test
  @DisplayName("of its blobs, once, the key is there before what needs it, and a retry finishes")
  void blobs() {
    everyCallOfAPush((to, n) -> to.blobs.failingAt(to.blobs.operations() + n + 1, Kind.TRANSIENT));
  }

  @Test
  @DisplayName("of its blobs, for good, the key is there before what needs it")
  void power() {
    everyCallOfAPush((to, n) -> to.blobs.losingPowerAfter(n));
  }

  @Test
  @DisplayName("of its catalogue, the model is recorded as encrypted with its first version")
  void catalog() {
    everyCallOfAPush((to, n) -> to.before.failAfter(n));
    everyCallOfAPush((to, n) -> to.after.failAfter(n));
  }

  private void everyCallOfARotation(ObjLongConsumer<Side> fault) {
    boolean failed = true;
    long n = 0;
    for (; failed; n++) {
      try (Side side = new Side("side", n)) {
        side.models.model("m").encrypt();
        Version v1 = side.models.model("m").save(snapshot(1)).commit();
        fault.accept(side, n);
        failed = TransferFaultTest.fails(() -> side.models.model("m").rotateKey());
        side.restore();
        try (ModelManager again =
            ModelManager.builder(temp.resolve("side"))
                .blobs(FaultInjectingBlobStore.over(side.disk, n))
                .catalog(side.after.catalog())
                .keys(RING)
                .open()) {
          String call = "call " + n;
          assertThat(again.load(v1).weights().contentEquals(snapshot(1).weights())).isTrue();
          KeyRotation done = again.model("m").rotateKey();
          assertThat(again.store().keys.record(done.key()).key()).as(call).isEqualTo(done.to());
          assertThat(side.disk.list("keys/")).as(call).hasSize(1);
          assertThat(again.load(v1).weights().contentEquals(snapshot(1).weights())).isTrue();
          assertThat(again.verify().problems()).as(call).isEmpty();
        }
      }
    }
    assertThat(n).as("calls of a rotation").isGreaterThan(3);
  }

  @Test
  @DisplayName("a rotation's key opens everything, and the next rotation finishes it")
  void rotation() {
    everyCallOfARotation(
        (side, n) -> side.blobs.failingAt(side.blobs.operations() + n + 1, Kind.TRANSIENT));
    everyCallOfARotation((side, n) -> side.blobs.losingPowerAfter(n));
    everyCallOfARotation((side, n) -> side.before.failAfter(n));
    everyCallOfARotation((side, n) -> side.after.failAfter(n));
  }
}
