package io.lepton.train;

/** The numbers that products of matrices and convolutions are computed with. */
public enum Precision {
  /** 32-bit floats throughout. */
  FLOAT32,
  /**
   * bfloat16 for products of matrices and convolutions. DJL's PyTorch bridge has none up to 0.35.1,
   * so a training that asks for it fails with an error that says so; it is never replaced by 32-bit
   * floats in silence.
   */
  BFLOAT16
}
