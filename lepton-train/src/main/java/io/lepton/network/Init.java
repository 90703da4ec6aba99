package io.lepton.network;

/** How the weights of a {@link Linear} or {@link Conv2d} start. */
public enum Init {
  /** Weights and biases uniform within ±1/√(inputs of a unit), as PyTorch starts its layers. */
  UNIFORM,
  /**
   * Weights normal with deviation √(2/inputs), biases 0 (He et al. 2015): for deep ReLU networks.
   */
  HE_NORMAL,
  /** All zero: a path that is not there until training finds it useful. */
  ZERO;

  Initial weight(double inputs) {
    return switch (this) {
      case UNIFORM -> new Initial(Initial.Law.UNIFORM, 1 / Math.sqrt(inputs));
      case HE_NORMAL -> new Initial(Initial.Law.NORMAL, Math.sqrt(2 / inputs));
      case ZERO -> new Initial(Initial.Law.CONSTANT, 0);
    };
  }

  Initial bias(double inputs) {
    return this == UNIFORM ? weight(inputs) : new Initial(Initial.Law.CONSTANT, 0);
  }
}
