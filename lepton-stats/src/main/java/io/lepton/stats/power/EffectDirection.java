package io.lepton.stats.power;

/** Which way a treatment is to differ from the control for the better. */
public enum EffectDirection {
  /** Larger is better, such as conversion. */
  INCREASE,
  /** Smaller is better, such as latency. */
  DECREASE;

  double signed(double gain) {
    return this == INCREASE ? gain : -gain;
  }
}
