package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.error.ConflictException;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.error.KeyUnavailableException;
import io.lepton.error.RetiredException;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.registry.internal.pack.Codecs;
import io.lepton.registry.internal.pack.StoredChunk;
import io.lepton.registry.internal.seal.Keyring;
import io.lepton.registry.internal.seal.WrappedKey;
import io.lepton.spi.Catalog.Chunk;
import io.lepton.spi.Catalog.Event;
import io.lepton.spi.KeyProvider;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.testkit.InMemoryBlobStore;
import io.lepton.testkit.InMemoryCatalog;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("An encrypted model between two stores")
class EncryptedTransferTest {
  private static final KeyProvider RING = SharedKeys.create();

  @TempDir Path temp;
  private final List<ModelManager> opened = new ArrayList<>();

  /** A store in memory that can be opened again. */
  private final class Side {
    final String name;
    final InMemoryBlobStore disk = new InMemoryBlobStore();
    final InMemoryCatalog catalog = new InMemoryCatalog();

    Side(String name) {
      this.name = name;
    }

    private ModelManagerBuilder builder() {
      return ModelManager.builder(temp.resolve(name)).author(name).blobs(disk).catalog(catalog);
    }

    ModelManager open() {
      return open(RING);
    }

    ModelManager open(KeyProvider keys) {
      opened.add(builder().keys(keys).open());
      return opened.get(opened.size() - 1);
    }

    ModelManager openWithoutKeys() {
      opened.add(builder().open());
      return opened.get(opened.size() - 1);
    }

    List<String> keyBlobs() {
      try (Stream<String> keys = disk.list(Keyring.FOLDER)) {
        return keys.sorted().toList();
      }
    }

    Collection<Chunk> chunks() {
      return catalog.packs().stream().flatMap(it -> catalog.chunksOf(it).stream()).toList();
    }
  }

  private final Side here = new Side("here");
  private final Side there = new Side("there");

  @AfterEach
  void close() {
    opened.forEach(ModelManager::close);
  }

  private static ModelSnapshot snapshot(int seed) {
    Random random = new Random(1);
    float[] weights = new float[300_000];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    weights[seed] += 1;
    return ModelSnapshot.builder("f/1")
        .weights(Weights.builder().put("w", Tensor.ofFloats(Shape.of(300, 1000), weights)).build())
        .file("words.txt", ByteSource.of(Samples.text("words of " + seed)))
        .build();
  }

  @Test
  @DisplayName("travels sealed, differences too, with its key, and is read at the other end")
  void travels() {
    ModelManager from = here.open();
    ModelManager to = there.open();
    Model model = from.model("m");
    model.encrypt();
    Version v1 = model.save(snapshot(1)).commit();
    Version v2 = model.save(snapshot(2)).evaluation(Samples.evaluation("d", "auc", 0.5)).commit();

    TransferReport report = from.push("m").to(to);

    assertThat(report.versions()).containsExactly(v1.id(), v2.id());
    // Two chunks of weights, one of which changed and is a difference, and two files.
    assertThat(report.chunksSent()).isEqualTo(5);
    assertThat(report.chunksSkipped()).isEqualTo(1);
    assertThat(report.bytesSent()).isLessThan(1_400_000);
    assertThat(to.model("m").isEncrypted()).isTrue();
    assertThat(there.keyBlobs()).isEqualTo(here.keyBlobs());
    assertThat(there.chunks()).filteredOn(it -> !Codecs.isSealed(it)).hasSize(2); // manifests
    assertThat(there.chunks()).filteredOn(it -> it.base() != null).hasSize(1);
    TransferTest.assertSame(from, to, v1);
    TransferTest.assertSame(from, to, v2);
    assertThat(to.evaluations(v2)).hasSize(1);
    assertThat(to.verify().problems()).isEmpty();

    Version v3 = to.model("m").save(snapshot(3)).commit();
    assertThat(there.chunks()).filteredOn(it -> !Codecs.isSealed(it)).hasSize(3);
    assertThat(from.pull("m").from(to).versions()).containsExactly(v3.id());
    TransferTest.assertSame(to, from, v3);
    TransferReport again = from.push("m").to(to);
    assertThat(again.versions()).isEmpty();
    assertThat(again.chunksSent()).isZero();
    assertThat(from.verify().problems()).isEmpty();
  }

  @Test
  @DisplayName("arrives in several packs when it is large, with what each part rests on")
  void inWindows() {
    ModelManager from = here.open();
    ModelManager to = there.open();
    from.model("m").encrypt();
    for (int i = 0; i < 7; i++) {
      from.model("m").save(snapshot(i)).commit();
    }
    Push push = from.push("m");
    push.window = 1;
    push.to(to);
    assertThat(there.catalog.packs()).hasSizeGreaterThan(10);
    for (Version version : from.model("m").versions()) {
      TransferTest.assertSame(from, to, version);
    }
    assertThat(to.verify().problems()).isEmpty();
  }

  @Test
  @DisplayName(
      "brings what was saved before it was encrypted as open as it is, and the rest sealed")
  void mixed() {
    ModelManager from = here.open();
    ModelManager to = there.open();
    Version open = from.model("m").save(snapshot(1)).commit();
    from.model("m").encrypt();
    Version sealed = from.model("m").save(snapshot(2)).commit();
    from.push("m").to(to);
    TransferTest.assertSame(from, to, open);
    TransferTest.assertSame(from, to, sealed);
    assertThat(to.model("m").isEncrypted()).isTrue();
    assertThat(to.verify().problems()).isEmpty();
  }

  @Test
  @DisplayName(
      "is refused by a store that cannot unwrap its key, which says which, and writes nothing")
  void refusesWithoutKey() {
    ModelManager from = here.open();
    from.model("m").encrypt();
    from.model("m").save(snapshot(1)).commit();
    String key = from.store().keys.record(from.store().keys.ids().get(0)).key();
    for (ModelManager to : List.of(there.openWithoutKeys(), there.open(SharedKeys.create()))) {
      assertThatThrownBy(() -> from.push("m").to(to))
          .isInstanceOf(KeyUnavailableException.class)
          .hasMessageContaining(key)
          .hasMessageContaining("builder(home).keys(");
      assertThatThrownBy(() -> to.pull("m").from(from)).isInstanceOf(KeyUnavailableException.class);
      assertThatThrownBy(() -> from.cloneInto(to)).isInstanceOf(KeyUnavailableException.class);
      assertThat(to.models()).isEmpty();
      assertThat(there.catalog.packs()).isEmpty();
      assertThat(there.keyBlobs()).isEmpty();
    }
  }

  @Test
  @DisplayName("is refused where the model is open, or under another key, and the other way round")
  void refusesOtherKeys() {
    ModelManager from = here.open();
    ModelManager to = there.open();
    to.model("m").save(snapshot(9)).on("theirs").commit();
    Version mine = from.model("m").save(snapshot(1)).commit();
    from.model("m").encrypt();
    from.model("m").save(snapshot(2)).commit();
    assertThatThrownBy(() -> from.push("m").to(to))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("open here")
        .hasMessageContaining("retire");
    assertThatThrownBy(() -> from.pull("m").branch("theirs").from(to))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("in the clear");
    to.model("m").encrypt();
    assertThatThrownBy(() -> from.push("m").to(to))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("another key");
    assertThat(to.model("m").versions()).hasSize(1);
    assertThat(from.model("m").versions()).hasSize(2);
    assertThat(from.model("m").log()).contains(mine);
  }

  @Test
  @DisplayName("is taken by nobody when a sealed chunk, its key or its name was changed on the way")
  void refusesForgeries() {
    ModelManager from = here.open();
    from.model("m").encrypt();
    Version v1 = from.model("m").save(snapshot(1)).commit();
    from.model("m").save(snapshot(2)).commit();
    int chunks = (int) here.chunks().stream().filter(Codecs::isSealed).count();
    for (int which = 0; which < chunks; which++) {
      for (Forger.Forgery forgery : Forger.Forgery.values()) {
        ModelManager to = new Side(forgery.name() + which).open();
        Forger forger = new Forger(new StoreSource(from.store()), which, forgery);
        assertThatThrownBy(() -> to.pull("m").from(forger))
            .as(forgery + " " + which)
            .isInstanceOf(CorruptDataException.class);
        assertThat(forger.done).isTrue();
        assertThat(to.models()).isEmpty();
        assertThat(to.verify().problems()).isEmpty(); // also of what arrived before it
        assertThat(to.pull("m").from(from).versions()).contains(v1.id());
        assertThat(to.verify().problems()).isEmpty();
      }
    }
  }

  @Test
  @DisplayName("is cloned with its keys and how they ended")
  void clones() {
    ModelManager from = here.open();
    ModelManager to = there.open();
    Model model = from.model("m");
    model.encrypt();
    Version ended = model.save(snapshot(1)).commit();
    model.shred().because("first contract ended");
    model.encrypt();
    Version kept = model.save(snapshot(2)).commit();
    from.model("empty").encrypt();
    from.cloneInto(to);
    TransferTest.assertSame(from, to, kept);
    assertThatThrownBy(() -> to.load(ended)).isInstanceOf(RetiredException.class);
    assertThat(to.model("m").isEncrypted()).isTrue();
    assertThat(to.model("empty").isEncrypted()).isTrue();
    assertThat(Swaps.all(to.store(), Encryption.PREFIX + "m"))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("sequence")
        .isEqualTo(Swaps.all(from.store(), Encryption.PREFIX + "m"));
    Version more = model.save(snapshot(3)).commit();
    assertThat(from.cloneInto(to).versions()).containsExactly(more.id());
    assertThat(to.verify().problems()).isEmpty();
    model.shred().because("second contract ended");
    assertThatThrownBy(() -> from.cloneInto(to))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("open the copy anew");
    ModelManager reopened = there.open();
    from.cloneInto(reopened);
    assertThat(reopened.model("m").isEncrypted()).isFalse();
  }

  @Test
  @DisplayName("ends in every store when one destroys the key, and the others say so")
  void shredsElsewhere() {
    ModelManager from = here.open();
    ModelManager to = there.open();
    from.model("m").encrypt();
    Version v1 = from.model("m").save(snapshot(1)).commit();
    Version open = to.model("other").save(snapshot(5)).commit();
    from.push("m").to(to);
    to.model("m").alias("champion").moveTo(v1).because("good");

    Shredding certificate = from.model("m").shred().because("contract ended");

    assertThat(certificate.reach()).contains("push, pull or clone").contains("unreadable there");
    // Nothing new is sealed under a key that is gone, though this process still has it.
    assertThatThrownBy(() -> to.model("m").save(snapshot(2)).commit())
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("shredded");
    // In use, so it cannot be recorded as retired: it is reported as needing a lost key.
    ModelManager second = there.open();
    assertThatThrownBy(() -> second.load(v1).weights().get("w").toFloats())
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("shredded, here or in a store that shares the provider");
    VerifyReport report = second.verify();
    assertThat(report.problems()).isNotEmpty();
    assertThat(report.problems()).allMatch(it -> it.message().contains("was destroyed"));
    second.model("m").alias("champion").delete().because("gone");

    ModelManager third = there.open();
    assertThatThrownBy(() -> third.load(v1))
        .isInstanceOf(RetiredException.class)
        .hasMessageContaining("destroyed in another store");
    assertThat(third.verify().problems()).isEmpty();
    assertThat(third.model("m").isEncrypted()).isFalse();
    assertThat(third.load(open).weights().get("w").toFloats()).hasSize(300_000);
    assertThat(there.keyBlobs()).isEmpty();
    assertThat(from.push("m").to(third).retiredAtSource()).isEmpty();
    third.model("m").encrypt();
    assertThat(third.model("m").save(snapshot(3)).commit().number()).isEqualTo(2);
  }

  @Test
  @DisplayName("can be shredded by hand in a store whose key another has destroyed")
  void shredsAgain() {
    ModelManager from = here.open();
    ModelManager to = there.open();
    from.model("m").encrypt();
    Version v1 = from.model("m").save(snapshot(1)).commit();
    from.push("m").to(to);
    from.model("m").shred().because("contract ended");
    assertThat(to.model("m").shred().because("there too").versions()).containsExactly(v1.id());
    assertThat(to.verify().problems()).isEmpty();
  }

  /** Changes the n-th sealed chunk that it is asked for. */
  private static final class Forger extends ForwardingSource implements SealedSource {
    enum Forgery {
      BIT,
      KEY,
      CUT,
      LENGTH,
      OTHER
    }

    private final SealedSource source;
    private final Forgery forgery;
    private int left;
    private StoredChunk last;
    boolean done;

    Forger(SealedSource source, int left, Forgery forgery) {
      super(source);
      this.source = source;
      this.left = left;
      this.forgery = forgery;
    }

    @Override
    public Optional<WrappedKey> key(String model) {
      return source.key(model);
    }

    @Override
    public List<Event> keyEvents(String model) {
      return source.keyEvents(model);
    }

    @Override
    public Set<Digest> sealed(VersionId id, Collection<Digest> names) {
      return source.sealed(id, names);
    }

    @Override
    public StoredChunk stored(VersionId id, Digest name) {
      var chunk = source.stored(id, name);
      if (left-- != 0) {
        last = chunk;
        return chunk;
      }
      done = true;
      byte[] bytes = new byte[chunk.stored().remaining()];
      chunk.stored().duplicate().get(bytes);
      int length = chunk.rawLength();
      switch (forgery) {
        case BIT -> bytes[bytes.length - 1] ^= 1;
        case KEY -> bytes[0] ^= 1;
        case CUT -> bytes = Arrays.copyOf(bytes, bytes.length - 1);
        case LENGTH -> length++;
        default -> {
          if (last == null) {
            bytes[20] ^= 4;
          } else {
            bytes = new byte[last.stored().remaining()];
            last.stored().duplicate().get(bytes);
          }
        }
      }
      return new StoredChunk(name, length, ByteBuffer.wrap(bytes));
    }
  }
}
