package io.lepton.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.bytes.ByteSource;
import io.lepton.error.InvalidInputException;
import io.lepton.error.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
  private static final Weights ONE =
      Weights.builder().put("w", Tensor.ofFloats(Shape.of(1), 1)).build();

  @TempDir private Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void laysOutTheWidestTypeFirstThenByNameAndKeepsTheOrderInTheHeader() {
    Weights weights =
        Weights.builder()
            .put("c", Tensor.of(DType.U8, Shape.of(1), ByteSource.of(new byte[1])))
            .put("b", Tensor.ofFloats(Shape.of(1), 1))
            .put("\ud83d\ude00", Tensor.ofFloats(Shape.of(1), 3))
            .put("\uffff", Tensor.ofFloats(Shape.of(1), 2))
            .put("a", Tensor.ofDoubles(Shape.of(1), 1))
            .build();
    byte[] file = SafetensorsRoundTripTest.written(weights, Map.of());
    Map<String, SafetensorsChecks.Info> tensors = SafetensorsChecks.check(file).tensors();
    assertThat(tensors.keySet()).containsExactlyElementsOf(weights.names());
    assertThat(tensors.get("a").begin()).isZero();
    assertThat(tensors.get("b").begin()).isEqualTo(8);
    assertThat(tensors.get("\uffff").begin()).as("by UTF-8, as Rust sorts").isEqualTo(12);
    assertThat(tensors.get("\ud83d\ude00").begin()).isEqualTo(16);
    assertThat(tensors.get("c").begin()).isEqualTo(20);
  }

  @Test
  void keepsEveryTypeScalarsAndEmptyTensors() throws IOException {
    Weights.Builder builder = Weights.builder();
    for (DType dtype : DType.values()) {
      builder.put("of " + dtype, SafetensorsRoundTripTest.tensor(dtype, List.of(3L, 5L), 1));
      builder.put("scalar " + dtype, SafetensorsRoundTripTest.tensor(dtype, List.of(), 2));
      builder.put("empty " + dtype, SafetensorsRoundTripTest.tensor(dtype, List.of(0L, 7L), 3));
    }
    Weights weights = builder.build();
    Path file = folder.resolve("all.safetensors");
    Safetensors.write(file, weights, Map.of());
    assertThat(Safetensors.read(file).weights().contentEquals(weights)).isTrue();
    assertThat(Files.readAllBytes(file))
        .isEqualTo(SafetensorsRoundTripTest.written(weights, Map.of()));
  }

  @Test
  void replacesAFileInOneStep() throws IOException {
    Path file = folder.resolve("w.safetensors");
    Safetensors.write(file, ONE, Map.of());
    Weights old = Safetensors.read(file).weights();
    Weights two = Weights.builder().put("w", Tensor.ofFloats(Shape.of(2), 2, 3)).build();
    Safetensors.write(file, two, Map.of("k", "v"));
    assertThat(Safetensors.read(file).weights().contentEquals(two)).isTrue();
    assertThat(old.contentEquals(ONE)).as("the file that was mapped before").isTrue();
    assertThat(names()).containsExactly("w.safetensors");
  }

  @Test
  void mayReplaceTheFileItReadsFrom() throws IOException {
    Path file = folder.resolve("w.safetensors");
    Safetensors.write(file, ONE, Map.of());
    Safetensors.write(file, Safetensors.read(file).weights(), Map.of("k", "v"));
    assertThat(Safetensors.read(file).weights().contentEquals(ONE)).isTrue();
    assertThat(Safetensors.read(file).metadata()).isEqualTo(Map.of("k", "v"));
  }

  @Test
  void leavesTheOldFileAndNothingElseWhenATensorCannotBeRead() throws IOException {
    Path file = folder.resolve("w.safetensors");
    Safetensors.write(file, ONE, Map.of());
    byte[] before = Files.readAllBytes(file);
    ByteSource broken =
        new ByteSource() {
          @Override
          public long size() {
            return 5 << 20;
          }

          @Override
          public ByteBuffer read(long offset, int length) {
            if (offset > 0) {
              throw new StorageException(StorageException.Kind.TRANSIENT, "unplugged", null);
            }
            return ByteBuffer.allocate(length);
          }
        };
    Weights weights =
        Weights.builder().put("w", Tensor.of(DType.U8, Shape.of(5 << 20), broken)).build();
    assertThatThrownBy(() -> Safetensors.write(file, weights, Map.of()))
        .isInstanceOf(StorageException.class)
        .hasMessage("unplugged");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    assertThat(names()).containsExactly("w.safetensors");
  }

  @Test
  void saysWhichFileCannotBeWritten() throws IOException {
    Path file = folder.resolve("no/such/folder/w.safetensors");
    assertThatThrownBy(() -> Safetensors.write(file, ONE, Map.of()))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(file.toString());
    Path inTheWay = Files.createDirectories(folder.resolve("w.safetensors/full"));
    assertThatThrownBy(() -> Safetensors.write(inTheWay.getParent(), ONE, Map.of()))
        .isInstanceOf(StorageException.class);
    assertThat(names()).containsExactly("w.safetensors");
  }

  @Test
  void writesThroughAChannelThatTakesLittleAtATime() {
    ByteBuffer taken = ByteBuffer.allocate(1000);
    WritableByteChannel stingy =
        new WritableByteChannel() {
          @Override
          public int write(ByteBuffer source) {
            int count = Math.min(3, source.remaining());
            taken.put(source.slice(source.position(), count));
            source.position(source.position() + count);
            return count;
          }

          @Override
          public boolean isOpen() {
            return true;
          }

          @Override
          public void close() {
            throw new AssertionError("the channel is the caller's");
          }
        };
    Safetensors.write(stingy, ONE, Map.of());
    byte[] written = new byte[taken.flip().remaining()];
    taken.get(written);
    assertThat(written).isEqualTo(SafetensorsRoundTripTest.written(ONE, Map.of()));
  }

  @Test
  void refusesNamesThatCannotBeWritten() throws IOException {
    Path file = folder.resolve("w.safetensors");
    for (String name : List.of("__metadata__", "half \ud83d", "\ude00")) {
      Weights weights = Weights.builder().put(name, Tensor.ofFloats(Shape.of(1), 1)).build();
      assertThatThrownBy(() -> Safetensors.write(file, weights, Map.of()))
          .as(name)
          .isInstanceOf(InvalidInputException.class);
    }
    assertThatThrownBy(() -> Safetensors.write(file, ONE, Map.of("k", "\ud83d")))
        .isInstanceOf(InvalidInputException.class);
    assertThat(names()).isEmpty();
  }
}
