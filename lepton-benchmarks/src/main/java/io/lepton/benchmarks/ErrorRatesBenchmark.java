package io.lepton.benchmarks;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.interval.BonettPrice;
import io.lepton.stats.interval.ClopperPearson;
import io.lepton.stats.interval.Newcombe;
import io.lepton.stats.interval.OddsRatio;
import io.lepton.stats.interval.QuantileInterval;
import io.lepton.stats.interval.RelativeLift;
import io.lepton.stats.interval.RiskRatio;
import io.lepton.stats.interval.Wilson;
import io.lepton.stats.sequential.QuantileSequence;
import io.lepton.stats.test.Anova;
import io.lepton.stats.test.ChiSquare;
import io.lepton.stats.test.FisherExact;
import io.lepton.stats.test.Friedman;
import io.lepton.stats.test.KolmogorovSmirnov;
import io.lepton.stats.test.KruskalWallis;
import io.lepton.stats.test.MannWhitney;
import io.lepton.stats.test.McNemar;
import io.lepton.stats.test.PairedT;
import io.lepton.stats.test.SampleRatioMismatch;
import io.lepton.stats.test.StudentT;
import io.lepton.stats.test.TwoProportionZ;
import io.lepton.stats.test.WelchT;
import io.lepton.stats.test.WilcoxonSignedRank;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleBiFunction;

/** False alarms of the tests and coverage of the intervals, simulated with fixed seeds. */
final class ErrorRatesBenchmark implements Bench.Benchmark {
  private static final int RUNS = 10_000;
  private static final int CASES = 100;

  @Override
  public String what() {
    return "false alarms and coverage by simulation, of sequential and ordinary methods";
  }

  @Override
  public void run(List<String> none) {
    long start = System.nanoTime();
    Result.note(RUNS + " runs; a rate of .05 has a standard error of .0022");
    SequentialRates.print(RUNS);
    ProportionRates.print(RUNS / 10);
    sequences();
    tests();
    ModelTestRates.print();
    intervals();
    Result.note(String.format(Locale.ROOT, "%.0f seconds", (System.nanoTime() - start) / 1e9));
  }

  /** A rate as a cell of a table. */
  static String cell(int happened, int runs) {
    return String.format(Locale.ROOT, " | %.4f", (double) happened / runs);
  }

  private static void sequences() {
    int runs = RUNS / 5;
    System.out.println("\n| sequence, 95 % | missed at any of 1000 cases |\n|---|---|");
    for (double p : new double[] {0.5, 0.02}) {
      row("ProportionSequence of " + p, SequentialRates.proportionMisses(p, runs, 11), runs);
    }
    QuantileSequence median = QuantileSequence.of(0.5).tunedFor(500);
    row(
        "QuantileSequence, median, at each 50th",
        count(
            runs,
            12,
            random -> {
              double[] values = skewed(random, 1000);
              for (int n = 50; n <= 1000; n += 50) {
                if (!median.interval(Arrays.copyOf(values, n)).contains(1)) {
                  return true;
                }
              }
              return false;
            }),
        runs);
  }

  private static void tests() {
    System.out.println(
        "\n| test at 0.05, " + CASES + " cases an arm | normal | log-normal | 2 in 100 |");
    System.out.println("|---|---|---|---|");
    Map<String, ToDoubleBiFunction<SplittableRandom, NullData>> tests = new LinkedHashMap<>();
    tests.put(
        "StudentT",
        (r, d) -> StudentT.withDefaults().test(d.draw(r, CASES), d.draw(r, CASES)).pValue());
    tests.put(
        "WelchT",
        (r, d) -> WelchT.withDefaults().test(d.draw(r, CASES), d.draw(r, CASES)).pValue());
    tests.put(
        "PairedT",
        (r, d) -> PairedT.withDefaults().test(d.draw(r, CASES), d.draw(r, CASES)).pValue());
    tests.put(
        "MannWhitney",
        (r, d) -> MannWhitney.withDefaults().test(d.draw(r, CASES), d.draw(r, CASES)).pValue());
    tests.put(
        "WilcoxonSignedRank",
        (r, d) ->
            WilcoxonSignedRank.withDefaults().test(d.draw(r, CASES), d.draw(r, CASES)).pValue());
    tests.put(
        "KolmogorovSmirnov",
        (r, d) ->
            KolmogorovSmirnov.withDefaults().test(d.draw(r, CASES), d.draw(r, CASES)).pValue());
    tests.put(
        "Anova",
        (r, d) ->
            Anova.withDefaults()
                .test(d.draw(r, CASES), d.draw(r, CASES), d.draw(r, CASES))
                .pValue());
    tests.put(
        "Anova, Welch",
        (r, d) ->
            Anova.withDefaults()
                .with(Anova.Variances.WELCH)
                .test(d.draw(r, CASES), d.draw(r, CASES), d.draw(r, CASES))
                .pValue());
    tests.put(
        "KruskalWallis",
        (r, d) ->
            KruskalWallis.withDefaults()
                .test(d.draw(r, CASES), d.draw(r, CASES), d.draw(r, CASES))
                .pValue());
    tests.put(
        "Friedman, 100 of 3",
        (r, d) -> {
          double[][] blocks = new double[CASES][];
          for (int i = 0; i < CASES; i++) {
            blocks[i] = d.draw(r, 3);
          }
          return Friedman.withDefaults().test(blocks).pValue();
        });
    tests.forEach(
        (name, test) -> {
          StringBuilder row = new StringBuilder("| " + name);
          for (NullData draw : NullData.values()) {
            int runs = RUNS / 5;
            int[] refused = new int[1];
            int rejected =
                count(
                    runs,
                    20 + draw.seed(),
                    random -> {
                      try {
                        return test.applyAsDouble(random, draw) <= 0.05;
                      } catch (InvalidInputException noSpread) {
                        refused[0]++;
                        return false;
                      }
                    });
            row.append(cell(rejected, runs));
            if (refused[0] > 0) {
              row.append(" (").append(refused[0]).append(" without spread)");
            }
          }
          System.out.println(row + " |");
        });
    System.out.println("\n| test of counts at 0.05 | 2 in 100 of 1000 and 1500 |\n|---|---|");
    row(
        "TwoProportionZ",
        counts(c -> TwoProportionZ.withDefaults().test(c[0], 1000, c[1], 1500).pValue()),
        RUNS);
    row("ChiSquare", counts(c -> ChiSquare.withDefaults().independence(table(c)).pValue()), RUNS);
    row(
        "ChiSquare, Yates",
        counts(
            c ->
                ChiSquare.withDefaults()
                    .with(ChiSquare.Correction.YATES)
                    .independence(table(c))
                    .pValue()),
        RUNS);
    row("FisherExact", counts(c -> FisherExact.withDefaults().test(table(c)).pValue()), RUNS);
    row(
        "McNemar, exact",
        count(
            RUNS,
            32,
            r ->
                McNemar.withDefaults()
                        .test(binomial(r, 1000, 0.02), binomial(r, 1000, 0.02))
                        .pValue()
                    <= 0.05),
        RUNS);
    row(
        "SampleRatioMismatch at 0.05",
        count(
            RUNS,
            31,
            random -> {
              long first = binomial(random, 2500, 0.4);
              return SampleRatioMismatch.withDefaults()
                      .test(new long[] {first, 2500 - first}, new double[] {2, 3})
                      .pValue()
                  <= 0.05;
            }),
        RUNS);
  }

  private static int counts(Function<long[], Double> pValue) {
    return count(
        RUNS,
        30,
        random ->
            pValue.apply(new long[] {binomial(random, 1000, 0.02), binomial(random, 1500, 0.02)})
                <= 0.05);
  }

  private static long[][] table(long[] counts) {
    return new long[][] {{counts[0], 1000 - counts[0]}, {counts[1], 1500 - counts[1]}};
  }

  private static void intervals() {
    System.out.println("\n| interval, 95 % | of | covers |\n|---|---|---|");
    covers(
        "WelchT",
        "log-normal, 100 and 100",
        0,
        r -> WelchT.withDefaults().test(skewed(r, CASES), skewed(r, CASES)).interval());
    covers(
        "RelativeLift, delta",
        "log-normal, 100 and 100",
        0,
        r -> lift(r, RelativeLift.Method.DELTA));
    covers(
        "RelativeLift, Fieller",
        "log-normal, 100 and 100",
        0,
        r -> lift(r, RelativeLift.Method.FIELLER));
    covers(
        "QuantileInterval, median",
        "log-normal, 100",
        1,
        r -> QuantileInterval.median().interval(skewed(r, CASES)).interval());
    covers(
        "Wilson",
        "2 % of 500",
        0.02,
        r -> Wilson.withDefaults().interval(binomial(r, 500, 0.02), 500));
    covers(
        "ClopperPearson",
        "2 % of 500",
        0.02,
        r -> ClopperPearson.withDefaults().interval(binomial(r, 500, 0.02), 500));
    covers(
        "Newcombe",
        "2 % of 500, 4 % of 400",
        -0.02,
        r ->
            Newcombe.withDefaults()
                .interval(binomial(r, 500, 0.02), 500, binomial(r, 400, 0.04), 400));
    covers(
        "RiskRatio",
        "2 % of 500, 4 % of 400",
        0.5,
        r ->
            RiskRatio.withDefaults()
                .interval(binomial(r, 500, 0.02), 500, binomial(r, 400, 0.04), 400)
                .interval());
    covers(
        "OddsRatio",
        "2 % of 500, 4 % of 400",
        0.02 / 0.98 / (0.04 / 0.96),
        r ->
            OddsRatio.withDefaults()
                .interval(binomial(r, 500, 0.02), 500, binomial(r, 400, 0.04), 400)
                .interval());
    covers(
        "BonettPrice",
        "5 % and 2 % of 300 pairs",
        0.03,
        r -> {
          long first = binomial(r, 300, 0.05);
          return BonettPrice.withDefaults()
              .interval(first, binomial(r, (int) (300 - first), 0.02 / 0.95), 300);
        });
  }

  private static Interval lift(SplittableRandom random, RelativeLift.Method method) {
    return RelativeLift.withDefaults()
        .with(method)
        .interval(SampleSummary.of(skewed(random, CASES)), SampleSummary.of(skewed(random, CASES)))
        .interval();
  }

  private static void covers(
      String name, String of, double value, Function<SplittableRandom, Interval> interval) {
    int covered = count(RUNS, 40, random -> interval.apply(random).contains(value));
    System.out.println("| " + name + " | " + of + cell(covered, RUNS) + " |");
  }

  private static int count(int runs, long seed, Predicate<SplittableRandom> event) {
    SplittableRandom random = new SplittableRandom(seed);
    int happened = 0;
    for (int run = 0; run < runs; run++) {
      happened += event.test(random.split()) ? 1 : 0;
    }
    return happened;
  }

  private static void row(String name, int happened, int runs) {
    System.out.println("| " + name + cell(happened, runs) + " |");
  }

  private static double[] skewed(SplittableRandom random, int n) {
    return NullData.LOG_NORMAL.draw(random, n);
  }

  private static long binomial(SplittableRandom random, int n, double probability) {
    long successes = 0;
    for (int i = 0; i < n; i++) {
      successes += random.nextDouble() < probability ? 1 : 0;
    }
    return successes;
  }
}
