package io.lepton.testkit;

import static io.lepton.testkit.BlobSubject.bytes;
import static io.lepton.testkit.BlobSubject.get;
import static io.lepton.testkit.BlobSubject.keys;
import static io.lepton.testkit.BlobSubject.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;
import io.lepton.error.StorageException.Kind;
import io.lepton.spi.BlobStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultInjectingBlobStoreTest {
  private static final int STEPS = 8;

  private final InMemoryBlobStore delegate = new InMemoryBlobStore();
  private final FaultInjectingBlobStore store = FaultInjectingBlobStore.over(delegate, 42);

  /** One operation of each kind, each tried even if those before it failed. */
  private static List<String> script(FaultInjectingBlobStore store) {
    List<String> failed = new ArrayList<>();
    BlobStore.Writer[] writer = new BlobStore.Writer[1];
    attempt(failed, "create", () -> writer[0] = store.create("a"));
    for (String piece : List.of("first", "second")) {
      attempt(
          failed,
          "write " + piece,
          () -> {
            if (writer[0] != null) {
              writer[0].write(ByteBuffer.wrap(piece.getBytes()));
            }
          });
    }
    attempt(
        failed,
        "commit",
        () -> {
          if (writer[0] != null) {
            writer[0].commit();
          }
        });
    attempt(failed, "size", () -> store.size("b"));
    attempt(failed, "read", () -> store.read("b", 0, 1));
    attempt(failed, "list", () -> store.list("").close());
    attempt(failed, "delete", () -> store.delete("a"));
    return failed;
  }

  private static void attempt(List<String> failed, String what, Runnable operation) {
    try {
      operation.run();
    } catch (StorageException e) {
      failed.add(what + " " + e.kind());
    }
  }

  @Test
  void failsExactlyTheOperationAsked() {
    List<String> names =
        List.of(
            "create", "write first", "write second", "commit", "size", "read", "list", "delete");
    for (Kind kind : Kind.values()) {
      for (int i = 0; i < STEPS; i++) {
        InMemoryBlobStore blobs = new InMemoryBlobStore();
        put(blobs, "b", new byte[] {1});
        FaultInjectingBlobStore failing =
            FaultInjectingBlobStore.over(blobs, i).failingAt(i + 1, kind);
        assertThat(script(failing)).containsExactly(names.get(i) + " " + kind);
        assertThat(failing.faults()).hasSize(1);
        assertThat(failing.operations()).isEqualTo(i == 0 ? STEPS - 3 : STEPS);
      }
    }
  }

  @Test
  void failsAsOftenAsAsked() {
    put(store, "a", new byte[] {1});
    int calls = 10_000;
    store.failing(Kind.TRANSIENT, 0.1);
    int failed = 0;
    for (int i = 0; i < calls; i++) {
      try {
        store.size("a");
      } catch (StorageException e) {
        assertThat(e.kind()).isEqualTo(Kind.TRANSIENT);
        failed++;
      }
    }
    double sigma = Math.sqrt(calls * 0.1 * 0.9);
    assertThat((double) failed).isBetween(calls * 0.1 - 6 * sigma, calls * 0.1 + 6 * sigma);
    store.restore();
    assertThat(store.size("a")).isEqualTo(1);
  }

  @Test
  void meetsTheSameFaultsUnderTheSameSeed() {
    assertThat(faultsOf(1)).isEqualTo(faultsOf(1)).isNotEmpty();
    assertThat(faultsOf(1)).isNotEqualTo(faultsOf(2));
  }

  private static List<String> faultsOf(long seed) {
    FaultInjectingBlobStore store =
        FaultInjectingBlobStore.over(new InMemoryBlobStore(), seed)
            .failing(Kind.TRANSIENT, 0.05)
            .failing(Kind.PERMANENT, 0.05)
            .damaging(Damage.DROP, 0.1)
            .damaging(Damage.TRUNCATE, 0.1)
            .damaging(Damage.FLIP_BIT, 0.1);
    for (int i = 0; i < 200; i++) {
      String key = "k" + i;
      attempt(new ArrayList<>(), "put", () -> put(store, key, bytes(7, 50)));
    }
    return store.faults();
  }

  @Test
  void dropsABlobSilently() {
    store.damaging(Damage.DROP, 1);
    put(store, "a", new byte[] {1});
    assertThatThrownBy(() -> store.size("a")).isInstanceOf(NotFoundException.class);
    assertThat(store.faults()).singleElement().asString().contains("\"a\" dropped");
  }

  @Test
  void truncatesABlobSilently() {
    byte[] content = bytes(1, 1000);
    store.damaging(Damage.TRUNCATE, 1);
    put(store, "a", content);
    byte[] stored = get(store, "a");
    assertThat(stored.length).isLessThan(1000);
    assertThat(content).startsWith(stored);
  }

  @Test
  void flipsOneBitSilently() {
    byte[] content = bytes(1, 1000);
    store.damaging(Damage.FLIP_BIT, 1);
    put(store, "a", content);
    assertThat(bitsChanged(content, get(store, "a"))).isEqualTo(1);
  }

  private static int bitsChanged(byte[] before, byte[] after) {
    assertThat(after).hasSameSizeAs(before);
    BitSet bits = BitSet.valueOf(before);
    bits.xor(BitSet.valueOf(after));
    return bits.cardinality();
  }

  @Test
  void damagesABlobThatIsThere() {
    byte[] content = bytes(1, 1000);
    put(store, "a", content);
    store.damage("a", Damage.FLIP_BIT);
    assertThat(bitsChanged(content, get(store, "a"))).isEqualTo(1);
    store.damage("a", Damage.TRUNCATE);
    assertThat(store.size("a")).isLessThan(1000);
    store.damage("a", Damage.DROP);
    assertThat(keys(store, "")).isEmpty();
    assertThatThrownBy(() -> store.damage("a", Damage.DROP)).isInstanceOf(NotFoundException.class);
  }

  @Test
  void reportsAFullDiskAndFindsRoomAgain() {
    put(store, "a", new byte[400]);
    store.fullAfter(1000);
    put(store, "b", new byte[600]);
    assertThatThrownBy(() -> put(store, "c", new byte[401]))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("no space left")
        .extracting(e -> ((StorageException) e).kind())
        .isEqualTo(Kind.PERMANENT);
    assertThat(keys(store, "")).containsExactly("a", "b");
    try (BlobStore.Writer discarded = store.create("d")) {
      discarded.write(ByteBuffer.wrap(new byte[400]));
    }
    put(store, "c", new byte[400]);
    assertThatThrownBy(() -> put(store, "d", new byte[1])).isInstanceOf(StorageException.class);
    store.delete("a");
    put(store, "d", new byte[400]);
  }

  @Test
  void losesWhatWasNotCommittedWithThePower() {
    put(store, "kept", new byte[] {1});
    BlobStore.Writer open = store.create("lost");
    store.losingPowerAfter(1);
    open.write(ByteBuffer.wrap(new byte[] {2}));
    assertThatThrownBy(() -> store.size("kept"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("power");
    assertThatThrownBy(() -> put(store, "more", new byte[] {3}))
        .isInstanceOf(StorageException.class);
    store.restore();
    assertThatThrownBy(open::commit).isInstanceOf(StorageException.class);
    open.close();
    assertThat(keys(store, "")).containsExactly("kept");
    put(store, "lost", new byte[] {4});
    assertThat(get(store, "lost")).containsExactly(4);
  }

  @Test
  void mayHaveDoneAFailedCommitOrDeleteButNeverHalf() {
    byte[] content = bytes(3, 100);
    int done = 0;
    int deleted = 0;
    int tries = 400;
    for (int seed = 0; seed < tries; seed++) {
      InMemoryBlobStore blobs = new InMemoryBlobStore();
      put(blobs, "old", content);
      FaultInjectingBlobStore unsure = FaultInjectingBlobStore.over(blobs, seed);
      unsure.failingAt(3, Kind.TRANSIENT).failingAt(4, Kind.TRANSIENT);
      assertThatThrownBy(() -> put(unsure, "a", content)).isInstanceOf(StorageException.class);
      assertThatThrownBy(() -> unsure.delete("old")).isInstanceOf(StorageException.class);
      if (keys(blobs, "a").size() == 1) {
        assertThat(get(blobs, "a")).isEqualTo(content);
        done++;
      }
      deleted += 1 - keys(blobs, "old").size();
    }
    double sixSigma = 6 * Math.sqrt(tries * 0.25);
    assertThat((double) done).isBetween(tries / 2.0 - sixSigma, tries / 2.0 + sixSigma);
    assertThat((double) deleted).isBetween(tries / 2.0 - sixSigma, tries / 2.0 + sixSigma);
  }

  @Test
  void refusesWhatIsNoProbability() {
    for (double wrong : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> store.failing(Kind.TRANSIENT, wrong))
          .isInstanceOf(InvalidInputException.class);
      assertThatThrownBy(() -> store.damaging(Damage.DROP, wrong))
          .isInstanceOf(InvalidInputException.class);
    }
  }
}
