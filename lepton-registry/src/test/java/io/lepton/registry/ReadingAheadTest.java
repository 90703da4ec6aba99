package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.ByteSource;
import io.lepton.error.CorruptDataException;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.spi.Catalog.Chunk;
import io.lepton.tensor.DType;
import io.lepton.tensor.Weights;
import io.lepton.testkit.InMemoryBlobStore;
import io.lepton.testkit.InMemoryCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Reading a tensor of 12 chunks")
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReadingAheadTest {
  private static final int CHUNK = 1 << 20;
  private static final int CHUNKS = 12;

  @TempDir Path folder;
  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private final Map<Long, AtomicInteger> reads = new ConcurrentHashMap<>();
  private final FlippedBit blobs =
      new FlippedBit(new InMemoryBlobStore()) {
        @Override
        public ByteBuffer read(String blob, long offset, int length) {
          if (length > CHUNK / 2) {
            reads.computeIfAbsent(offset, it -> new AtomicInteger()).incrementAndGet();
          }
          return super.read(blob, offset, length);
        }
      };
  private final byte[] expected = new byte[CHUNK * CHUNKS];
  private ModelManager models;
  private Version version;

  @BeforeEach
  void save() {
    new Random(1).nextBytes(expected);
    models = ModelManager.builder(folder).blobs(blobs).catalog(catalog).open();
    Weights weights =
        Weights.builder()
            .put("w", Samples.random(new Random(1), DType.U8, expected.length))
            .build();
    version =
        models.model("m").save(ModelSnapshot.builder("f/1").weights(weights).build()).commit();
    reads.clear();
  }

  @AfterEach
  void close() {
    models.close();
  }

  private ByteSource open() {
    return models.load(version).weights().get("w").bytes();
  }

  private void assertReads(ByteSource source, long at, int length) {
    assertThat(source.read(at, length))
        .isEqualTo(ByteBuffer.wrap(expected, (int) at, length).slice());
  }

  private void assertWrites(ByteSource source, long at, long length) {
    byte[] written = new byte[(int) length];
    assertThat(write(source, at, length, written)).isEqualTo(length);
    assertThat(Arrays.equals(written, 0, (int) length, expected, (int) at, (int) (at + length)))
        .isTrue();
  }

  /** Returns how many bytes came, each after the one before it. */
  private static int write(ByteSource source, long at, long length, byte[] to) {
    ByteBuffer out = ByteBuffer.wrap(to);
    try {
      source.writeTo(
          at,
          length,
          new WritableByteChannel() {
            @Override
            public int write(ByteBuffer bytes) {
              int most = Math.min(bytes.remaining(), 300_000); // as a full socket does
              out.put(bytes.slice(bytes.position(), most));
              bytes.position(bytes.position() + most);
              return most;
            }

            @Override
            public boolean isOpen() {
              return true;
            }

            @Override
            public void close() {}
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (CorruptDataException e) {
      return out.position();
    }
    return out.position();
  }

  private int fetched() {
    return reads.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  @Test
  @DisplayName("from front to back gives all of it and fetches no chunk twice")
  void sequential() {
    ByteSource source = open();
    int step = CHUNK / 4;
    for (int at = 0; at < expected.length; at += step) {
      assertReads(source, at, step);
    }
    assertThat(reads).hasSize(CHUNKS);
    assertThat(reads.values()).allSatisfy(times -> assertThat(times).hasValue(1));
  }

  @Test
  @DisplayName(
      "here and there gives what is there, from back to front too, over the ends of chunks")
  void anyhow() {
    ByteSource source = open();
    Random random = new Random(2);
    for (int i = 0; i < 100; i++) {
      int length = random.nextInt(2 * CHUNK);
      assertReads(source, random.nextInt(expected.length - length), length);
    }
    for (int chunk = CHUNKS - 1; chunk >= 0; chunk--) {
      assertReads(source, (long) chunk * CHUNK, CHUNK);
    }
    assertReads(source, 0, expected.length);
    for (int i = 0; i < 100; i++) {
      int length = random.nextInt(2 * CHUNK);
      assertWrites(source, random.nextInt(expected.length - length), length);
    }
    assertWrites(source, 0, expected.length);
    assertWrites(source, 0, expected.length);
  }

  @Test
  @DisplayName("in one place fetches that place alone")
  void onePlace() {
    assertReads(open(), 7L * CHUNK + 5, 100);
    assertThat(fetched()).isEqualTo(1);
  }

  @Test
  @DisplayName("fails at the damaged chunk and nowhere else")
  void damaged() {
    List<Chunk> chunks = new ArrayList<>();
    for (String pack : catalog.packs()) {
      chunks.addAll(catalog.chunksOf(pack));
    }
    Chunk sixth =
        chunks.stream()
            .filter(chunk -> chunk.rawLength() == CHUNK)
            .skip(5)
            .findFirst()
            .orElseThrow();
    blobs.flip(sixth.pack(), (sixth.offset() + 99) * 8);
    ByteSource source = open();
    for (int chunk = 0; chunk < CHUNKS; chunk++) {
      long at = (long) chunk * CHUNK;
      if (chunk == 5) {
        assertThatThrownBy(() -> source.read(at, CHUNK))
            .isInstanceOf(CorruptDataException.class)
            .hasMessageContaining(sixth.digest().hex());
      } else {
        assertReads(source, at, CHUNK);
      }
    }
    byte[] written = new byte[expected.length];
    assertThat(write(source, 0, expected.length, written)).isEqualTo(5 * CHUNK);
    assertThat(Arrays.equals(written, 0, 5 * CHUNK, expected, 0, 5 * CHUNK)).isTrue();
    assertWrites(source, 6 * CHUNK, 6 * CHUNK);
  }

  @Test
  @DisplayName("by many threads at once, from one source, gives each what it asked for")
  void together() throws Exception {
    ByteSource source = open();
    ExecutorService pool = Executors.newFixedThreadPool(6);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < 6; t++) {
        int first = t * 2;
        all.add(
            pool.submit(
                () -> {
                  for (int i = 0; i < CHUNKS; i++) {
                    assertReads(source, (long) ((first + i) % CHUNKS) * CHUNK, CHUNK);
                  }
                  assertWrites(source, 0, expected.length);
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      pool.shutdown();
    }
  }
}
