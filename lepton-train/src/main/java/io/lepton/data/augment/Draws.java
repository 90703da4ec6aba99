package io.lepton.data.augment;

import io.lepton.error.InvalidInputException;
import java.util.SplittableRandom;

/** Random numbers of several laws, the same on every JDK. */
final class Draws {
  private Draws() {}

  /** Marsaglia's polar method, without keeping the second number. */
  static double gaussian(SplittableRandom random) {
    while (true) {
      double x = 2 * random.nextDouble() - 1;
      double y = 2 * random.nextDouble() - 1;
      double square = x * x + y * y;
      if (square > 0 && square < 1) {
        return x * StrictMath.sqrt(-2 * StrictMath.log(square) / square);
      }
    }
  }

  /** From −limit to limit. */
  static double within(double limit, SplittableRandom random) {
    return (2 * random.nextDouble() - 1) * limit;
  }

  /** Beta(α, α), from two gammas. */
  static double beta(double alpha, SplittableRandom random) {
    double a = logGamma(alpha, random);
    double b = logGamma(alpha, random);
    return 1 / (1 + StrictMath.exp(b - a)); // tiny α make gammas that a double holds only as logs
  }

  /** The logarithm of a gamma variate (Marsaglia and Tsang 2000). */
  private static double logGamma(double shape, SplittableRandom random) {
    if (shape < 1) {
      return logGamma(shape + 1, random) + StrictMath.log(1 - random.nextDouble()) / shape;
    }
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = gaussian(random);
      double cube = (1 + c * x) * (1 + c * x) * (1 + c * x);
      double u = 1 - random.nextDouble();
      if (cube > 0 && StrictMath.log(u) < 0.5 * x * x + d - d * cube + d * StrictMath.log(cube)) {
        return StrictMath.log(d * cube);
      }
    }
  }

  static int[] permutation(int n, SplittableRandom random) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  static double requireAtLeastZero(String what, double value) {
    if (!(value >= 0 && Double.isFinite(value))) {
      throw new InvalidInputException(what + " " + value + "; expected 0 or more");
    }
    return value;
  }

  static double requireProbability(double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new InvalidInputException("probability " + probability + "; expected from 0 to 1");
    }
    return probability;
  }
}
