package io.lepton.benchmarks;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.test.CorrectedResampledT;
import io.lepton.stats.test.DeLong;
import io.lepton.stats.test.Equivalence;
import io.lepton.stats.test.FiveByTwoCv;
import io.lepton.stats.test.NonInferiority;
import io.lepton.stats.test.PairedT;
import io.lepton.stats.test.PermutationTest;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * False alarms of the tests that compare models, and of those with a margin where the truth lies on
 * it. The learners have the same expected accuracy: each uses one of two features that tell as
 * much.
 */
final class ModelTestRates {
  private static final int RUNS = 5_000;
  private static final int CASES = 100;
  private static final int ROWS = 200;
  private static final double SHIFT = 0.5;

  private ModelTestRates() {}

  static void print() {
    System.out.println("\n| test at 0.05 | of | rejects |\n|---|---|---|");
    for (NullData data : NullData.values()) {
      row(
          "PermutationTest, 999",
          data.label() + ", " + CASES + " an arm",
          r ->
              PermutationTest.withDefaults()
                  .withReplicates(999)
                  .test(data.draw(r, CASES), data.draw(r, CASES), r)
                  .pValue());
    }
    row("DeLong", "two scores of 50 and 50 rows, both with AUC .76", ModelTestRates::deLong);
    margins();
    row("CorrectedResampledT", "15 splits of 200 rows, 1 in 10 to test", r -> resampled(r, 1 / 9.));
    row("the same, uncorrected (PairedT)", "", ModelTestRates::uncorrected);
    row("FiveByTwoCv, t", "200 rows", r -> fiveByTwo(r, FiveByTwoCv.Form.T));
    row("FiveByTwoCv, F", "200 rows", r -> fiveByTwo(r, FiveByTwoCv.Form.F));
  }

  private static void row(String test, String of, ToDoubleFunction<SplittableRandom> pValue) {
    SplittableRandom random = new SplittableRandom(50);
    int rejected = 0;
    int refused = 0;
    for (int run = 0; run < RUNS; run++) {
      try {
        rejected += pValue.applyAsDouble(random.split()) <= 0.05 ? 1 : 0;
      } catch (InvalidInputException noSpread) {
        refused++;
      }
    }
    System.out.println(
        "| "
            + test
            + " | "
            + of
            + ErrorRatesBenchmark.cell(rejected, RUNS)
            + (refused > 0 ? " (" + refused + " without spread) |" : " |"));
  }

  private static double deLong(SplittableRandom random) {
    boolean[] positive = new boolean[CASES];
    double[] first = new double[CASES];
    double[] second = new double[CASES];
    for (int i = 0; i < CASES; i++) {
      positive[i] = i % 2 == 0;
      first[i] = random.nextGaussian() + (positive[i] ? 1 : 0);
      second[i] = random.nextGaussian() + (positive[i] ? 1 : 0);
    }
    return DeLong.withDefaults().compare(positive, first, second).pValue();
  }

  private static void margins() {
    for (NullData data : new NullData[] {NullData.NORMAL, NullData.LOG_NORMAL}) {
      row(
          "NonInferiority, means on the margin",
          data.label() + ", " + CASES + " an arm",
          r ->
              NonInferiority.withMargin(SHIFT)
                  .means(shifted(data, r, -SHIFT), shifted(data, r, 0))
                  .pValue());
      row(
          "Equivalence, means on the margin",
          data.label() + ", " + 5 * CASES + " an arm",
          r ->
              Equivalence.withMargin(SHIFT)
                  .means(
                      SampleSummary.of(shift(data.draw(r, 5 * CASES), SHIFT)),
                      SampleSummary.of(data.draw(r, 5 * CASES)))
                  .pValue());
    }
    row(
        "NonInferiority, proportions on the margin",
        ".75 and .8 of 400",
        r ->
            NonInferiority.withMargin(0.05)
                .proportions(successes(r, 0.75), 400, successes(r, 0.8), 400)
                .pValue());
    row(
        "Equivalence, proportions on the margin",
        ".7 and .8 of 400",
        r ->
            Equivalence.withMargin(0.1)
                .proportions(successes(r, 0.7), 400, successes(r, 0.8), 400)
                .pValue());
  }

  private static SampleSummary shifted(NullData data, SplittableRandom random, double by) {
    return SampleSummary.of(shift(data.draw(random, CASES), by));
  }

  private static double[] shift(double[] values, double by) {
    double[] shifted = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      shifted[i] = values[i] + by;
    }
    return shifted;
  }

  private static long successes(SplittableRandom random, double probability) {
    long count = 0;
    for (int i = 0; i < 400; i++) {
      count += random.nextDouble() < probability ? 1 : 0;
    }
    return count;
  }

  /** Rows of two classes with two features; their order is random. */
  private static double[][] rows(SplittableRandom random) {
    double[][] rows = new double[ROWS][];
    for (int i = 0; i < ROWS; i++) {
      double label = random.nextInt(2);
      rows[i] = new double[] {label + random.nextGaussian(), label + random.nextGaussian(), label};
    }
    return rows;
  }

  /** Accuracy of the first learner less the second's, tested on some rows. */
  private static double difference(double[][] rows, int[] order, int from, int to) {
    return accuracy(rows, order, from, to, 0) - accuracy(rows, order, from, to, 1);
  }

  /** The class whose mean is nearer. */
  private static double accuracy(double[][] rows, int[] order, int from, int to, int feature) {
    double[] sums = new double[2];
    int[] counts = new int[2];
    for (int i = 0; i < ROWS; i++) {
      if (i < from || i >= to) {
        double[] row = rows[order[i]];
        sums[(int) row[2]] += row[feature];
        counts[(int) row[2]]++;
      }
    }
    double low = sums[0] / counts[0];
    double high = sums[1] / counts[1];
    int right = 0;
    for (int i = from; i < to; i++) {
      double[] row = rows[order[i]];
      boolean nearerHigh = Math.abs(row[feature] - high) < Math.abs(row[feature] - low);
      right += nearerHigh == (row[2] == 1) ? 1 : 0;
    }
    return (double) right / (to - from);
  }

  private static int[] shuffled(SplittableRandom random) {
    int[] order = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private static double[] splits(SplittableRandom random) {
    double[][] rows = rows(random);
    double[] differences = new double[15];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = difference(rows, shuffled(random), 0, ROWS / 10);
    }
    return differences;
  }

  private static double resampled(SplittableRandom random, double testToTrain) {
    return CorrectedResampledT.withDefaults().test(splits(random), testToTrain).pValue();
  }

  private static double uncorrected(SplittableRandom random) {
    double[] differences = splits(random);
    return PairedT.withDefaults().test(differences, new double[differences.length]).pValue();
  }

  private static double fiveByTwo(SplittableRandom random, FiveByTwoCv.Form form) {
    double[][] rows = rows(random);
    double[][] differences = new double[5][];
    for (int i = 0; i < 5; i++) {
      int[] order = shuffled(random);
      differences[i] =
          new double[] {
            difference(rows, order, 0, ROWS / 2), difference(rows, order, ROWS / 2, ROWS)
          };
    }
    return FiveByTwoCv.withDefaults().with(form).test(differences).pValue();
  }
}
