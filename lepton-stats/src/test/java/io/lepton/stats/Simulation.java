package io.lepton.stats;

import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.assertj.core.data.Offset;

/** Seeded simulation of error rates. */
public final class Simulation {
  private Simulation() {}

  /** The share of runs in which an event happens. */
  public static double rate(long seed, int runs, Predicate<SplittableRandom> event) {
    SplittableRandom random = new SplittableRandom(seed);
    int happened = 0;
    for (int run = 0; run < runs; run++) {
      happened += event.test(random.split()) ? 1 : 0;
    }
    return (double) happened / runs;
  }

  /**
   * Four standard deviations of the share of runs: a true rate lies outside once in 16,000 seeds.
   */
  public static Offset<Double> tolerance(double rate, int runs) {
    return within(4 * Math.sqrt(rate * (1 - rate) / runs));
  }

  public static double[] normal(SplittableRandom random, int n, double mean, double deviation) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = mean + deviation * random.nextGaussian();
    }
    return values;
  }

  public static long binomial(SplittableRandom random, int n, double probability) {
    long successes = 0;
    for (int i = 0; i < n; i++) {
      successes += random.nextDouble() < probability ? 1 : 0;
    }
    return successes;
  }

  public static long[] multinomial(SplittableRandom random, int n, double... probabilities) {
    long[] counts = new long[probabilities.length];
    for (int i = 0; i < n; i++) {
      double u = random.nextDouble();
      int kind = 0;
      while (kind < counts.length - 1 && u >= probabilities[kind]) {
        u -= probabilities[kind++];
      }
      counts[kind]++;
    }
    return counts;
  }
}
