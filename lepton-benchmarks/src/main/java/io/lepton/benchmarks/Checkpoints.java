package io.lepton.benchmarks;

import io.lepton.model.ModelSnapshot;
import io.lepton.tensor.DType;
import io.lepton.tensor.Safetensors;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Files of weights as checkpoints have them: Gaussian with σ 0.02, of which versions differ as a
 * fine-tuned layer does, or as all weights do after some more steps of training.
 */
final class Checkpoints {
  private static final int COLUMNS = 1024;
  private static final double SIGMA = 0.02;
  private static final double STEP = 1e-5;

  /** How the second and third version differ from the first. */
  enum Change {
    NONE,
    ONE_HUNDREDTH_IN_A_ROW,
    ALL_A_LITTLE
  }

  private Checkpoints() {}

  /** Writes a safetensors file of {@code bytes} bytes of F32 or BF16 weights in 32 tensors. */
  static void write(Path file, DType type, long bytes, Change change) {
    int width = type.bits() / 8;
    int tensors = 32;
    long elements = bytes / tensors / width;
    Weights.Builder weights = Weights.builder();
    for (int i = 0; i < tensors; i++) {
      float[] values = gaussian(i, (int) elements, SIGMA);
      if (change == Change.ALL_A_LITTLE) {
        float[] steps = gaussian(1000 + i, values.length, STEP);
        for (int at = 0; at < values.length; at++) {
          values[at] += steps[at];
        }
      }
      if (change == Change.ONE_HUNDREDTH_IN_A_ROW && i == tensors / 2) {
        // A hundredth of all the weights is a third of one of the tensors.
        int count = (int) (elements * tensors / 100);
        System.arraycopy(gaussian(2000, count, SIGMA), 0, values, values.length / 3, count);
      }
      weights.put(
          "layer" + i + ".weight",
          Tensor.of(type, Shape.of(elements / COLUMNS, COLUMNS), new Bits(type, values)));
    }
    Safetensors.write(file, weights.build(), Map.of());
  }

  static ModelSnapshot snapshot(Path file) {
    return ModelSnapshot.builder("benchmark/1").weights(Safetensors.read(file).weights()).build();
  }

  private static float[] gaussian(long seed, int count, double sigma) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i += 2) {
      // Box and Muller's method; SplittableRandom has no Gaussian in Java 17 that is as fast.
      double radius = sigma * Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
      double angle = 2 * Math.PI * random.nextDouble();
      values[i] = (float) (radius * Math.cos(angle));
      if (i + 1 < count) {
        values[i + 1] = (float) (radius * Math.sin(angle));
      }
    }
    return values;
  }

  /** Floats as bytes; BF16 is the upper half, rounded to nearest even. */
  private static final class Bits implements io.lepton.bytes.ByteSource {
    private final int width;
    private final float[] values;

    Bits(DType type, float[] values) {
      this.width = type.bits() / 8;
      this.values = values;
    }

    @Override
    public long size() {
      return (long) width * values.length;
    }

    @Override
    public ByteBuffer read(long offset, int length) {
      io.lepton.bytes.ByteSource.checkRange(offset, length, size());
      ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = (int) (offset / width); out.hasRemaining(); i++) {
        int bits = Float.floatToRawIntBits(values[i]);
        if (width == Short.BYTES) {
          out.putShort((short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16));
        } else {
          out.putInt(bits);
        }
      }
      return out.flip().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
  }
}
