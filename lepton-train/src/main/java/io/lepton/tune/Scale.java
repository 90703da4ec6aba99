package io.lepton.tune;

/** How a numeric parameter is spread over the unit interval. */
public enum Scale {
  /** Evenly. */
  LINEAR,
  /** Evenly in its logarithm, for scales such as learning rates. */
  LOG
}
