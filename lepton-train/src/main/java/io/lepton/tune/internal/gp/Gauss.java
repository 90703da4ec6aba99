package io.lepton.tune.internal.gp;

import java.util.SplittableRandom;

/** The normal distribution, with the same bits on every machine. */
public final class Gauss {
  private static final double LN2_HIGH = 0.6931471803691238;
  private static final double LN2_LOW = 1.9082149292705877e-10;
  private static final double INVERSE_LN2 = 1.4426950408889634;
  private static final double SMALLEST = -708; // of an exponent whose result is a normal double

  private Gauss() {}

  /**
   * The exponential of what is not positive, within 1e-14 of it: a Taylor polynomial after taking
   * out powers of two. Several times faster than StrictMath, and unlike Math it is the same
   * everywhere. Below −708 it is 0.
   */
  public static double exp(double x) {
    if (x < SMALLEST) {
      return 0;
    }
    double k = Math.rint(x * INVERSE_LN2);
    double r = (x - k * LN2_HIGH) - k * LN2_LOW;
    double p = 1.0 / 479001600;
    p = p * r + 1.0 / 39916800;
    p = p * r + 1.0 / 3628800;
    p = p * r + 1.0 / 362880;
    p = p * r + 1.0 / 40320;
    p = p * r + 1.0 / 5040;
    p = p * r + 1.0 / 720;
    p = p * r + 1.0 / 120;
    p = p * r + 1.0 / 24;
    p = p * r + 1.0 / 6;
    p = p * r + 0.5;
    p = p * r + 1;
    p = p * r + 1;
    return p * Double.longBitsToDouble(((long) k + 1023) << 52);
  }

  /**
   * The cumulative distribution function (West 2005, after Hart 1968), to 1e-15, in the tails to
   * 1e-8 of itself.
   */
  public static double cdf(double x) {
    double z = Math.abs(x);
    if (z > 37) {
      return x > 0 ? 1 : 0;
    }
    double e = exp(-z * z / 2);
    double tail;
    if (z < 7.07106781186547) {
      double a = 3.52624965998911e-02 * z + 0.700383064443688;
      a = a * z + 6.37396220353165;
      a = a * z + 33.912866078383;
      a = a * z + 112.079291497871;
      a = a * z + 221.213596169931;
      a = a * z + 220.206867912376;
      double b = 8.83883476483184e-02 * z + 1.75566716318264;
      b = b * z + 16.064177579207;
      b = b * z + 86.7807322029461;
      b = b * z + 296.564248779674;
      b = b * z + 637.333633378831;
      b = b * z + 793.826512519948;
      b = b * z + 440.413735824752;
      tail = e * a / b;
    } else {
      double f = z + 1 / (z + 2 / (z + 3 / (z + 4 / (z + 0.65))));
      tail = e / (f * 2.506628274631);
    }
    return x > 0 ? 1 - tail : tail;
  }

  /** A normal number (Marsaglia's polar method); the generator's own is not specified. */
  public static double next(SplittableRandom random) {
    while (true) {
      double u = 2 * random.nextDouble() - 1;
      double v = 2 * random.nextDouble() - 1;
      double s = u * u + v * v;
      if (s > 0 && s < 1) {
        return u * Math.sqrt(-2 * StrictMath.log(s) / s);
      }
    }
  }

  /** A normal number around a place of the unit interval, drawn again until it lies inside. */
  public static double nextInUnit(SplittableRandom random, double mean, double deviation) {
    while (true) {
      double x = mean + deviation * next(random);
      if (x >= 0 && x <= 1) {
        return x;
      }
    }
  }
}
