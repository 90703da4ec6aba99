package io.lepton.compress;

/** How weights are stored. */
public enum Packing {
  /** 16-bit floats with 8 bits of exponent and 8 of precision: the range of 32-bit floats. */
  BF16,
  /** IEEE 754 16-bit floats: 11 bits of precision, magnitudes up to 65,504. */
  FP16,
  /** 8-bit integers with a scale for each row of a matrix or filter of a convolution. */
  INT8,
  /** 4-bit integers with a scale for each 32 elements of a row. */
  INT4
}
