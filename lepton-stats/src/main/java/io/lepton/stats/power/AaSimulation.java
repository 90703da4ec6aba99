package io.lepton.stats.power;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.Uniformity;
import io.lepton.stats.interval.Wilson;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;

/**
 * Many experiments in which nothing differs, made of a caller's own past units: each run splits
 * them at random into two arms and asks the caller's test. A test fit for the metric says
 * "different" at its level, no more, and its p-values are uniform (Kohavi, Tang and Xu 2020,
 * chapter 19). Where it says so more often, the metric (too skewed, too rare, units that belong
 * together) and the test do not go together, and no experiment on them can be believed.
 *
 * <p>The same generator state gives the same result. Immutable and safe for use by many threads
 * that do not share a generator.
 */
public final class AaSimulation {
  private static final AaSimulation DEFAULT = new AaSimulation(2000, 0.05, 0.02, 0.5);
  private static final int LEAST_RUNS = 100;

  /** Chance at which p-values that come too small are no longer put down to chance. */
  private static final double SURE = 0.001;

  private final int runs;
  private final double alpha;
  private final double slack;
  private final double treatmentShare;

  private AaSimulation(int runs, double alpha, double slack, double treatmentShare) {
    this.runs = runs;
    this.alpha = alpha;
    this.slack = slack;
    this.treatmentShare = treatmentShare;
  }

  /** Whether the metric and its test go together. */
  public enum Fitness {
    /** False alarms at most at the level, but for the slack. */
    FIT,
    /** More false alarms, or p-values that come too small. */
    UNFIT,
    /** Too few runs to say, or the test refused some. */
    INCONCLUSIVE
  }

  /**
   * What came out.
   *
   * @param runs simulated experiments
   * @param falsePositives runs with a p-value below alpha
   * @param refused runs in which the test refused its arms, such as for want of spread
   * @param rate false positives by runs
   * @param interval Wilson's, 95 %, of the rate
   * @param distance largest distance of the p-values' distribution from the uniform one
   * @param uniformity p-value of that distance (Kolmogorov-Smirnov, to about 0.005)
   * @param excess largest amount by which too many p-values are small
   * @param excessPValue p-value of that excess; tests of counts, whose p-values are too large, pass
   * @param fitness what follows
   */
  public record Result(
      int runs,
      int falsePositives,
      int refused,
      double rate,
      Interval interval,
      double distance,
      double uniformity,
      double excess,
      double excessPValue,
      Fitness fitness) {}

  /**
   * 2000 runs, alpha 0.05, slack 0.02, arms alike.
   *
   * @return the simulation
   */
  public static AaSimulation withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the number of runs.
   *
   * @param value at least 100
   * @return a new simulation
   */
  public AaSimulation withRuns(int value) {
    if (value < LEAST_RUNS) {
      throw new InvalidInputException(
          value + " runs; expected at least " + LEAST_RUNS + ", fewer say nothing of a rate");
    }
    return new AaSimulation(value, alpha, slack, treatmentShare);
  }

  /**
   * Sets the level of the test.
   *
   * @param value between 0 and 1
   * @return a new simulation
   */
  public AaSimulation withAlpha(double value) {
    return new AaSimulation(runs, Checks.inside("alpha", value), slack, treatmentShare);
  }

  /**
   * Sets how much more than alpha the rate of false alarms may be.
   *
   * @param value between 0 and 1
   * @return a new simulation
   */
  public AaSimulation withSlack(double value) {
    return new AaSimulation(runs, alpha, Checks.inside("slack", value), treatmentShare);
  }

  /**
   * Sets the share of units in the treatment arm.
   *
   * @param value between 0 and 1
   * @return a new simulation
   */
  public AaSimulation withTreatmentShare(double value) {
    return new AaSimulation(runs, alpha, slack, Checks.inside("treatment share", value));
  }

  /**
   * Runs it on one value per unit.
   *
   * @param values of past units, at least four, all finite
   * @param pValue of treatment and control
   * @param random where the splits come from
   * @return what came out
   * @throws InvalidInputException if a value is not finite, there are too few, or the test gives
   *     something that is no p-value
   */
  public Result run(
      double[] values, ToDoubleBiFunction<double[], double[]> pValue, SplittableRandom random) {
    Checks.sample("values", values, 1);
    return simulate(
        values.length,
        (treated, rest) -> pValue.applyAsDouble(chosen(values, treated), chosen(values, rest)),
        random);
  }

  private static double[] chosen(double[] values, int[] places) {
    double[] chosen = new double[places.length];
    for (int i = 0; i < places.length; i++) {
      chosen[i] = values[places[i]];
    }
    return chosen;
  }

  /**
   * Runs it on units of any kind, such as pairs of clicks and views, or whole clusters.
   *
   * @param <U> a unit
   * @param units past ones, at least four
   * @param pValue of treatment and control; an {@link InvalidInputException} counts as refused
   * @param random where the splits come from
   * @return what came out
   * @throws InvalidInputException if there are too few units, or the test gives something that is
   *     no p-value
   */
  public <U> Result run(
      List<U> units, ToDoubleBiFunction<List<U>, List<U>> pValue, SplittableRandom random) {
    List<U> copy = List.copyOf(units);
    return simulate(
        copy.size(),
        (treated, rest) -> pValue.applyAsDouble(chosen(copy, treated), chosen(copy, rest)),
        random);
  }

  private static <U> List<U> chosen(List<U> units, int[] places) {
    return Arrays.stream(places).mapToObj(units::get).toList();
  }

  private Result simulate(
      int units, ToDoubleBiFunction<int[], int[]> pValue, SplittableRandom random) {
    int treated = (int) Math.round(treatmentShare * units);
    if (treated < 2 || units - treated < 2) {
      throw new InvalidInputException(
          units
              + " units, a share of "
              + treatmentShare
              + " treated; expected at least two in each arm");
    }
    int[] places = IntStream.range(0, units).toArray();
    double[] pValues = new double[runs];
    int count = 0;
    for (int run = 0; run < runs; run++) {
      deal(places, treated, random);
      double p = Double.NaN;
      try {
        p =
            pValue.applyAsDouble(
                Arrays.copyOf(places, treated), Arrays.copyOfRange(places, treated, units));
      } catch (InvalidInputException refused) {
        continue;
      }
      if (!(p >= 0 && p <= 1)) {
        throw new InvalidInputException(
            "the test gave " + p + " in run " + run + "; expected a p-value from 0 to 1");
      }
      pValues[count++] = p;
    }
    return result(Arrays.copyOf(pValues, count));
  }

  /** Puts a random choice of places first (Fisher and Yates, as far as needed). */
  private static void deal(int[] places, int first, SplittableRandom random) {
    for (int i = 0; i < first; i++) {
      int j = random.nextInt(i, places.length);
      int kept = places[i];
      places[i] = places[j];
      places[j] = kept;
    }
  }

  private Result result(double[] pValues) {
    int positives = (int) Arrays.stream(pValues).filter(p -> p < alpha).count();
    int answered = pValues.length;
    if (answered == 0) {
      throw new InvalidInputException(
          "the test refused every run; look at what it says of the two halves of the units");
    }
    Interval interval = Wilson.withDefaults().interval(positives, runs);
    double distance = Uniformity.distance(pValues);
    double excess = Uniformity.above(pValues);
    double excessPValue = Uniformity.aboveUpper(excess, answered);
    return new Result(
        runs,
        positives,
        runs - answered,
        (double) positives / runs,
        interval,
        distance,
        Uniformity.distanceUpper(distance, answered),
        excess,
        excessPValue,
        fitness(interval, excess, excessPValue, answered));
  }

  private Fitness fitness(Interval rate, double excess, double excessPValue, int answered) {
    if (rate.low() > alpha + slack || (excess > slack && excessPValue < SURE)) {
      return Fitness.UNFIT;
    }
    return rate.high() <= alpha + slack && answered == runs ? Fitness.FIT : Fitness.INCONCLUSIVE;
  }
}
