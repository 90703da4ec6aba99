package io.lepton.train;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What makes a step of a gradient, as the hyperparameter {@code optimizer} names it. */
public enum Optimizer {
  /**
   * Adam (Kingma and Ba 2015), β 0.9 and 0.999; with weight decay, AdamW (Loshchilov and Hutter
   * 2019).
   */
  ADAM,
  /** Stochastic gradient descent. */
  SGD,
  /** With momentum 0.9 (Polyak 1964). */
  MOMENTUM,
  /** With Nesterov's momentum 0.9 (Sutskever et al. 2013). */
  NESTEROV,
  /** RMSProp (Hinton 2012). */
  RMSPROP,
  /** Adagrad (Duchi et al. 2011). */
  ADAGRAD;

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> keys() {
    return Arrays.stream(values()).map(Optimizer::key).toList();
  }

  static Optimizer of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }

  UpdateRule rule() {
    return switch (this) {
      case ADAM -> UpdateRule.adam();
      case SGD -> UpdateRule.sgd();
      case MOMENTUM -> UpdateRule.momentum(0.9);
      case NESTEROV -> UpdateRule.nesterov(0.9);
      case RMSPROP -> UpdateRule.rmsProp();
      case ADAGRAD -> UpdateRule.adagrad();
    };
  }
}
