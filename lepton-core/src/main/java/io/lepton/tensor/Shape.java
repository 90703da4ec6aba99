package io.lepton.tensor;

import io.lepton.error.InvalidInputException;
import java.util.Arrays;

/**
 * The dimensions of a tensor, outermost first. A rank of 0 is a scalar. {@link #UNKNOWN} may stand
 * for a dimension in a {@link io.lepton.model.Signature}; a {@link Tensor} needs every dimension
 * known. Immutable.
 */
public final class Shape {
  /** Stands for a dimension that is not fixed, such as the batch. */
  public static final long UNKNOWN = -1;

  private static final Shape SCALAR = new Shape(new long[0]);

  private final long[] dimensions;

  private Shape(long[] dimensions) {
    this.dimensions = dimensions;
  }

  /**
   * Makes a shape.
   *
   * @param dimensions each at least 0, or {@link #UNKNOWN}; none makes a scalar
   * @return the shape
   * @throws InvalidInputException if a dimension is below −1
   */
  public static Shape of(long... dimensions) {
    for (long dimension : dimensions) {
      if (dimension < UNKNOWN) {
        throw new InvalidInputException(
            "shape "
                + Arrays.toString(dimensions)
                + " has the dimension "
                + dimension
                + "; expected -1 or more");
      }
    }
    return dimensions.length == 0 ? SCALAR : new Shape(dimensions.clone());
  }

  /**
   * The number of dimensions.
   *
   * @return the rank, 0 for a scalar
   */
  public int rank() {
    return dimensions.length;
  }

  /**
   * One dimension.
   *
   * @param axis from 0 to rank − 1
   * @return the extent, or {@link #UNKNOWN}
   */
  public long dimension(int axis) {
    return dimensions[axis];
  }

  /**
   * All dimensions.
   *
   * @return a copy, outermost first
   */
  public long[] dimensions() {
    return dimensions.clone();
  }

  /**
   * Whether no dimension is {@link #UNKNOWN}.
   *
   * @return true if the shape can belong to a tensor
   */
  public boolean isFullyKnown() {
    for (long dimension : dimensions) {
      if (dimension == UNKNOWN) {
        return false;
      }
    }
    return true;
  }

  /**
   * The product of the dimensions; 1 for a scalar.
   *
   * @return the number of elements
   * @throws InvalidInputException if a dimension is unknown or the product, zeros left out, exceeds
   *     2^63 − 1
   */
  public long elementCount() {
    boolean empty = false;
    long product = 1;
    for (long dimension : dimensions) {
      if (dimension == UNKNOWN) {
        throw new InvalidInputException(
            "shape " + this + " has an unknown dimension, so it has no element count");
      }
      if (dimension == 0) {
        empty = true;
        continue;
      }
      try {
        product = Math.multiplyExact(product, dimension);
      } catch (ArithmeticException e) {
        throw new InvalidInputException("shape " + this + " has more than 2^63 elements", e);
      }
    }
    return empty ? 0 : product;
  }

  /**
   * Whether a tensor of the given shape fits this one, unknown dimensions matching anything.
   *
   * @param actual a shape
   * @return true if the ranks are equal and every known dimension is
   */
  public boolean matches(Shape actual) {
    if (rank() != actual.rank()) {
      return false;
    }
    for (int axis = 0; axis < dimensions.length; axis++) {
      if (dimensions[axis] != UNKNOWN && dimensions[axis] != actual.dimensions[axis]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape that && Arrays.equals(dimensions, that.dimensions);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dimensions);
  }

  /** The dimensions in brackets, as in {@code [64, 32]}. */
  @Override
  public String toString() {
    return Arrays.toString(dimensions);
  }
}
