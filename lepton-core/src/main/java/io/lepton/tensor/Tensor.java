package io.lepton.tensor;

import io.lepton.bytes.ByteSource;
import io.lepton.bytes.Digest;
import io.lepton.error.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An immutable tensor: element type, shape and little-endian row-major bytes, read when asked for.
 * Thread-safe.
 *
 * <p>Two tensors are compared by {@link #contentEquals}, to the bit; {@code equals} is identity,
 * because comparing may read gigabytes.
 */
public final class Tensor {
  private static final int COMPARE_BLOCK = 1 << 20;

  private final DType dtype;
  private final Shape shape;
  private final ByteSource bytes;

  private Tensor(DType dtype, Shape shape, ByteSource bytes) {
    this.dtype = dtype;
    this.shape = shape;
    this.bytes = bytes;
  }

  /**
   * Makes a tensor over existing bytes.
   *
   * @param dtype element type
   * @param shape fully known
   * @param bytes little-endian, row-major, exactly as many as type and shape need
   * @return the tensor
   * @throws InvalidInputException if the number of bytes differs from what type and shape need
   */
  public static Tensor of(DType dtype, Shape shape, ByteSource bytes) {
    long expected = dtype.byteSize(shape.elementCount());
    if (bytes.size() != expected) {
      throw new InvalidInputException(
          "tensor " + dtype + " " + shape + " needs " + expected + " bytes, found " + bytes.size());
    }
    return new Tensor(dtype, shape, bytes);
  }

  /**
   * Makes an F32 tensor.
   *
   * @param shape fully known
   * @param values row-major; copied
   * @return the tensor
   * @throws InvalidInputException if the number of values does not fit the shape
   */
  public static Tensor ofFloats(Shape shape, float... values) {
    ByteBuffer buffer = allocate(values.length, Float.BYTES);
    buffer.asFloatBuffer().put(values);
    return of(DType.F32, shape, ByteSource.of(buffer));
  }

  /**
   * Makes an F64 tensor.
   *
   * @param shape fully known
   * @param values row-major; copied
   * @return the tensor
   * @throws InvalidInputException if the number of values does not fit the shape
   */
  public static Tensor ofDoubles(Shape shape, double... values) {
    ByteBuffer buffer = allocate(values.length, Double.BYTES);
    buffer.asDoubleBuffer().put(values);
    return of(DType.F64, shape, ByteSource.of(buffer));
  }

  /**
   * Makes an I64 tensor.
   *
   * @param shape fully known
   * @param values row-major; copied
   * @return the tensor
   * @throws InvalidInputException if the number of values does not fit the shape
   */
  public static Tensor ofLongs(Shape shape, long... values) {
    ByteBuffer buffer = allocate(values.length, Long.BYTES);
    buffer.asLongBuffer().put(values);
    return of(DType.I64, shape, ByteSource.of(buffer));
  }

  private static ByteBuffer allocate(int count, int width) {
    return ByteBuffer.allocate(Math.multiplyExact(count, width)).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * The element type.
   *
   * @return the type
   */
  public DType dtype() {
    return dtype;
  }

  /**
   * The shape.
   *
   * @return fully known
   */
  public Shape shape() {
    return shape;
  }

  /**
   * The bytes behind the tensor.
   *
   * @return little-endian, row-major
   */
  public ByteSource bytes() {
    return bytes;
  }

  /**
   * The values of an F32 tensor.
   *
   * @return a copy, row-major
   * @throws InvalidInputException if the type is not F32 or there are more than 2^29 values
   */
  public float[] toFloats() {
    require(DType.F32);
    float[] values = new float[Math.toIntExact(shape.elementCount())];
    bytes.readAll().asFloatBuffer().get(values);
    return values;
  }

  /**
   * The values of an F64 tensor.
   *
   * @return a copy, row-major
   * @throws InvalidInputException if the type is not F64 or there are more than 2^28 values
   */
  public double[] toDoubles() {
    require(DType.F64);
    double[] values = new double[Math.toIntExact(shape.elementCount())];
    bytes.readAll().asDoubleBuffer().get(values);
    return values;
  }

  /**
   * The values of an I64 tensor.
   *
   * @return a copy, row-major
   * @throws InvalidInputException if the type is not I64 or there are more than 2^28 values
   */
  public long[] toLongs() {
    require(DType.I64);
    long[] values = new long[Math.toIntExact(shape.elementCount())];
    bytes.readAll().asLongBuffer().get(values);
    return values;
  }

  private void require(DType asked) {
    if (dtype != asked) {
      throw new InvalidInputException(asked + " values asked of a tensor " + this);
    }
    if (bytes.size() > Integer.MAX_VALUE) {
      throw new InvalidInputException(this + " does not fit one array; read its bytes in ranges");
    }
  }

  /**
   * Compares type, shape and every bit; NaNs are equal only when their bits are.
   *
   * @param other a tensor
   * @return true if nothing differs
   */
  public boolean contentEquals(Tensor other) {
    if (dtype != other.dtype || !shape.equals(other.shape)) {
      return false;
    }
    long size = bytes.size();
    for (long at = 0; at < size; at += COMPARE_BLOCK) {
      int count = (int) Math.min(COMPARE_BLOCK, size - at);
      if (!bytes.read(at, count).equals(other.bytes.read(at, count))) {
        return false;
      }
    }
    return true;
  }

  /**
   * The SHA-256 of the raw bytes; type and shape do not enter.
   *
   * @return the digest
   */
  public Digest digest() {
    return Digest.of(bytes);
  }

  /** Type and shape, as in {@code F32 [64, 32]}. */
  @Override
  public String toString() {
    return dtype + " " + shape;
  }
}
