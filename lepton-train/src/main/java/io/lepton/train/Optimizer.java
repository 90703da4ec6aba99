package io.lepton.train;

import java.util.Locale;

/** What makes a step of a gradient. */
public enum Optimizer {
  /**
   * Adam (Kingma and Ba 2015), β 0.9 and 0.999; with weight decay, AdamW (Loshchilov and Hutter
   * 2019).
   */
  ADAM,
  /** Stochastic gradient descent with momentum 0.9. */
  SGD;

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
