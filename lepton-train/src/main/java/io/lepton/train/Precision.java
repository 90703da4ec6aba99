package io.lepton.train;

/** The numbers that products of matrices and convolutions are computed with. */
public enum Precision {
  /** 32-bit floats throughout. */
  FLOAT32,
  /**
   * bfloat16 for products of matrices and convolutions, with their outputs; weights, their updates,
   * normalisation and the loss stay in 32-bit floats. Faster only on processors that have
   * instructions for it.
   */
  BFLOAT16
}
