package io.lepton.stats.test;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.Alternative;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.Normal;
import io.lepton.stats.internal.Placements;
import io.lepton.stats.interval.Wilson;
import java.util.Objects;

/**
 * DeLong's variance of the area under the ROC curve, with its interval, and the comparison of two
 * areas on the same cases (DeLong, DeLong and Clarke-Pearson 1988), in O(n log n) (Sun and Xu
 * 2014). Ties count one half. Higher scores are expected for positives; nothing is turned round.
 * Agrees with R's {@code pROC::ci.auc} and {@code roc.test}.
 *
 * <p>Where positives and negatives are separated completely, DeLong's variance is zero. The
 * interval is then Wilson's with {@code n = min(positives, negatives)}, because the variance of the
 * area never exceeds {@code A(1 − A)/n} (Birnbaum and Klose 1957); its {@code method} says so.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class DeLong {
  private static final DeLong DEFAULT = new DeLong(Alternative.TWO_SIDED, 0.95, Scale.PLAIN);

  /** On what scale the interval of one area is symmetric. */
  public enum Scale {
    /** The area itself, cut to 0 and 1. */
    PLAIN,
    /** Its logit: better coverage for areas near 1 (Pepe 2003). */
    LOGIT
  }

  private final Alternative alternative;
  private final double level;
  private final Scale scale;

  private DeLong(Alternative alternative, double level, Scale scale) {
    this.alternative = alternative;
    this.level = level;
    this.scale = scale;
  }

  /**
   * One area.
   *
   * @param auc from 0 to 1
   * @param standardError DeLong's
   * @param interval of the area, two-sided, within 0 and 1
   * @param positives number of positive cases
   * @param negatives number of negative cases
   */
  public record Area(
      double auc, double standardError, Interval interval, int positives, int negatives) {}

  /**
   * Two areas compared.
   *
   * @param statistic z, standard normal if the areas are equal
   * @param pValue against the alternative
   * @param firstAuc of the first scores
   * @param secondAuc of the second scores
   * @param standardError of the difference
   * @param interval of first minus second, within −1 and 1
   */
  public record Comparison(
      double statistic,
      double pValue,
      double firstAuc,
      double secondAuc,
      double standardError,
      Interval interval)
      implements TestResult {
    /**
     * The estimated difference.
     *
     * @return first area minus second
     */
    public double difference() {
      return firstAuc - secondAuc;
    }
  }

  /**
   * Two-sided, 95 % intervals on the plain scale.
   *
   * @return the method
   */
  public static DeLong withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the alternative of the comparison.
   *
   * @param value the alternative
   * @return a new method
   */
  public DeLong with(Alternative value) {
    return new DeLong(Objects.requireNonNull(value), level, scale);
  }

  /**
   * Sets the scale of the interval of one area.
   *
   * @param value the scale
   * @return a new method
   */
  public DeLong with(Scale value) {
    return new DeLong(alternative, level, Objects.requireNonNull(value));
  }

  /**
   * Sets the level of the intervals.
   *
   * @param value between 0 and 1, such as 0.95
   * @return a new method
   */
  public DeLong withLevel(double value) {
    return new DeLong(alternative, Checks.inside("level", value), scale);
  }

  /**
   * The area under the ROC curve with its interval.
   *
   * @param positive which cases are positive, at least two, and at least two not
   * @param scores finite, higher for those held to be positive
   * @return the area
   * @throws InvalidInputException if lengths differ, a score is NaN or infinite, or a class has
   *     fewer than two cases
   */
  public Area auc(boolean[] positive, double[] scores) {
    Placements placements = placements(positive, scores);
    double error = Math.sqrt(placements.variance());
    return new Area(
        placements.auc(),
        error,
        interval(placements, error),
        placements.positives(),
        placements.negatives());
  }

  private Interval interval(Placements placements, double error) {
    double auc = placements.auc();
    if (error == 0) {
      int cases = Math.min(placements.positives(), placements.negatives());
      Interval wilson =
          Wilson.withDefaults().withLevel(level).interval(Math.round(auc * cases), cases);
      return new Interval(
          Math.min(auc, wilson.low()),
          Math.max(auc, wilson.high()),
          level,
          "Wilson, largest variance");
    }
    double z = Normal.critical(level);
    if (scale == Scale.LOGIT && auc > 0 && auc < 1) {
      double middle = Math.log(auc / (1 - auc));
      double reach = z * error / (auc * (1 - auc));
      return new Interval(
          logistic(middle - reach), logistic(middle + reach), level, "DeLong, logit");
    }
    Interval plain = Intervals.around(auc, z * error, Alternative.TWO_SIDED, level, "DeLong");
    return Intervals.within(0, 1, plain);
  }

  private static double logistic(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /**
   * Compares the areas of two scores on the same cases.
   *
   * @param positive which cases are positive, at least two, and at least two not
   * @param first scores, finite
   * @param second scores, finite, in the same order of cases
   * @return the comparison; statistic 0 if both rank all cases alike
   * @throws InvalidInputException if lengths differ, a score is NaN or infinite, a class has fewer
   *     than two cases, or the variance is zero while the areas differ
   */
  public Comparison compare(boolean[] positive, double[] first, double[] second) {
    Placements one = placements(positive, first);
    Placements two = placements(positive, second);
    double difference = one.auc() - two.auc();
    double variance = one.variance() + two.variance() - 2 * one.covariance(two);
    double error = Math.sqrt(Math.max(0, variance));
    if (error == 0 && difference != 0) {
      throw new InvalidInputException(
          "areas "
              + one.auc()
              + " and "
              + two.auc()
              + " differ with an estimated variance of zero; there are too few cases to compare");
    }
    double statistic = difference == 0 ? 0 : difference / error;
    Interval interval =
        Intervals.around(
            difference,
            Normal.upperQuantile(alternative.tail(level)) * error,
            alternative,
            level,
            "DeLong");
    return new Comparison(
        statistic,
        alternative.normalPValue(statistic),
        one.auc(),
        two.auc(),
        error,
        Intervals.within(-1, 1, interval));
  }

  private static Placements placements(boolean[] positive, double[] scores) {
    Placements placements = Placements.of(positive, scores);
    if (placements.positives() < 2 || placements.negatives() < 2) {
      throw new InvalidInputException(
          placements.positives()
              + " positive and "
              + placements.negatives()
              + " negative cases; DeLong's variance needs at least two of each");
    }
    return placements;
  }
}
