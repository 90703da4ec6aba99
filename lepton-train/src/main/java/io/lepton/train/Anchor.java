package io.lepton.train;

import io.lepton.error.InvalidInputException;
import io.lepton.tensor.Tensor;
import io.lepton.tensor.Weights;
import java.util.Map;

/**
 * A penalty on leaving given weights: Σ f (w − w₀)². With one factor for all it is L2-SP (Li et al.
 * 2018) or, with f = μ/2, FedProx (Li et al. 2020); with a factor for each weight, EWC (Kirkpatrick
 * et al. 2017).
 *
 * @param weights w₀: some or all of the network's tensors
 * @param factors f: for each of those tensors, of its shape, or of one element for all of it; 0 or
 *     more
 */
public record Anchor(Weights weights, Weights factors) {
  /** {@inheritDoc} */
  public Anchor {
    if (!weights.names().equals(factors.names())) {
      throw new InvalidInputException(
          "an anchor at " + weights.names() + " has factors for " + factors.names());
    }
    for (Map.Entry<String, Tensor> entry : factors.asMap().entrySet()) {
      Tensor factor = entry.getValue();
      Tensor weight = weights.get(entry.getKey());
      if (factor.shape().elementCount() != 1 && !factor.shape().equals(weight.shape())) {
        throw new InvalidInputException(
            "factors of \""
                + entry.getKey()
                + "\" have the shape "
                + factor.shape()
                + "; expected "
                + weight.shape()
                + " or one element");
      }
      for (float value : factor.toFloats()) {
        if (!(value >= 0 && value < Float.POSITIVE_INFINITY)) {
          throw new InvalidInputException(
              "a factor of \"" + entry.getKey() + "\" is " + value + "; expected 0 or more");
        }
      }
    }
  }

  /**
   * The same factor for every weight.
   *
   * @param weights w₀
   * @param factor f, 0 or more
   * @return the penalty
   */
  public static Anchor at(Weights weights, double factor) {
    Weights.Builder factors = Weights.builder();
    weights
        .names()
        .forEach(
            name ->
                factors.put(name, Tensor.ofFloats(io.lepton.tensor.Shape.of(1), (float) factor)));
    return new Anchor(weights, factors.build());
  }
}
