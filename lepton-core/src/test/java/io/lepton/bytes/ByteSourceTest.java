package io.lepton.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import io.lepton.error.StorageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of source gives the same bytes by the same rules. */
class ByteSourceTest {
  private static final int SIZE = 100;
  private static final byte[] CONTENT = new byte[SIZE];
  private static final WritableByteChannel NOWHERE =
      Channels.newChannel(OutputStream.nullOutputStream());

  static {
    new Random(7).nextBytes(CONTENT);
  }

  @TempDir private static Path folder;

  static Stream<ByteSource> sources() throws IOException {
    Path file = Files.write(folder.resolve("content"), CONTENT);
    byte[] framed = new byte[SIZE + 20];
    System.arraycopy(CONTENT, 0, framed, 10, SIZE);
    ByteBuffer part = ByteBuffer.wrap(framed, 10, SIZE);
    return Stream.of(
        ByteSource.of(CONTENT),
        ByteSource.of(part),
        ByteSource.of(ByteBuffer.allocateDirect(SIZE).put(CONTENT).flip()),
        ByteSource.of(framed).slice(10, SIZE),
        ByteSource.of(framed).slice(5, SIZE + 10).slice(5, SIZE),
        ByteSource.ofFile(file),
        MappedFile.open(file, 3),
        MappedFile.open(file, 0),
        MappedFile.open(file, 2).slice(0, SIZE));
  }

  @ParameterizedTest
  @MethodSource("sources")
  void readsEveryRange(ByteSource source) throws IOException {
    assertThat(source.size()).isEqualTo(SIZE);
    assertThat(source.readAll()).isEqualTo(ByteBuffer.wrap(CONTENT));
    for (int offset = 0; offset <= SIZE; offset++) {
      for (int length = 0; length <= SIZE - offset; length++) {
        ByteBuffer read = source.read(offset, length);
        assertThat(read.position()).isZero();
        assertThat(read.limit()).isEqualTo(length);
        assertThat(read.isReadOnly()).isTrue();
        assertThat(read.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        byte[] bytes = new byte[length];
        read.get(bytes);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        source.writeTo(offset, length, Channels.newChannel(out));
        if (!Arrays.equals(bytes, 0, length, CONTENT, offset, offset + length)
            || !Arrays.equals(out.toByteArray(), bytes)) {
          throw new AssertionError("bytes " + offset + " to " + (offset + length) + " differ");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void refusesRangesOutside(ByteSource source) {
    long[][] outside = {
      {0, SIZE + 1},
      {SIZE, 1},
      {SIZE + 1, 0},
      {-1, 1},
      {0, -1},
      {Long.MAX_VALUE, 1},
      {Long.MIN_VALUE, 0},
      {1, Integer.MAX_VALUE}
    };
    for (long[] range : outside) {
      assertThatThrownBy(() -> source.read(range[0], (int) range[1]))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(SIZE + " bytes");
      assertThatThrownBy(() -> source.slice(range[0], range[1]))
          .isInstanceOf(InvalidInputException.class);
      assertThatThrownBy(() -> source.writeTo(range[0], range[1], NOWHERE))
          .isInstanceOf(InvalidInputException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void givesEachReaderABufferOfItsOwn(ByteSource source) {
    source.read(0, 10).getLong();
    assertThat(source.read(0, 10).position()).isZero();
  }

  @Test
  void readsAnEmptyFile(@TempDir Path other) throws IOException {
    ByteSource empty = ByteSource.ofFile(Files.createFile(other.resolve("empty")));
    assertThat(empty.size()).isZero();
    assertThat(empty.readAll().remaining()).isZero();
  }

  @Test
  void refusesToReadMoreThanABufferHolds() {
    ByteSource large =
        new ByteSource() {
          @Override
          public long size() {
            return 1L << 31;
          }

          @Override
          public ByteBuffer read(long offset, int length) {
            throw new AssertionError("asked for " + length + " bytes");
          }
        };
    assertThatThrownBy(large::readAll).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void saysWhichFileCannotBeMapped(@TempDir Path other) {
    Path none = other.resolve("none");
    assertThatThrownBy(() -> ByteSource.ofFile(none))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(none.toString());
    assertThatThrownBy(() -> ByteSource.ofFile(other)).isInstanceOf(StorageException.class);
  }
}
