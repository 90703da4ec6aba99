package io.lepton.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.error.StorageException;
import io.lepton.error.StorageException.Kind;
import io.lepton.s3.FaultyProxy.Fault;
import io.lepton.spi.BlobStore;
import io.lepton.testkit.FakeClock;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Reads that follow each other on S3")
class S3ReadingTest {
  private static final int STEP = 10_000;
  private static final int STEPS = 40;
  private static final byte[] CONTENT = new byte[STEP * STEPS];

  private static S3Server server;
  private static FaultyProxy proxy;

  private final FakeClock clock = FakeClock.at(Instant.EPOCH);
  private final String key = UUID.randomUUID().toString();
  private S3BlobStore store;
  private S3BlobStore another;

  @BeforeAll
  static void start() throws Exception {
    new Random(1).nextBytes(CONTENT);
    server = S3Server.startTrusting().bucket("reading");
    proxy = new FaultyProxy(server.endpoint());
  }

  @AfterAll
  static void stop() throws Exception {
    proxy.close();
    server.close();
  }

  @BeforeEach
  void open() {
    store = S3Server.store(proxy.endpoint(), "reading").clock(clock).open();
    another = server.store("reading").open();
    write(another, CONTENT);
    proxy.plan(Fault.SERVER_ERROR, 0, 0);
  }

  @AfterEach
  void close() {
    store.close();
    another.close();
  }

  private void write(BlobStore to, byte[] content) {
    try (BlobStore.Writer writer = to.create(key)) {
      writer.write(ByteBuffer.wrap(content));
      writer.commit();
    }
  }

  private ByteBuffer step(int i) {
    return store.read(key, i * (long) STEP, STEP);
  }

  private static ByteBuffer expected(int i) {
    return ByteBuffer.wrap(CONTENT, i * STEP, STEP);
  }

  private void readSteps(int from, int to) {
    for (int i = from; i < to; i++) {
      assertThat(step(i)).isEqualTo(expected(i));
    }
  }

  @Test
  @DisplayName("ask for each byte once, in few requests, into a buffer of the reader's or not")
  void eachByteOnce() {
    readSteps(0, 20);
    ByteBuffer direct = ByteBuffer.allocateDirect(3 + 2 * STEP).position(3);
    for (int i = 20; i < STEPS; i += 2) {
      store.read(key, i * (long) STEP, direct.position(3));
      assertThat(direct.hasRemaining()).isFalse();
      assertThat(direct.slice(3, STEP)).isEqualTo(expected(i));
      assertThat(direct.slice(3 + STEP, STEP)).isEqualTo(expected(i + 1));
    }
    assertThat(proxy.bytesAskedFor()).isEqualTo(CONTENT.length);
    assertThat(proxy.requests()).hasSizeLessThan(STEPS / 4);
  }

  @Test
  @DisplayName("by many threads wait for one request instead of making several")
  void threads() {
    readSteps(0, 10);
    AtomicInteger next = new AtomicInteger(10);
    IntStream.range(10, STEPS)
        .parallel()
        .forEach(
            any -> {
              int i = next.getAndIncrement();
              assertThat(step(i)).isEqualTo(expected(i));
            });
    assertThat(proxy.requests()).hasSizeLessThan(STEPS / 2);
  }

  @Test
  @DisplayName("find nothing once the blob was deleted here, and what was written then")
  void deletedHere() {
    readSteps(0, 5);
    store.delete(key);
    assertThatThrownBy(() -> step(5)).isInstanceOf(NotFoundException.class);
    byte[] other = Arrays.copyOf(CONTENT, 7 * STEP);
    Arrays.fill(other, (byte) 7);
    write(store, other);
    assertThat(step(5)).isEqualTo(ByteBuffer.wrap(other, 0, STEP));
  }

  @Test
  @DisplayName("find what another process deleted for ten seconds at most")
  void deletedElsewhere() {
    readSteps(0, 5);
    int half = STEP / 2;
    store.read(key, 5L * STEP, half); // or the block of the rest might be asked for too late
    another.delete(key);
    assertThat(store.read(key, 5L * STEP + half, half))
        .isEqualTo(ByteBuffer.wrap(CONTENT, 5 * STEP + half, half));
    clock.advance(Runs.LIFE);
    assertThatThrownBy(() -> step(6)).isInstanceOf(NotFoundException.class);
  }

  @Test
  @DisplayName("find nothing of a blob of which a request found nothing")
  void deletedElsewhereAndMissed() {
    readSteps(0, 5);
    another.delete(key);
    assertThatThrownBy(() -> step(STEPS - 1)).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> step(5)).isInstanceOf(NotFoundException.class);
  }

  @Test
  @DisplayName("never put together parts of two blobs that had one key after each other")
  void neverMixed() {
    readSteps(0, 5);
    another.delete(key);
    byte[] other = new byte[CONTENT.length];
    write(another, other);
    for (int i = 5; i < STEPS; i++) {
      ByteBuffer read = step(i);
      assertThat(read.equals(expected(i)) || read.equals(ByteBuffer.allocate(STEP)))
          .as("step %d is of one blob", i)
          .isTrue();
    }
    clock.advance(Runs.LIFE);
    assertThat(step(5)).isEqualTo(ByteBuffer.allocate(STEP));
  }

  @Test
  @DisplayName("past the end are refused as all are")
  void pastTheEnd() {
    readSteps(STEPS - 5, STEPS);
    assertThatThrownBy(() -> step(STEPS)).isInstanceOf(InvalidInputException.class);
    readSteps(STEPS - 2, STEPS - 1);
    assertThatThrownBy(() -> store.read(key, (STEPS - 1L) * STEP, STEP + 1))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  @DisplayName("end with an interrupt, keep its flag, and leave others' blocks alone")
  void interrupted() {
    readSteps(0, 5);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> step(5))
        .isInstanceOfSatisfying(
            StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TRANSIENT));
    assertThat(Thread.interrupted()).isTrue();
    readSteps(5, STEPS);
  }

  @Test
  @DisplayName("are refused when the store was closed, whatever was fetched ahead")
  void closed() {
    readSteps(0, 5);
    store.close();
    assertThatThrownBy(() -> step(5))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("was closed");
  }
}
