package io.lepton.merge;

import io.lepton.error.InvalidInputException;
import io.lepton.tensor.DType;
import io.lepton.tensor.FloatElements;
import io.lepton.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What arithmetic over tensors demands of them. */
final class Arithmetic {
  private Arithmetic() {}

  static Tensor require(String method, String name, String which, @Nullable Tensor tensor) {
    if (tensor == null) {
      throw new InvalidInputException(
          method + " cannot merge tensor \"" + name + "\": " + which + " has none; " + WAY_OUT);
    }
    return tensor;
  }

  private static final String WAY_OUT = "resolve it by ours, theirs or a function of your own";

  /** Demands one type that has arithmetic, and one shape. */
  static void requireAlike(String method, String name, Tensor first, List<Tensor> others) {
    DType type = first.dtype();
    if (!FloatElements.supports(type)) {
      throw new InvalidInputException(
          method
              + " cannot merge tensor \""
              + name
              + "\": arithmetic needs F16, BF16, F32 or F64, found "
              + type
              + "; "
              + WAY_OUT);
    }
    for (Tensor other : others) {
      if (other.dtype() != type || !other.shape().equals(first.shape())) {
        throw new InvalidInputException(
            method
                + " cannot merge tensor \""
                + name
                + "\": expected one type and shape, found "
                + first
                + " and "
                + other
                + "; "
                + WAY_OUT);
      }
    }
  }
}
