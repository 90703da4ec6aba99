package io.lepton.benchmarks;

import io.lepton.stats.internal.Normal;
import io.lepton.stats.sequential.AlwaysValid;
import io.lepton.stats.sequential.GroupSequential;
import io.lepton.stats.sequential.ProportionSequence;
import io.lepton.stats.sequential.Spending;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How often methods that look several times find a difference between two arms of the same kind:
 * two-sided at 0.05, 1000 cases in each arm, with 1, 10, 100 looks and one after every case from
 * the 50th on.
 */
final class SequentialRates {
  private static final int CASES = 1000;
  private static final int[] LOOKS = {1, 10, 100, CASES};

  /** No method for large samples is asked before. */
  private static final int FIRST = 50;

  private SequentialRates() {}

  /** What |z| must reach after each case of an arm; infinite where there is no look. */
  static Map<String, double[]> boundaries(int looks) {
    Map<String, double[]> all = new LinkedHashMap<>();
    all.put("naive", spread(looks, k -> Normal.critical(0.95)));
    GroupSequential plan = GroupSequential.withDefaults().withLooks(looks);
    double[] early = plan.design().criticalValues();
    double[] even = plan.with(Spending.lanDeMetsPocock()).design().criticalValues();
    all.put("GroupSequential, O'Brien-Fleming spending", spread(looks, k -> early[k]));
    all.put("GroupSequential, Pocock spending", spread(looks, k -> even[k]));
    AlwaysValid method = AlwaysValid.withDefaults().tunedFor(2 * CASES);
    all.put(
        "AlwaysValid",
        spread(looks, k -> method.interval(0, 1, 2.0 * (k + 1) * CASES / looks).high()));
    return all;
  }

  private interface Critical {
    double at(int look);
  }

  private static double[] spread(int looks, Critical critical) {
    double[] boundary = new double[CASES + 1];
    for (int n = 0; n <= CASES; n++) {
      boolean look = n >= FIRST && n % (CASES / looks) == 0;
      boundary[n] = look ? critical.at(n / (CASES / looks) - 1) : Double.POSITIVE_INFINITY;
    }
    return boundary;
  }

  /** Runs that find a difference, by boundary. */
  static int[] rejections(NullData data, double[][] boundaries, int runs, long seed) {
    int[] rejected = new int[boundaries.length];
    SplittableRandom random = new SplittableRandom(seed);
    double[] z = new double[CASES + 1];
    for (int run = 0; run < runs; run++) {
      statistics(data, random, z);
      for (int b = 0; b < boundaries.length; b++) {
        for (int n = FIRST; n <= CASES; n++) {
          if (z[n] >= boundaries[b][n]) {
            rejected[b]++;
            break;
          }
        }
      }
    }
    return rejected;
  }

  /** |z| of the difference of means after each case; 0 while there is no spread. */
  private static void statistics(NullData data, SplittableRandom random, double[] z) {
    double difference = 0;
    double[] sum = new double[2];
    double[] squares = new double[2];
    for (int n = 1; n < z.length; n++) {
      for (int arm = 0; arm < 2; arm++) {
        double value = data.draw(random);
        sum[arm] += value;
        squares[arm] += value * value;
      }
      difference = (sum[0] - sum[1]) / n;
      double spread = squares[0] - sum[0] * sum[0] / n + squares[1] - sum[1] * sum[1] / n;
      z[n] = spread > 0 ? Math.abs(difference) / Math.sqrt(spread / (n - 1) / n) : 0;
    }
  }

  static void print(int runs) {
    System.out.println("| two arms of the same kind | data | 1 | 10 | 100 | every case |");
    System.out.println("|---|---|---|---|---|---|");
    Map<String, StringBuilder> rows = new LinkedHashMap<>();
    for (int looks : LOOKS) {
      Map<String, double[]> boundaries = boundaries(looks);
      for (NullData data : NullData.values()) {
        int[] rejected =
            rejections(data, boundaries.values().toArray(new double[0][]), runs, data.seed());
        int b = 0;
        for (String name : boundaries.keySet()) {
          String row = name + " | " + data.label();
          rows.computeIfAbsent(row, r -> new StringBuilder())
              .append(ErrorRatesBenchmark.cell(rejected[b++], runs));
        }
      }
    }
    rows.forEach((row, cells) -> System.out.println("| " + row + cells + " |"));
  }

  /** Sequences of one proportion that miss it at any of their times. */
  static int proportionMisses(double proportion, int runs, long seed) {
    ProportionSequence method = ProportionSequence.withDefaults().tunedFor(CASES / 2.0);
    SplittableRandom random = new SplittableRandom(seed);
    int missed = 0;
    for (int run = 0; run < runs; run++) {
      long successes = 0;
      for (int n = 1; n <= CASES; n++) {
        successes += random.nextDouble() < proportion ? 1 : 0;
        if (method.pValue(successes, n, proportion) <= 0.05) {
          missed++;
          break;
        }
      }
    }
    return missed;
  }
}
