package io.lepton.merge;

import io.lepton.error.InvalidInputException;
import io.lepton.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** The weighted mean of both sides. */
record WeightedMean(double ours, double theirs) implements MergeStrategy {
  WeightedMean {
    boolean valid = ours >= 0 && theirs >= 0 && ours + theirs > 0;
    if (!valid || Double.isInfinite(ours + theirs)) {
      throw new InvalidInputException(
          "weights "
              + ours
              + " and "
              + theirs
              + "; expected finite numbers of at least 0, and not both 0");
    }
  }

  @Override
  public Optional<Tensor> resolve(TensorConflict conflict) {
    Tensor a = Arithmetic.require(description(), conflict.name(), "our side", conflict.ours());
    Tensor b = Arithmetic.require(description(), conflict.name(), "their side", conflict.theirs());
    Arithmetic.requireAlike(description(), conflict.name(), a, List.of(b));
    return Optional.of(
        ComputedTensor.like(a, (first, count, out, at) -> mean(a, b, first, count, out, at)));
  }

  private void mean(Tensor a, Tensor b, long first, int count, ByteBuffer out, int at) {
    Block x = new Block(a, first, count);
    Block y = new Block(b, first, count);
    for (int i = 0; i < count; i++) {
      int place = at + i * x.width();
      if (x.sameBits(y, i)) {
        x.copy(i, out, place);
      } else {
        x.put(mean(x.get(i), y.get(i)), out, place);
      }
    }
  }

  private double mean(double x, double y) {
    double mean = (ours * x + theirs * y) / (ours + theirs);
    // Large doubles overflow in the sum although their mean does not.
    return Double.isFinite(mean)
        ? mean
        : x * (ours / (ours + theirs)) + y * (theirs / (ours + theirs));
  }

  @Override
  public String description() {
    return ours == theirs ? "average" : "weighted (ours " + ours + ", theirs " + theirs + ")";
  }
}
