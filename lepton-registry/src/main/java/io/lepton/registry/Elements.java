package io.lepton.registry;

import io.lepton.tensor.DType;
import io.lepton.tensor.FloatElements;
import java.nio.ByteBuffer;

/** Decodes the elements of tensors of integers from little-endian bytes. */
final class Elements {
  private Elements() {}

  static boolean isNumeric(DType type) {
    return switch (type) {
      case BOOL, U8, I8, U16, I16, U32, I32, U64, I64 -> true;
      default -> FloatElements.supports(type);
    };
  }

  static boolean isUnsigned(DType type) {
    return switch (type) {
      case BOOL, U8, U16, U32, U64 -> true;
      default -> false;
    };
  }

  /** The bits of an element of 1, 2, 4 or 8 bytes. */
  static long bits(ByteBuffer in, int at, int width) {
    return switch (width) {
      case 1 -> in.get(at) & 0xFFL;
      case 2 -> in.getShort(at) & 0xFFFFL;
      case 4 -> in.getInt(at) & 0xFFFFFFFFL;
      default -> in.getLong(at);
    };
  }

  /** The element in the low bits of a long; U64 as the same 64 bits. */
  static long integer(DType type, ByteBuffer in, int at) {
    return switch (type) {
      case I8 -> in.get(at);
      case I16 -> in.getShort(at);
      case I32 -> in.getInt(at);
      case BOOL, U8 -> bits(in, at, 1);
      case U16 -> bits(in, at, 2);
      case U32 -> bits(in, at, 4);
      case I64, U64 -> in.getLong(at);
      default -> throw new IllegalArgumentException("not an integer: " + type);
    };
  }

  /** An unsigned 64-bit integer, rounded once. */
  static double unsigned(long bits) {
    // The low bit must not be lost in halving, or ties would round the wrong way.
    return bits >= 0 ? bits : (((bits >>> 1) | (bits & 1)) * 2.0);
  }
}
