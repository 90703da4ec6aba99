package io.lepton.network;

import io.lepton.error.InvalidInputException;
import io.lepton.tensor.Shape;

/**
 * Some neighbouring columns: [features] becomes [count]. The start of a branch that sees only part
 * of the input.
 *
 * @param from the first, from 0
 * @param count how many, at least 1
 */
public record Columns(int from, int count) implements Layer {
  /** {@inheritDoc} */
  public Columns {
    Checks.atLeast(0, "first column", from);
    Checks.atLeast(1, "count of columns", count);
  }

  @Override
  public Shape outputShape(Shape input) {
    Checks.rank(1, "a choice of columns", "[features]", input);
    if ((long) from + count > input.dimension(0)) {
      throw new InvalidInputException(
          "columns " + from + " to " + ((long) from + count - 1) + " are not all in " + input);
    }
    return Shape.of(count);
  }
}
