package io.lepton.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.lepton.bytes.ByteSource;
import io.lepton.error.CorruptDataException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files made to exhaust the reader, and files that are honestly large. */
class SafetensorsBombTest {
  private static final int SIZE = 2_000_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static void readWithinBounds(byte[] file) {
    assertThat(Allocation.ofReading(file))
        .as("bytes allocated for a file of %d", file.length)
        .isLessThan(Allocation.bound(file));
  }

  private static byte[] repeated(String before, IntFunction<String> part, String after) {
    StringBuilder header = new StringBuilder(before);
    for (int i = 0; header.length() < SIZE; i++) {
      header.append(part.apply(i));
    }
    return RawFile.of(header.append(after).toString(), 0);
  }

  @Test
  void manyEmptyTensors() {
    byte[] file =
        repeated(
            "{\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}",
            i ->
                ",\""
                    + Integer.toString(i, 36)
                    + " \":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}",
            "}");
    readWithinBounds(file);
    assertThat(RawFile.read(file).weights().size()).isGreaterThan(30_000);
  }

  @Test
  void oneShapeOfAMillionDimensions() {
    readWithinBounds(
        repeated("{\"a\":{\"dtype\":\"U8\",\"shape\":[0", i -> ",0", "],\"data_offsets\":[0,0]}}"));
    readWithinBounds(
        repeated("{\"a\":{\"dtype\":\"U8\",\"shape\":[2", i -> ",2", "],\"data_offsets\":[0,0]}}"));
  }

  @Test
  void oneNameOfAMillionCharacters() {
    readWithinBounds(repeated("{\"", i -> "x", "\":{}}"));
    readWithinBounds(repeated("{\"", i -> "\u00e9", "\":{}}"));
    readWithinBounds(repeated("{\"", i -> "\\ud83d\\ude00", "\":{}}"));
    readWithinBounds(repeated("{\"a\":{\"", i -> "x", "\":1}}"));
    readWithinBounds(repeated("{\"a\":{\"dtype\":\"", i -> "x", "\"}}"));
  }

  @Test
  void metadataOfManyKeys() {
    readWithinBounds(
        repeated(
            "{\"__metadata__\":{\"a\":\"\"",
            i -> ",\"" + Integer.toString(i, 36) + " \":\"\"",
            "}}"));
  }

  @Test
  void namesOfOneHashCode() {
    // "Aa" and "BB" have one hash code, and so do all their combinations of one length.
    byte[] file =
        repeated(
            "{\"__metadata__\":{\"a\":\"\"",
            i -> {
              StringBuilder name = new StringBuilder();
              for (int bit = 0; bit < 17; bit++) {
                name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
              }
              return ",\"" + name + "\":\"\"";
            },
            "}}");
    long cpu = THREADS.getCurrentThreadCpuTime();
    readWithinBounds(file);
    assertThat(THREADS.getCurrentThreadCpuTime() - cpu)
        .as("nanoseconds; 47,000 colliding keys would take minutes in a list")
        .isLessThan(10_000_000_000L);
  }

  @Test
  void deepNesting() {
    readWithinBounds(repeated("{\"a\":", i -> "[", ""));
    readWithinBounds(repeated("{\"a\":", i -> "{\"dtype\":", ""));
  }

  @Test
  void aClaimedLengthCostsNothing() {
    byte[] claim = RawFile.claiming(99_999_999, new byte[] {'{'}, new byte[0]);
    readWithinBounds(claim);
    assertThatThrownBy(() -> RawFile.read(claim)).isInstanceOf(CorruptDataException.class);
  }

  @Test
  void readsTensorsBeyondTwoGibibytes(@TempDir Path folder) throws IOException {
    long large = 3L << 30;
    String header =
        "{\"large\":{\"dtype\":\"U8\",\"shape\":["
            + large
            + "],\"data_offsets\":[0,"
            + large
            + "]},\"last\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":["
            + large
            + ","
            + (large + 8)
            + "]}}";
    Path file = folder.resolve("large.safetensors");
    byte[] text = header.getBytes(StandardCharsets.US_ASCII);
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.SPARSE)) {
      channel.write(ByteBuffer.wrap(RawFile.of(text, new byte[0])));
      ByteBuffer end = ByteBuffer.allocate(9).order(ByteOrder.LITTLE_ENDIAN);
      end.put((byte) 77).putFloat(1.5f).putFloat(-2.5f).flip();
      channel.write(end, 8 + text.length + large - 1);
    }
    Weights weights = Safetensors.read(file).weights();
    assertThat(weights.get("last").toFloats()).containsExactly(1.5f, -2.5f);
    ByteSource bytes = weights.get("large").bytes();
    assertThat(bytes.size()).isEqualTo(large);
    assertThat(bytes.read(large - 1, 1).get()).isEqualTo((byte) 77);
    assertThat(bytes.read((1L << 31) - 4, 8).getLong()).isZero();
  }
}
