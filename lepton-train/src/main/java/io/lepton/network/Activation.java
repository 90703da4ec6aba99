package io.lepton.network;

import io.lepton.tensor.Shape;

/**
 * A function without parameters; element by element, but for the softmax.
 *
 * @param function which
 */
public record Activation(Function function) implements Layer {
  /** The functions. */
  public enum Function {
    /** max(0, x). */
    RELU,
    /** x where positive, 0.01 x elsewhere. */
    LEAKY_RELU,
    /** x Φ(x) with the exact normal distribution function (Hendrycks and Gimpel 2016). */
    GELU,
    /** x / (1 + e⁻ˣ), also called swish. */
    SILU,
    /** Hyperbolic tangent. */
    TANH,
    /** 1 / (1 + e⁻ˣ). */
    SIGMOID,
    /** eˣ over its sum along the last axis. */
    SOFTMAX
  }

  /** {@inheritDoc} */
  public Activation {
    Checks.present(function, "function");
  }

  /**
   * The usual one.
   *
   * @return max(0, x)
   */
  public static Activation relu() {
    return new Activation(Function.RELU);
  }

  @Override
  public Shape outputShape(Shape input) {
    return function == Function.SOFTMAX && input.rank() == 0
        ? Checks.rank(1, "softmax", "[..., classes]", input)
        : input;
  }
}
