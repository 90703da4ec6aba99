package io.lepton.merge;

import io.lepton.bytes.ByteSource;
import io.lepton.tensor.DType;
import io.lepton.tensor.FloatElements;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Tensors of floats for tests, of any type, by value and by bits. */
final class Floats {
  private Floats() {}

  static Tensor of(DType type, double... values) {
    ByteBuffer bytes = buffer(type, values.length);
    for (int i = 0; i < values.length; i++) {
      FloatElements.put(type, bytes, i * width(type), values[i]);
    }
    return Tensor.of(type, Shape.of(values.length), ByteSource.of(bytes));
  }

  static Tensor ofBits(DType type, List<String> hex) {
    ByteBuffer bytes = buffer(type, hex.size());
    for (String text : hex) {
      long bits = Long.parseUnsignedLong(text, 16);
      switch (width(type)) {
        case Short.BYTES -> bytes.putShort((short) bits);
        case Integer.BYTES -> bytes.putInt((int) bits);
        default -> bytes.putLong(bits);
      }
    }
    return Tensor.of(type, Shape.of(hex.size()), ByteSource.of(bytes.flip()));
  }

  static List<String> bits(Tensor tensor) {
    int width = width(tensor.dtype());
    ByteBuffer bytes = tensor.bytes().readAll();
    List<String> hex = new ArrayList<>();
    for (int at = 0; at < bytes.limit(); at += width) {
      StringBuilder text = new StringBuilder();
      for (int i = width - 1; i >= 0; i--) {
        text.append(String.format("%02x", bytes.get(at + i)));
      }
      hex.add(text.toString());
    }
    return hex;
  }

  static double[] values(Tensor tensor) {
    int width = width(tensor.dtype());
    ByteBuffer bytes = tensor.bytes().readAll();
    double[] values = new double[bytes.limit() / width];
    for (int i = 0; i < values.length; i++) {
      values[i] = FloatElements.get(tensor.dtype(), bytes, i * width);
    }
    return values;
  }

  static Tensor gaussian(Random random, DType type, int count, double deviation) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = deviation * random.nextGaussian();
    }
    return of(type, values);
  }

  /** The base with a part of its elements changed. */
  static Tensor tuned(Random random, Tensor base, double part) {
    double[] values = values(base);
    for (int i = 0; i < values.length; i++) {
      if (random.nextDouble() < part) {
        values[i] += 0.01 * random.nextGaussian();
      }
    }
    return of(base.dtype(), values);
  }

  private static int width(DType type) {
    return type.bits() / Byte.SIZE;
  }

  private static ByteBuffer buffer(DType type, int count) {
    return ByteBuffer.allocate(count * width(type)).order(ByteOrder.LITTLE_ENDIAN);
  }
}
