package io.lepton.stats.test;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.internal.Tails;
import java.util.Objects;

/**
 * One-way analysis of variance: do several groups have one mean? (Fisher 1925.) Fisher's form takes
 * the variances of the groups as equal; Welch's (1951) does not, and is the better choice unless
 * group sizes are equal. Agrees with R's {@code oneway.test} (whose default is Welch's) and {@code
 * aov}; Fisher's with scipy's {@code f_oneway}.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class Anova {
  private static final Anova DEFAULT = new Anova(Variances.EQUAL);

  /** What is assumed of the groups' variances. */
  public enum Variances {
    /** All the same: Fisher's F. */
    EQUAL,
    /** Each its own: Welch's F. */
    WELCH
  }

  private final Variances variances;

  private Anova(Variances variances) {
    this.variances = variances;
  }

  /**
   * What the test found.
   *
   * @param statistic F
   * @param betweenDegrees degrees of freedom between groups, groups less one
   * @param withinDegrees degrees of freedom within groups; not whole for Welch's form
   * @param pValue upper tail of the F distribution
   */
  public record Result(double statistic, double betweenDegrees, double withinDegrees, double pValue)
      implements TestResult {}

  /**
   * Equal variances.
   *
   * @return the test
   */
  public static Anova withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets what is assumed of the variances.
   *
   * @param value the assumption
   * @return a new test
   */
  public Anova with(Variances value) {
    return new Anova(Objects.requireNonNull(value));
  }

  /**
   * Tests groups.
   *
   * @param groups at least two, of finite values; for Welch's form at least two values in each
   * @return the result
   * @throws InvalidInputException if there are too few groups or values, one is NaN or infinite, or
   *     there is no spread within the groups (for Welch's form: within each)
   */
  public Result test(double[]... groups) {
    return test(Groups.summaries(groups, 1));
  }

  /**
   * Tests groups by their summaries.
   *
   * @param groups at least two; for Welch's form of at least two values each
   * @return the result
   * @throws InvalidInputException as for values
   */
  public Result test(SampleSummary... groups) {
    Groups.requireTwo(groups.length);
    return variances == Variances.EQUAL ? fisher(groups) : welch(groups);
  }

  private static Result fisher(SampleSummary[] groups) {
    double all = 0;
    double sum = 0;
    double within = 0;
    for (SampleSummary group : groups) {
      all += group.n();
      sum += group.n() * group.mean();
      within += (group.n() - 1) * group.variance();
    }
    double withinDegrees = all - groups.length;
    if (withinDegrees < 1 || !(within > 0)) {
      throw new InvalidInputException(
          "no spread within the groups; an analysis of variance needs some");
    }
    double between = 0;
    for (SampleSummary group : groups) {
      double deviation = group.mean() - sum / all;
      between += group.n() * deviation * deviation;
    }
    double betweenDegrees = groups.length - 1.0;
    return result(
        between / betweenDegrees / (within / withinDegrees), betweenDegrees, withinDegrees);
  }

  private static Result welch(SampleSummary[] groups) {
    double weights = 0;
    double sum = 0;
    for (int i = 0; i < groups.length; i++) {
      TSettings.requireTwo("group " + i, groups[i]);
      if (!(groups[i].variance() > 0)) {
        throw new InvalidInputException(
            "group " + i + " has zero variance; Welch's form needs spread in each");
      }
      weights += weight(groups[i]);
      sum += weight(groups[i]) * groups[i].mean();
    }
    double between = 0;
    double spread = 0;
    for (SampleSummary group : groups) {
      double deviation = group.mean() - sum / weights;
      between += weight(group) * deviation * deviation;
      double rest = 1 - weight(group) / weights;
      spread += rest * rest / (group.n() - 1);
    }
    double k = groups.length;
    spread /= k * k - 1;
    return result(between / ((k - 1) * (1 + 2 * (k - 2) * spread)), k - 1, 1 / (3 * spread));
  }

  private static double weight(SampleSummary group) {
    return group.n() / group.variance();
  }

  private static Result result(double statistic, double betweenDegrees, double withinDegrees) {
    double p = Tails.fisherUpper(statistic, betweenDegrees, withinDegrees);
    return new Result(statistic, betweenDegrees, withinDegrees, p);
  }
}
