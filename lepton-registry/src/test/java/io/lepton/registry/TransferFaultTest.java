package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.error.StorageException;
import io.lepton.error.StorageException.Kind;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("When something fails at any call of a transfer")
class TransferFaultTest {
  /** Who starts it. */
  enum Way {
    PUSH,
    PULL
  }

  @TempDir Path temp;

  /** A store of which everything can fail. */
  private final class Side implements AutoCloseable {
    final InMemoryBlobStore disk = new InMemoryBlobStore();
    final FaultInjectingBlobStore blobs;
    final FaultyCatalog before;
    final FaultyCatalog after;
    final ModelManager models;

    Side(String name, long seed) {
      blobs = FaultInjectingBlobStore.over(disk, seed);
      after = new FaultyCatalog(new InMemoryCatalog(), FaultyCatalog.Moment.AFTER);
      before = new FaultyCatalog(after.catalog(), FaultyCatalog.Moment.BEFORE);
      models =
          ModelManager.builder(temp.resolve(name)).blobs(blobs).catalog(before.catalog()).open();
    }

    void restore() {
      blobs.restore();
      before.restore();
      after.restore();
    }

    @Override
    public void close() {
      models.close();
    }
  }

  private static ModelSnapshot snapshot(long seed) {
    Random random = new Random(seed);
    return ModelSnapshot.builder("f/1")
        .weights(
            Weights.builder()
                .put("same", Samples.random(new Random(0), DType.F32, 50))
                .put("a", Samples.random(random, DType.F32, 100))
                .put("b", Samples.random(random, DType.F32, 100))
                .build())
        .build();
  }

  private static TransferReport transfer(Way way, Side from, Side to) {
    if (way == Way.PUSH) {
      Push push = from.models.push("m").branch("main").tag("t");
      push.window = 500; // each version in two packs
      return push.to(to.models);
    }
    Pull pull = to.models.pull("m").branch("main").tag("t");
    pull.window = 500;
    return pull.from(from.models);
  }

  private void everyCall(Way way, ObjLongConsumer<Side[]> fault) {
    boolean failed = true;
    long n = 0;
    for (; failed; n++) {
      try (Side from = new Side("from", n);
          Side to = new Side("to", n)) {
        Version v1 = from.models.model("m").save(snapshot(1)).commit();
        from.models.push("m").to(to.models);
        Version v2 = from.models.model("m").save(snapshot(2)).commit();
        from.models.attach(v1, Samples.evaluation("late", "auc", 0.5));
        from.models.attach(v2, Samples.evaluation("early", "auc", 0.5));
        Version v3 = from.models.model("m").save(snapshot(3)).tag("t").commit();
        fault.accept(new Side[] {from, to}, n);
        failed = fails(() -> transfer(way, from, to));
        from.restore();
        to.restore();
        String call = way + ", call " + n;
        Model there = to.models.model("m");
        boolean done = there.versions().size() == 3;
        assertThat(there.versions()).as(call).hasSize(done ? 3 : 1);
        assertThat(there.branch("main").head()).as(call).isEqualTo(done ? v3 : v1);
        assertThat(there.tag("t").find().isPresent()).as(call).isEqualTo(done);
        assertThat(done || failed).as(call).isTrue();
        assertThat(to.models.evaluations(v1)).as(call).hasSize(done ? 1 : 0);
        assertThat(to.models.verify().problems()).as(call).isEmpty();
        assertThat(from.models.verify().problems()).as(call).isEmpty();
        transfer(way, from, to);
        assertThat(there.log()).as(call).containsExactly(v3, v2, v1);
        assertThat(there.tag("t").version()).as(call).isEqualTo(v3);
        for (Version version : List.of(v1, v2, v3)) {
          assertThat(to.models.evaluations(version))
              .as(call)
              .isEqualTo(from.models.evaluations(version));
          TransferTest.assertSame(from.models, to.models, version);
        }
        assertThat(to.models.verify().problems()).as(call).isEmpty();
      }
    }
    assertThat(n).as("calls of a transfer").isGreaterThan(5);
  }

  static boolean fails(Runnable transfer) {
    try {
      transfer.run();
      return false;
    } catch (StorageException e) {
      return true;
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("of the receiver's blobs, once, state is old or new and a retry finishes")
  void receiverBlobs(Way way) {
    everyCall(
        way,
        (sides, n) ->
            sides[1].blobs.failingAt(sides[1].blobs.operations() + n + 1, Kind.TRANSIENT));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("of the receiver's blobs, for good, state is old or new and a retry finishes")
  void receiverPower(Way way) {
    everyCall(way, (sides, n) -> sides[1].blobs.losingPowerAfter(n));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("of the sender's blobs, state is old or new and a retry finishes")
  void senderBlobs(Way way) {
    everyCall(
        way,
        (sides, n) ->
            sides[0].blobs.failingAt(sides[0].blobs.operations() + n + 1, Kind.TRANSIENT));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("of the receiver's catalogue, before its effect, state is old or new")
  void receiverCatalog(Way way) {
    everyCall(way, (sides, n) -> sides[1].before.failAfter(n));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("of the receiver's catalogue, after its effect, state is old or new")
  void receiverCatalogInDoubt(Way way) {
    everyCall(way, (sides, n) -> sides[1].after.failAfter(n));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("of the sender's catalogue, state is old or new and a retry finishes")
  void senderCatalog(Way way) {
    everyCall(way, (sides, n) -> sides[0].before.failAfter(n));
  }

  @Test
  @DisplayName("what arrived before is not sent again")
  void resumes() {
    try (Side from = new Side("from", 1);
        Side to = new Side("to", 1)) {
      Weights.Builder weights = Weights.builder();
      for (int i = 0; i < 40; i++) {
        weights.put("t" + i, Samples.random(new Random(i), DType.F32, 250));
      }
      Version version =
          from.models
              .model("m")
              .save(ModelSnapshot.builder("f/1").weights(weights.build()).build())
              .tag("t")
              .commit();
      to.blobs.losingPowerAfter(40);
      assertThat(fails(() -> transfer(Way.PUSH, from, to))).isTrue();
      to.restore();
      assertThat(to.models.models()).isEmpty();
      int arrived = to.models.store().catalog.packs().size();
      assertThat(arrived).isBetween(1, 39);
      TransferReport report = transfer(Way.PUSH, from, to);
      assertThat(report.chunksSkipped()).isEqualTo(arrived);
      assertThat(report.chunksSent()).isEqualTo(40 - arrived);
      TransferTest.assertSame(from.models, to.models, version);
    }
  }
}
