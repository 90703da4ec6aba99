package io.lepton.train;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The numbers that products of matrices and convolutions are computed with. */
public enum Precision {
  /** 32-bit floats throughout. */
  FLOAT32,
  /**
   * Mixed precision: inputs, weights and results of linear layers and convolutions are rounded to
   * bfloat16, which keeps 8 significant bits, forwards and backwards. Weights as they are learnt,
   * biases, normalisation, embeddings, losses and the moments of update rules stay 32-bit floats,
   * and so does the model that comes out. Faster on processors with AMX or AVX512-BF16 and on GPUs;
   * slower on others.
   */
  BFLOAT16;

  /** As hyperparameters name it. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> keys() {
    return Arrays.stream(values()).map(Precision::key).toList();
  }

  static Precision of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }
}
