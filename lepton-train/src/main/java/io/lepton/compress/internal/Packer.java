package io.lepton.compress.internal;

import io.lepton.bytes.ByteSource;
import io.lepton.compress.Packing;
import io.lepton.error.CorruptDataException;
import io.lepton.error.InvalidInputException;
import io.lepton.tensor.DType;
import io.lepton.tensor.Shape;
import io.lepton.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One tensor with fewer bits. 8-bit: {@code name} I8 of the same shape, {@code name.scale} F32 one
 * each row. 4-bit: {@code name} U8 [rows, ⌈columns / 2⌉], two elements a byte, the first in the low
 * half, each plus 8; {@code name.scale} F32 [rows, ⌈columns / 32⌉]. 16-bit: {@code name} F16 or
 * BF16.
 */
public final class Packer {
  private static final int GROUP = 32;
  private static final int LARGEST_8 = 127;
  private static final int LARGEST_4 = 7;
  private static final int OFFSET_4 = 8;

  private Packer() {}

  public static String scale(String name) {
    return name + ".scale";
  }

  private static int rows(Shape shape) {
    return Math.toIntExact(shape.dimension(0));
  }

  /** The tensors that stand for one. */
  public static Map<String, Tensor> pack(String name, Tensor tensor, Packing packing) {
    float[] values = tensor.toFloats();
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new InvalidInputException("tensor \"" + name + "\" has the element " + value);
      }
    }
    return switch (packing) {
      case BF16, FP16 -> Map.of(name, halves(name, tensor.shape(), values, packing));
      case INT8 -> bytes(name, tensor.shape(), values);
      case INT4 -> nibbles(name, tensor.shape(), values);
    };
  }

  private static Tensor halves(String name, Shape shape, float[] values, Packing packing) {
    ByteBuffer bytes = little(values.length * 2);
    for (float value : values) {
      short half = packing == Packing.BF16 ? Half.bf16(value) : Half.fp16(value);
      float back = packing == Packing.BF16 ? Half.fromBf16(half) : Half.fromFp16(half);
      if (!Float.isFinite(back)) {
        throw new InvalidInputException(
            "tensor \"" + name + "\" has the element " + value + ", too large for " + packing);
      }
      bytes.putShort(half);
    }
    DType type = packing == Packing.BF16 ? DType.BF16 : DType.F16;
    return Tensor.of(type, shape, ByteSource.of(bytes.rewind()));
  }

  private static Map<String, Tensor> bytes(String name, Shape shape, float[] values) {
    int rows = rows(shape);
    ChannelScales packed = ChannelScales.of(name, values, 1, rows, values.length / rows, LARGEST_8);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(name, Tensor.of(DType.I8, shape, ByteSource.of(packed.values())));
    tensors.put(scale(name), Tensor.ofFloats(Shape.of(rows), packed.scales()));
    return tensors;
  }

  private static Map<String, Tensor> nibbles(String name, Shape shape, float[] values) {
    int rows = rows(shape);
    int columns = values.length / rows;
    int groups = (columns + GROUP - 1) / GROUP;
    int width = (columns + 1) / 2;
    byte[] bytes = new byte[rows * width];
    float[] scales = new float[rows * groups];
    for (int row = 0; row < rows; row++) {
      for (int group = 0; group < groups; group++) {
        int from = row * columns + group * GROUP;
        int to = Math.min(from + GROUP, (row + 1) * columns);
        float[] part = java.util.Arrays.copyOfRange(values, from, to);
        ChannelScales packed = ChannelScales.of(name, part, 1, 1, part.length, LARGEST_4);
        scales[row * groups + group] = packed.scales()[0];
        for (int i = 0; i < part.length; i++) {
          int column = group * GROUP + i;
          int nibble = packed.values()[i] + OFFSET_4;
          bytes[row * width + column / 2] |= (byte) (nibble << (column % 2 * 4));
        }
      }
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(name, Tensor.of(DType.U8, Shape.of(rows, width), ByteSource.of(bytes)));
    tensors.put(scale(name), Tensor.ofFloats(Shape.of(rows, groups), scales));
    return tensors;
  }

  /**
   * The tensor that others stand for, all of which are removed from the map.
   *
   * @throws CorruptDataException if one is missing, or of another type or shape
   */
  public static Tensor unpack(
      String name, Shape shape, Packing packing, Map<String, Tensor> tensors) {
    float[] values = new float[Math.toIntExact(shape.elementCount())];
    int rows = rows(shape);
    int columns = rows == 0 ? 0 : values.length / rows;
    switch (packing) {
      case BF16, FP16 -> {
        DType type = packing == Packing.BF16 ? DType.BF16 : DType.F16;
        ByteBuffer bytes = take(tensors, name, type, shape).bytes().readAll();
        for (int i = 0; i < values.length; i++) {
          short half = bytes.getShort();
          values[i] = packing == Packing.BF16 ? Half.fromBf16(half) : Half.fromFp16(half);
        }
      }
      case INT8 -> {
        ByteBuffer bytes = take(tensors, name, DType.I8, shape).bytes().readAll();
        float[] scales = take(tensors, scale(name), DType.F32, Shape.of(rows)).toFloats();
        for (int i = 0; i < values.length; i++) {
          values[i] = bytes.get() * scales[i / columns];
        }
      }
      case INT4 -> {
        int width = (columns + 1) / 2;
        int groups = (columns + GROUP - 1) / GROUP;
        ByteBuffer bytes = take(tensors, name, DType.U8, Shape.of(rows, width)).bytes().readAll();
        float[] scales = take(tensors, scale(name), DType.F32, Shape.of(rows, groups)).toFloats();
        for (int i = 0; i < values.length; i++) {
          int row = i / columns;
          int column = i % columns;
          int nibble = bytes.get(row * width + column / 2) >> (column % 2 * 4) & 0xf;
          values[i] = (nibble - OFFSET_4) * scales[row * groups + column / GROUP];
        }
      }
    }
    return Tensor.ofFloats(shape, values);
  }

  private static Tensor take(Map<String, Tensor> tensors, String name, DType type, Shape shape) {
    Tensor tensor = tensors.remove(name);
    if (tensor == null || tensor.dtype() != type || !tensor.shape().equals(shape)) {
      throw new CorruptDataException(
          "tensor \"" + name + "\": expected " + type + " " + shape + ", found " + tensor);
    }
    return tensor;
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
