package io.lepton.stats.resample;

import io.lepton.error.InvalidInputException;
import io.lepton.spi.ComputeBackend;
import io.lepton.stats.compute.Backends;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.random.Streams;
import java.util.Arrays;
import java.util.Objects;

/**
 * The bootstrap of means and of smooth functions of them: difference, lift, ratio metrics. The same
 * law as {@link Bootstrap} (Efron 1979: rows drawn with replacement, as many as there are, within
 * each arm), but only sums are computed, by a {@link ComputeBackend}: about 0.7 ns a row.
 *
 * <p>Exact short cuts, told in {@link Bootstrap.Result#route}: an arm with two distinct values (a
 * proportion) is resampled by binomial counts, one with few distinct values by multinomial counts;
 * both have the law of drawing rows. Leaving one row out (for BCa) is a closed form of the means.
 * Standard errors of {@link Bootstrap.Method#STUDENTISED} are those of the delta method, with the
 * divisor n - 1.
 *
 * <p>The same key gives the same interval, for any number of threads. Immutable; safe for use by
 * many threads.
 */
public final class MeanBootstrap {
  private static final MeanBootstrap DEFAULT =
      new MeanBootstrap(9999, 0.95, Bootstrap.Method.PERCENTILE, Backends.Choice.byDefault());

  private final int replicates;
  private final double level;
  private final Bootstrap.Method method;
  private final Backends.Choice choice;

  private MeanBootstrap(
      int replicates, double level, Bootstrap.Method method, Backends.Choice choice) {
    this.replicates = replicates;
    this.level = level;
    this.method = method;
    this.choice = choice;
  }

  /**
   * 9999 replicates, 95 % interval, percentile method, by this JVM.
   *
   * @return the method
   */
  public static MeanBootstrap withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets how often to resample.
   *
   * @param value at least 100
   * @return a new method
   */
  public MeanBootstrap withReplicates(int value) {
    return new MeanBootstrap(IntervalOf.replicates(value), level, method, choice);
  }

  /**
   * Sets the level of the interval.
   *
   * @param value between 0 and 1, such as 0.95
   * @return a new method
   */
  public MeanBootstrap withLevel(double value) {
    return new MeanBootstrap(replicates, Checks.inside("level", value), method, choice);
  }

  /**
   * Sets how the interval is made.
   *
   * @param value the method
   * @return a new method
   */
  public MeanBootstrap with(Bootstrap.Method value) {
    return new MeanBootstrap(replicates, level, Objects.requireNonNull(value), choice);
  }

  /**
   * Sets what computes.
   *
   * @param value the backend
   * @return a new method
   */
  public MeanBootstrap with(ComputeBackend value) {
    return with(Backends.Choice.of(value));
  }

  /**
   * Sets what computes.
   *
   * @param value from {@link Backends}; its text is part of the result's route
   * @return a new method
   */
  public MeanBootstrap with(Backends.Choice value) {
    return new MeanBootstrap(replicates, level, method, Objects.requireNonNull(value));
  }

  /**
   * The mean of one sample.
   *
   * @param values at least two, all finite
   * @param key chooses the randomness
   * @return the result
   * @throws InvalidInputException if there are fewer, one is NaN or infinite, or (studentised) all
   *     are equal
   */
  public Bootstrap.Result mean(double[] values, long key) {
    return result(MeanStatistic.MEAN, key, Arm.of("values", values));
  }

  /**
   * The mean of the first sample less that of the second.
   *
   * @param first at least two finite values
   * @param second at least two finite values
   * @param key chooses the randomness
   * @return the result
   * @throws InvalidInputException as {@link #mean}
   */
  public Bootstrap.Result difference(double[] first, double[] second, long key) {
    return result(MeanStatistic.DIFFERENCE, key, Arm.of("first", first), Arm.of("second", second));
  }

  /**
   * The mean of the treatment relative to that of the control, less one.
   *
   * @param treatment at least two finite values
   * @param control at least two finite values, their mean not 0
   * @param key chooses the randomness
   * @return the result
   * @throws InvalidInputException as {@link #mean}, or if the control's mean is 0, or is so in a
   *     tenth of the resamples
   */
  public Bootstrap.Result lift(double[] treatment, double[] control, long key) {
    return result(
        MeanStatistic.LIFT, key, Arm.of("treatment", treatment), Arm.of("control", control));
  }

  /**
   * The sum of numerators by the sum of denominators, such as clicks by views, where the rows (such
   * as users) were sampled.
   *
   * @param numerators at least two, one for each row
   * @param denominators one for each row, their sum not 0
   * @param key chooses the randomness
   * @return the result
   * @throws InvalidInputException as {@link #mean}, or if the denominators add up to 0
   */
  public Bootstrap.Result ratio(double[] numerators, double[] denominators, long key) {
    return result(MeanStatistic.RATIO, key, pairs("", numerators, denominators));
  }

  /**
   * The ratio of the first arm less that of the second.
   *
   * @param firstNumerators at least two, one for each row of the first arm
   * @param firstDenominators one for each row, their sum not 0
   * @param secondNumerators at least two, one for each row of the second arm
   * @param secondDenominators one for each row, their sum not 0
   * @param key chooses the randomness
   * @return the result
   * @throws InvalidInputException as {@link #ratio}
   */
  public Bootstrap.Result ratioDifference(
      double[] firstNumerators,
      double[] firstDenominators,
      double[] secondNumerators,
      double[] secondDenominators,
      long key) {
    return result(
        MeanStatistic.RATIO_DIFFERENCE,
        key,
        pairs("first ", firstNumerators, firstDenominators),
        pairs("second ", secondNumerators, secondDenominators));
  }

  /**
   * A proportion, from its counts.
   *
   * @param successes from 0 to the trials
   * @param trials at least 2
   * @param key chooses the randomness
   * @return the result
   * @throws InvalidInputException if the counts make no sense, or (studentised) all or none
   *     succeeded
   */
  public Bootstrap.Result proportion(long successes, long trials, long key) {
    return result(MeanStatistic.MEAN, key, Arm.ofProportion("counts", successes, trials));
  }

  /**
   * The first proportion less the second, from their counts.
   *
   * @param firstSuccesses from 0 to the trials
   * @param firstTrials at least 2
   * @param secondSuccesses from 0 to the trials
   * @param secondTrials at least 2
   * @param key chooses the randomness
   * @return the result
   * @throws InvalidInputException as {@link #proportion}
   */
  public Bootstrap.Result proportionDifference(
      long firstSuccesses, long firstTrials, long secondSuccesses, long secondTrials, long key) {
    return result(
        MeanStatistic.DIFFERENCE,
        key,
        Arm.ofProportion("first", firstSuccesses, firstTrials),
        Arm.ofProportion("second", secondSuccesses, secondTrials));
  }

  private static Arm pairs(String arm, double[] numerators, double[] denominators) {
    Checks.sample(arm + "numerators", numerators, 2);
    Checks.sample(arm + "denominators", denominators, 2);
    Checks.sameLength(
        arm + "numerators", numerators.length, arm + "denominators", denominators.length);
    return Arm.of(arm + "rows", numerators, denominators);
  }

  private Bootstrap.Result result(MeanStatistic statistic, long key, Arm... arms) {
    double[][] means = Arrays.stream(arms).map(Arm::means).toArray(double[][]::new);
    double estimate = statistic.of(means);
    if (!Double.isFinite(estimate)) {
      throw new InvalidInputException(
          "the statistic is " + estimate + " (is a denominator 0?); expected a finite number");
    }
    boolean studentised = method == Bootstrap.Method.STUDENTISED;
    double[][][] resampled = new double[arms.length][][];
    for (int a = 0; a < arms.length; a++) {
      Arm arm = studentised ? arms[a].withProducts(means[a]) : arms[a];
      resampled[a] = arm.resampledMeans(replicates, choice, Streams.childKey(key, a));
    }
    Replicated replicated = new Replicated(estimate, replicates, level, route(arms));
    double[][] drawn = new double[arms.length][];
    for (int r = 0; r < replicates; r++) {
      for (int a = 0; a < arms.length; a++) {
        drawn[a] = at(resampled[a], r);
      }
      if (studentised) {
        replicated.add(statistic.of(drawn), DeltaMethod.error(statistic, arms, means, drawn));
      } else {
        replicated.add(statistic.of(drawn));
      }
    }
    return switch (method) {
      case PERCENTILE -> replicated.percentile();
      case BCA -> replicated.bca(acceleration(statistic, means, arms));
      case STUDENTISED -> replicated.studentised(DeltaMethod.error(statistic, arms, means));
    };
  }

  private static double[] at(double[][] columns, int replicate) {
    double[] row = new double[columns.length];
    for (int c = 0; c < row.length; c++) {
      row[c] = columns[c][replicate];
    }
    return row;
  }

  private static double acceleration(MeanStatistic statistic, double[][] means, Arm... arms) {
    Jackknife jackknife = new Jackknife();
    for (int a = 0; a < arms.length; a++) {
      double[][] left = means.clone();
      int arm = a;
      arms[a].leaveOneOut(
          jackknife,
          means[a],
          remaining -> {
            left[arm] = remaining;
            return statistic.of(left);
          });
    }
    return jackknife.acceleration();
  }

  private String route(Arm... arms) {
    StringBuilder text = new StringBuilder();
    for (Arm arm : arms) {
      text.append(text.isEmpty() ? "" : "; ").append(arm.route());
    }
    return text.append("; by ").append(choice.text()).toString();
  }
}
