package io.lepton.benchmarks;

import java.util.SplittableRandom;

/** Kinds of data in which nothing differs. */
enum NullData {
  NORMAL("normal", 1),
  LOG_NORMAL("log-normal", 2),
  RARE("2 in 100", 3);

  private final String label;
  private final long seed;

  NullData(String label, long seed) {
    this.label = label;
    this.seed = seed;
  }

  String label() {
    return label;
  }

  long seed() {
    return seed;
  }

  double draw(SplittableRandom random) {
    return switch (this) {
      case NORMAL -> random.nextGaussian();
      case LOG_NORMAL -> Math.exp(random.nextGaussian());
      case RARE -> random.nextDouble() < 0.02 ? 1 : 0;
    };
  }

  double[] draw(SplittableRandom random, int n) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = draw(random);
    }
    return values;
  }
}
