package io.lepton.tensor;

import io.lepton.error.InvalidInputException;
import java.util.Arrays;

/**
 * Element types, named as in the safetensors format. Lepton keeps every type bit for bit; types
 * without a Java counterpart (BF16, F16, the F8, F6 and F4 variants, complex) are opaque bits.
 */
public enum DType {
  /** One byte, 0 or 1. */
  BOOL(8),
  /** 4-bit float (MXFP4), two elements a byte. */
  F4(4),
  /** 6-bit float, 2 exponent and 3 mantissa bits. */
  F6_E2M3(6),
  /** 6-bit float, 3 exponent and 2 mantissa bits. */
  F6_E3M2(6),
  /** Unsigned 8-bit integer. */
  U8(8),
  /** Signed 8-bit integer. */
  I8(8),
  /** 8-bit float, 5 exponent and 2 mantissa bits. */
  F8_E5M2(8),
  /** 8-bit float, 4 exponent and 3 mantissa bits. */
  F8_E4M3(8),
  /** 8-bit exponent-only scale. */
  F8_E8M0(8),
  /** Signed 16-bit integer. */
  I16(16),
  /** Unsigned 16-bit integer. */
  U16(16),
  /** IEEE 754 binary16. */
  F16(16),
  /** bfloat16: the upper half of a binary32. */
  BF16(16),
  /** Signed 32-bit integer. */
  I32(32),
  /** Unsigned 32-bit integer. */
  U32(32),
  /** IEEE 754 binary32. */
  F32(32),
  /** Complex number of two binary32. */
  C64(64),
  /** IEEE 754 binary64. */
  F64(64),
  /** Signed 64-bit integer. */
  I64(64),
  /** Unsigned 64-bit integer. */
  U64(64);

  private final int bits;

  DType(int bits) {
    this.bits = bits;
  }

  /**
   * The width of one element.
   *
   * @return bits per element, 4 to 64
   */
  public int bits() {
    return bits;
  }

  /**
   * The bytes that {@code elements} elements take, packed.
   *
   * @param elements number of elements, at least 0
   * @return the number of bytes
   * @throws InvalidInputException if the elements do not fill whole bytes, or the size exceeds 2^63
   *     − 1
   */
  public long byteSize(long elements) {
    long total;
    try {
      total = Math.multiplyExact(elements, (long) bits);
    } catch (ArithmeticException e) {
      throw new InvalidInputException(elements + " elements of " + this + " exceed 2^63 bits", e);
    }
    if (total % 8 != 0) {
      throw new InvalidInputException(
          elements + " elements of " + this + " (" + bits + " bits) do not fill whole bytes");
    }
    return total / 8;
  }

  /**
   * Finds a type by its safetensors name.
   *
   * @param name the exact name, such as {@code BF16}
   * @return the type
   * @throws InvalidInputException if there is no such type; the message lists the types
   */
  public static DType named(String name) {
    for (DType type : values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    throw new InvalidInputException(
        "dtype \"" + name + "\" is unknown; known: " + Arrays.toString(values()));
  }
}
