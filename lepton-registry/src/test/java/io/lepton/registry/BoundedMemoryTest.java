package io.lepton.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.bytes.ByteSource;
import io.lepton.model.ModelSnapshot;
import io.lepton.model.Version;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Saving and loading need little memory")
class BoundedMemoryTest {
  @TempDir Path folder;

  /**
   * Bytes that any range of can be computed, so that a model larger than the heap costs nothing.
   */
  private record Computed(long seed, long size) implements ByteSource {
    @Override
    public ByteBuffer read(long offset, int length) {
      ByteSource.checkRange(offset, length, size);
      int before = (int) (offset % Long.BYTES); // files are cut anywhere
      int words = (before + length + Long.BYTES - 1) / Long.BYTES;
      ByteBuffer bytes = ByteBuffer.allocate(words * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < words; i++) {
        bytes.putLong(i * Long.BYTES, mix(seed + offset / Long.BYTES + i));
      }
      return bytes.slice(before, length).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** SplitMix64's finaliser. */
    private static long mix(long z) {
      long x = z * 0x9E3779B97F4A7C15L;
      x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
      x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
      return x ^ (x >>> 31);
    }
  }

  private static ModelSnapshot snapshot(long mebibytes) {
    long each = mebibytes << 18; // a quarter of the bytes
    Weights.Builder weights = Weights.builder();
    DType[] types = {DType.F32, DType.BF16, DType.I64};
    for (int i = 0; i < types.length; i++) {
      Shape shape = Shape.of(each * 8 / types[i].bits());
      weights.put("t" + i, Tensor.of(types[i], shape, new Computed((long) i << 40, each)));
    }
    return ModelSnapshot.builder("f/1")
        .weights(weights.build())
        .file("blob", new Computed(9L << 40, each))
        .build();
  }

  /** The program of the other JVM. */
  public static void main(String[] args) {
    ModelSnapshot saved = snapshot(Long.parseLong(args[1]));
    try (ModelManager models = ModelManager.open(Path.of(args[0]))) {
      Version version = models.model("large").save(saved).commit();
      System.out.println("saved " + version);
      ModelSnapshot loaded = models.load(version);
      boolean equal =
          loaded.weights().contentEquals(saved.weights())
              && io.lepton.bytes.Digest.of(loaded.files().get("blob"))
                  .equals(io.lepton.bytes.Digest.of(saved.files().get("blob")));
      System.out.println(equal ? "equal" : "different");
    }
  }

  @Test
  @DisplayName("192 MiB through a heap of 96 MiB")
  void small() throws Exception {
    roundTrip("-Xmx96m", 192);
  }

  @Test
  @Tag("slow")
  @DisplayName("1 GiB through a heap of 256 MiB")
  void large() throws Exception {
    roundTrip("-Xmx256m", 1024);
  }

  private void roundTrip(String heap, long mebibytes) throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    heap,
                    "-cp",
                    System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path")),
                    BoundedMemoryTest.class.getName(),
                    folder.resolve("home").toString(),
                    Long.toString(mebibytes)))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(Files.readString(output)).contains("saved large v1").contains("equal");
    assertThat(process.exitValue()).isZero();
  }
}
