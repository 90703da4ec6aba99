package io.lepton.registry;

import io.lepton.registry.Diff.Amount;
import io.lepton.registry.Diff.Numbers;
import io.lepton.tensor.DType;
import io.lepton.tensor.FloatElements;
import io.lepton.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.function.IntPredicate;

/** Compares two tensors of one type and shape, block by block. Belongs to one thread. */
final class TensorComparison {
  private final Tensor before;
  private final Tensor after;
  private final DType type;
  private long bits;
  private long elements;
  private long notFinite;
  private double maxAbsolute;
  private double squaresOfChange;
  private double squaresBefore;

  TensorComparison(Tensor before, Tensor after) {
    this.before = before;
    this.after = after;
    this.type = before.dtype();
  }

  /**
   * Compares block by block.
   *
   * @param block bytes, a multiple of the element's
   * @param equal whether block i is known to be the same on both sides
   */
  Amount compare(int block, IntPredicate equal) {
    boolean numeric = Elements.isNumeric(type);
    long size = before.bytes().size();
    int index = 0;
    for (long at = 0; at < size; at += block, index++) {
      int length = (int) Math.min(block, size - at);
      boolean same = equal.test(index);
      if (same && !numeric) {
        continue;
      }
      ByteBuffer x = before.bytes().read(at, length);
      ByteBuffer y = same ? x : after.bytes().read(at, length);
      if (!same) {
        countBits(x, y);
      }
      if (FloatElements.supports(type)) {
        compareFloats(x, y);
      } else if (numeric) {
        compareIntegers(x, y);
      }
    }
    return new Amount(bits, numeric ? numbers() : null);
  }

  private Numbers numbers() {
    double change = Math.sqrt(squaresOfChange);
    double relative = change == 0 ? 0 : change / Math.sqrt(squaresBefore);
    return new Numbers(elements, notFinite, maxAbsolute, relative);
  }

  private void countBits(ByteBuffer x, ByteBuffer y) {
    int at = 0;
    for (; at + Long.BYTES <= x.limit(); at += Long.BYTES) {
      bits += Long.bitCount(x.getLong(at) ^ y.getLong(at));
    }
    for (; at < x.limit(); at++) {
      bits += Integer.bitCount((x.get(at) ^ y.get(at)) & 0xFF);
    }
  }

  private void compareFloats(ByteBuffer x, ByteBuffer y) {
    // Sums of one block first: the error then grows with the blocks, not with the elements.
    double change = 0;
    double old = 0;
    int width = type.bits() / Byte.SIZE;
    for (int at = 0; at < x.limit(); at += width) {
      double a = FloatElements.get(type, x, at);
      if (Elements.bits(x, at, width) == Elements.bits(y, at, width)) {
        old += Double.isFinite(a) ? a * a : 0;
        continue;
      }
      elements++;
      double b = FloatElements.get(type, y, at);
      if (!Double.isFinite(a) || !Double.isFinite(b)) {
        notFinite++;
        continue;
      }
      double difference = b - a;
      maxAbsolute = Math.max(maxAbsolute, Math.abs(difference));
      change += difference * difference;
      old += a * a;
    }
    squaresOfChange += change;
    squaresBefore += old;
  }

  private void compareIntegers(ByteBuffer x, ByteBuffer y) {
    double change = 0;
    double old = 0;
    int width = type.bits() / Byte.SIZE;
    for (int at = 0; at < x.limit(); at += width) {
      long a = Elements.integer(type, x, at);
      long b = Elements.integer(type, y, at);
      double value = Elements.isUnsigned(type) ? Elements.unsigned(a) : a;
      old += value * value;
      if (a == b) {
        continue;
      }
      elements++;
      boolean less = Elements.isUnsigned(type) ? Long.compareUnsigned(a, b) < 0 : a < b;
      // Any two 64-bit integers differ by less than 2^64, so the wrapped difference is exact.
      double difference = Elements.unsigned(less ? b - a : a - b);
      maxAbsolute = Math.max(maxAbsolute, difference);
      change += difference * difference;
    }
    squaresOfChange += change;
    squaresBefore += old;
  }
}
