package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.bytes.ByteSource;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.s3.FaultyProxy;
import io.lepton.s3.FaultyProxy.Fault;
import io.lepton.s3.S3BlobStore;
import io.lepton.s3.S3Server;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import io.lepton.testkit.FakeClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Loading from S3")
class S3LoadTest {
  private static final int CHUNK = 1 << 20;
  private static final int CHUNKS = 64;

  /** Those before reads follow each other, and while what is fetched ahead grows. */
  private static final int TO_BEGIN = 6 + Runtime.getRuntime().availableProcessors();

  private static final byte[] FIRST = new byte[CHUNKS * CHUNK];
  private static final byte[] SECOND = new byte[CHUNKS * CHUNK];

  @TempDir static Path folder;
  private static final FakeClock CLOCK = FakeClock.at(Instant.EPOCH);
  private static S3Server server;
  private static FaultyProxy proxy;
  private static S3BlobStore packs;
  private static ModelManager models;
  private static Version whole;
  private static Version difference;

  @BeforeAll
  static void start() throws Exception {
    Random random = new Random(1);
    ByteBuffer first = ByteBuffer.wrap(FIRST).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer second = ByteBuffer.wrap(SECOND).order(ByteOrder.LITTLE_ENDIAN);
    while (first.hasRemaining()) {
      float weight = random.nextFloat() - 0.5f;
      first.putFloat(weight);
      second.putFloat(weight + (random.nextFloat() - 0.5f) * 1e-4f);
    }
    server = S3Server.startTrusting().bucket("load");
    proxy = new FaultyProxy(server.endpoint());
    packs = S3Server.store(proxy.endpoint(), "load").clock(CLOCK).open();
    models = ModelManager.builder(folder.resolve("home")).author("ann").blobs(packs).open();
    whole = models.model("m").save(snapshot(FIRST)).commit();
    difference = models.model("m").save(snapshot(SECOND)).commit();
  }

  @AfterAll
  static void stop() throws Exception {
    models.close();
    proxy.close();
    server.close();
  }

  private static ModelSnapshot snapshot(byte[] weights) {
    return ModelSnapshot.builder("f/1")
        .weights(
            Weights.builder()
                .put(
                    "w", Tensor.of(DType.F32, Shape.of(weights.length / 4), ByteSource.of(weights)))
                .build())
        .build();
  }

  private static ByteSource load(Version version) {
    CLOCK.advance(Duration.ofMinutes(1)); // nothing is left of reads before
    ByteSource bytes = models.load(version).weights().get("w").bytes();
    proxy.plan(Fault.SERVER_ERROR, 0, 0);
    return bytes;
  }

  private static void assertRequests(int packs) {
    assertThat(proxy.requests())
        .hasSizeLessThanOrEqualTo(packs * (CHUNKS / 8 + TO_BEGIN))
        .allMatch(request -> request.startsWith("GET "));
    assertThat(proxy.bytesAskedFor()).isLessThan(packs * (long) (CHUNKS + 2 * TO_BEGIN) * CHUNK);
  }

  private static void assertReads(ByteSource bytes, byte[] expected) {
    for (int i = 0; i < CHUNKS; i++) {
      ByteBuffer chunk = bytes.read(i * (long) CHUNK, CHUNK);
      assertThat(chunk.equals(ByteBuffer.wrap(expected, i * CHUNK, CHUNK))).isTrue();
    }
  }

  @Test
  @DisplayName("chunk by chunk takes one request for about eight chunks")
  void chunkByChunk() {
    assertReads(load(whole), FIRST);
    assertRequests(1);
  }

  @Test
  @DisplayName("all at once, by all workers, takes one request for about eight chunks")
  void allAtOnce() {
    assertThat(load(whole).readAll().equals(ByteBuffer.wrap(FIRST))).isTrue();
    assertRequests(1);
  }

  @Test
  @DisplayName("written to a channel, takes one request for about eight chunks")
  void written() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    load(whole).writeTo(0, FIRST.length, Channels.newChannel(out));
    assertThat(Arrays.equals(out.toByteArray(), FIRST)).isTrue();
    assertRequests(1);
  }

  @Test
  @DisplayName("what is stored as differences takes as much for each of the packs it lies in")
  void differences() {
    assertReads(load(difference), SECOND);
    assertRequests(2);
    assertThat(load(difference).readAll().equals(ByteBuffer.wrap(SECOND))).isTrue();
    assertRequests(2);
  }

  @Test
  @DisplayName("one chunk fetches that chunk and no more")
  void oneChunk() {
    load(whole).read(40L * CHUNK, CHUNK);
    assertThat(proxy.requests()).hasSize(1);
    assertThat(proxy.bytesAskedFor()).isLessThanOrEqualTo(CHUNK);
  }

  @Test
  @DisplayName("for a save that looks for differences takes one request for about eight chunks")
  void savingWithBases() {
    byte[] third = SECOND.clone();
    for (int i = 0; i < third.length; i += 4) {
      third[i] ^= 1;
    }
    proxy.plan(Fault.SERVER_ERROR, 0, 0);
    Version saved = models.model("m").save(snapshot(third)).commit();
    long gets = proxy.requests().stream().filter(request -> request.startsWith("GET ")).count();
    assertThat(gets).isLessThanOrEqualTo(2 * (CHUNKS / 8 + TO_BEGIN));
    assertReads(load(saved), third);
  }
}
