package io.lepton.benchmarks;

import io.lepton.bytes.ByteSource;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Tensors of every width whose bytes a seed gives, block by block, so that any JVM can make them
 * again.
 */
final class SyntheticWeights {
  static final int BLOCK = 1 << 20;
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private SyntheticWeights() {}

  /** Four tensors of every type, together a little under the given size. */
  static Weights ofBytes(long bytes) {
    Weights.Builder weights = Weights.builder();
    DType[] types = DType.values();
    int tensors = 4 * types.length;
    for (int i = 0; i < tensors; i++) {
      DType type = types[i % types.length];
      Shape shape = Shape.of(64, bytes / tensors * 8 / type.bits() / 64);
      ByteSource source = new Generated(i, type.byteSize(shape.elementCount()), type);
      weights.put("layer" + i + ".weight", Tensor.of(type, shape, source));
    }
    return weights.build();
  }

  /**
   * SplitMix64 by counter; 32-bit floats get a normal-looking value of σ ≈ 0.02, as weights have.
   */
  private record Generated(long seed, long size, DType type) implements ByteSource {
    @Override
    public ByteBuffer read(long offset, int length) {
      ByteSource.checkRange(offset, length, size);
      ByteBuffer block = ByteBuffer.allocate((length + 7) & ~7).order(ByteOrder.LITTLE_ENDIAN);
      if (offset % Long.BYTES != 0) {
        throw new IllegalArgumentException("blocks begin at multiples of 8, found " + offset);
      }
      for (long at = offset / Long.BYTES; block.hasRemaining(); at++) {
        long bits = mix(seed * 0xD1342543DE82EF95L + at * GOLDEN_GAMMA);
        block.putLong(
            type == DType.F32
                ? twoFloats(bits)
                : type == DType.BOOL ? bits & 0x0101010101010101L : bits);
      }
      return block.position(0).limit(length).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static long twoFloats(long bits) {
      long low = Float.floatToRawIntBits(normal((int) bits)) & 0xFFFFFFFFL;
      long high = Float.floatToRawIntBits(normal((int) (bits >>> 32)));
      return (high << 32) | low;
    }

    /** Irwin–Hall of four bytes, to full float precision by the rest of the bits. */
    private static float normal(int bits) {
      int sum = (bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24);
      return 0.02f * (sum - 510 + ((bits * 0x9E3779B9) >>> 8) * 0x1p-24f) / 147.8f;
    }

    private static long mix(long z) {
      long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
      return b ^ (b >>> 31);
    }
  }
}
