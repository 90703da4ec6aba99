package io.lepton.tensor;

import java.nio.ByteBuffer;

/**
 * The elements of floating-point tensors as doubles, for arithmetic. Reading is exact; writing
 * rounds once, to nearest, ties to even (IEEE 754), with overflow to infinity and gradual
 * underflow. Buffers are little-endian and positions are absolute. Thread-safe.
 */
public final class FloatElements {
  private static final int DOUBLE_FRACTION = 52;
  private static final int DOUBLE_BIAS = 1023;
  private static final int HALF_FRACTION = 10;
  private static final int HALF_BIAS = 15;
  private static final int BRAIN_FRACTION = 7;
  private static final int BRAIN_BIAS = 127;
  private static final int SIGN = 0x8000;

  private FloatElements() {}

  /**
   * Whether elements of a type can be read and written here.
   *
   * @param type of a tensor
   * @return true for F16, BF16, F32 and F64
   */
  public static boolean supports(DType type) {
    return switch (type) {
      case F16, BF16, F32, F64 -> true;
      default -> false;
    };
  }

  /**
   * Reads an element.
   *
   * @param type for which {@link #supports} is true
   * @param in little-endian
   * @param at position of its first byte
   * @return its exact value
   * @throws IllegalArgumentException if the type is not supported
   */
  public static double get(DType type, ByteBuffer in, int at) {
    return switch (type) {
      case F64 -> in.getDouble(at);
      case F32 -> in.getFloat(at);
      case BF16 -> Float.intBitsToFloat(in.getShort(at) << Short.SIZE);
      case F16 -> half(in.getShort(at));
      default -> throw new IllegalArgumentException("not a float: " + type);
    };
  }

  /**
   * Writes an element.
   *
   * @param type for which {@link #supports} is true
   * @param out little-endian
   * @param at position of its first byte
   * @param value to be rounded; NaN becomes the type's quiet NaN
   * @throws IllegalArgumentException if the type is not supported
   */
  public static void put(DType type, ByteBuffer out, int at, double value) {
    switch (type) {
      case F64 -> out.putDouble(at, value);
      case F32 -> out.putFloat(at, (float) value);
      case BF16 -> out.putShort(at, round(value, BRAIN_FRACTION, BRAIN_BIAS));
      case F16 -> out.putShort(at, round(value, HALF_FRACTION, HALF_BIAS));
      default -> throw new IllegalArgumentException("not a float: " + type);
    }
  }

  /** IEEE 754 binary16: 1 sign, 5 exponent and 10 mantissa bits; every value fits a float. */
  private static float half(short bits) {
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

  /** Straight from the double: rounding to a float first could round twice. */
  private static short round(double value, int fraction, int bias) {
    int infinity = (2 * bias + 1) << fraction;
    if (Double.isNaN(value)) {
      return (short) (infinity | 1 << (fraction - 1));
    }
    int sign = Double.doubleToRawLongBits(value) < 0 ? SIGN : 0;
    double magnitude = Math.abs(value);
    if (magnitude < Math.scalb(1.0, 1 - bias)) {
      // A subnormal is a multiple of the smallest one; rounding up to the first normal carries.
      return (short) (sign | (int) Math.rint(Math.scalb(magnitude, bias - 1 + fraction)));
    }
    long bits = Double.doubleToRawLongBits(magnitude);
    int cut = DOUBLE_FRACTION - fraction;
    long odd = bits >>> cut & 1;
    long rounded = (bits + (1L << (cut - 1)) - 1 + odd) >>> cut;
    long rebased = rounded - ((long) (DOUBLE_BIAS - bias) << fraction);
    return (short) (sign | (int) Math.min(rebased, infinity));
  }
}
