package io.lepton.merge;

import io.lepton.tensor.DType;
import io.lepton.tensor.FloatElements;
import io.lepton.tensor.Tensor;
import java.nio.ByteBuffer;

/** Some elements of a tensor of floats. */
final class Block {
  private final DType type;
  private final int width;
  private final ByteBuffer bytes;

  Block(Tensor tensor, long first, int count) {
    type = tensor.dtype();
    width = type.bits() / Byte.SIZE;
    bytes = tensor.bytes().read(first * width, count * width);
  }

  double get(int index) {
    return FloatElements.get(type, bytes, index * width);
  }

  boolean sameBits(Block other, int index) {
    int at = index * width;
    return switch (width) {
      case Short.BYTES -> bytes.getShort(at) == other.bytes.getShort(at);
      case Integer.BYTES -> bytes.getInt(at) == other.bytes.getInt(at);
      default -> bytes.getLong(at) == other.bytes.getLong(at);
    };
  }

  /** Copies an element's bits, which a number cannot carry if it is NaN or −0. */
  void copy(int index, ByteBuffer out, int at) {
    out.put(at, bytes, index * width, width);
  }

  void put(double value, ByteBuffer out, int at) {
    FloatElements.put(type, out, at, value);
  }

  int width() {
    return width;
  }
}
