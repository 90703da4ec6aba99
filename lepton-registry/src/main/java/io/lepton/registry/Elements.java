package io.lepton.registry;

import io.lepton.tensor.DType;
import java.nio.ByteBuffer;

/** Decodes the elements of tensors from little-endian bytes. */
final class Elements {
  private static final int BF16_SHIFT = 16;

  private Elements() {}

  static boolean isFloat(DType type) {
    return switch (type) {
      case F16, BF16, F32, F64 -> true;
      default -> false;
    };
  }

  static boolean isNumeric(DType type) {
    return switch (type) {
      case BOOL, U8, I8, U16, I16, U32, I32, U64, I64 -> true;
      default -> isFloat(type);
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

  static double real(DType type, ByteBuffer in, int at) {
    return switch (type) {
      case F64 -> in.getDouble(at);
      case F32 -> in.getFloat(at);
      case BF16 -> Float.intBitsToFloat(in.getShort(at) << BF16_SHIFT);
      case F16 -> half(in.getShort(at));
      default -> throw new IllegalArgumentException("not a float: " + type);
    };
  }

  /** IEEE 754 binary16: 1 sign, 5 exponent and 10 mantissa bits; every value fits a float. */
  static float half(short bits) {
    int exponent = bits >> 10 & 0x1F;
    int mantissa = bits & 0x3FF;
    float magnitude;
    if (exponent == 0x1F) {
      magnitude = mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else if (exponent == 0) {
      magnitude = mantissa * 0x1p-24f;
    } else {
      magnitude = Math.scalb(mantissa + 0x400, exponent - 25);
    }
    return bits < 0 ? -magnitude : magnitude;
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
