package io.lepton.merge;

import io.lepton.bytes.ByteSource;
import io.lepton.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Bytes that are computed when they are read, in blocks of at most {@link #BLOCK} elements, so that
 * memory does not grow with the tensor. Thread-safe if the kernel is.
 */
final class ComputedTensor implements ByteSource {
  static final int BLOCK = 1 << 14;

  /** Computes some elements. */
  @FunctionalInterface
  interface Kernel {
    /**
     * Computes elements.
     *
     * @param first index of the first
     * @param count at most {@link #BLOCK}
     * @param out little-endian
     * @param at position in {@code out} of the first
     */
    void compute(long first, int count, ByteBuffer out, int at);
  }

  private final long size;
  private final int width;
  private final Kernel kernel;

  private ComputedTensor(long size, int width, Kernel kernel) {
    this.size = size;
    this.width = width;
    this.kernel = kernel;
  }

  /** A tensor of the type and shape of another. */
  static Tensor like(Tensor model, Kernel kernel) {
    int width = model.dtype().bits() / Byte.SIZE;
    return Tensor.of(
        model.dtype(), model.shape(), new ComputedTensor(model.bytes().size(), width, kernel));
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public ByteBuffer read(long offset, int length) {
    ByteSource.checkRange(offset, length, size);
    long first = offset / width;
    int count = (int) ((offset + length + width - 1) / width - first);
    ByteBuffer out = ByteBuffer.allocate(count * width).order(ByteOrder.LITTLE_ENDIAN);
    for (int done = 0; done < count; done += BLOCK) {
      kernel.compute(first + done, Math.min(BLOCK, count - done), out, done * width);
    }
    return out.slice((int) (offset - first * width), length)
        .asReadOnlyBuffer()
        .order(ByteOrder.LITTLE_ENDIAN);
  }
}
