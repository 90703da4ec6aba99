package io.lepton.stats.drift;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.Tails;
import io.lepton.stats.test.TestResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The population stability index of two sets of counts over the same bins, {@code Σ (q − p)·ln(q /
 * p)} with the shares p of the reference and q of the current data, and whether it is more than
 * chance.
 *
 * <p>Without drift, {@code PSI·nm/(n + m)} is approximately chi-square with one degree of freedom
 * less than there are bins, for n reference and m current cases (Yurdakul 2018, "Statistical
 * properties of population stability index"). So the customary limits of 0.1 and 0.25 alarm
 * constantly on small samples and hardly ever on large ones; {@link Result#threshold} is the limit
 * for the sizes at hand. To the next order the mean of that statistic is larger than the degrees of
 * freedom by {@code ½·nm/(n + m)·(1/n² + 1/m²)·(Σ 1/π − k)}, over k bins of shares π (expand {@code
 * E(q − p)(ln q − ln p)} for independent multinomials); p-value and threshold are corrected for
 * this with the pooled shares. Simulated without drift, a bin of twenty expected cases or more
 * keeps alpha; at ten an alpha of 0.01 becomes 0.016; with many rare bins it alarms less often than
 * alpha says.
 *
 * <p>Bins empty in both sets are left out, and those of which fewer than one case would be expected
 * in the smaller set are joined to one, so that many rare categories do not sum up to an alarm. If
 * a bin is still empty in one set, half a case is added to every count of both, since the index
 * would be infinite. Immutable and safe for use by many threads.
 */
public final class PopulationStabilityIndex {
  private static final PopulationStabilityIndex DEFAULT = new PopulationStabilityIndex(0.01);

  private static final double ADDED_TO_EMPTY = 0.5;

  private final double alpha;

  private PopulationStabilityIndex(double alpha) {
    this.alpha = alpha;
  }

  /** The rule of thumb, which knows no sample size. */
  public enum Shift {
    /** Index below 0.1. */
    SMALL,
    /** Index from 0.1 to below 0.25. */
    MODERATE,
    /** Index of 0.25 or more. */
    LARGE
  }

  /**
   * What the comparison found.
   *
   * @param index the population stability index, 0 or more
   * @param statistic index times nm/(n + m)
   * @param degreesOfFreedom bins after leaving out and joining, less one
   * @param pValue probability of an index as large without drift; 1 with one bin
   * @param threshold the index that is exceeded without drift with probability alpha
   * @param alpha level of the threshold
   */
  public record Result(
      double index,
      double statistic,
      int degreesOfFreedom,
      double pValue,
      double threshold,
      double alpha)
      implements TestResult {
    /**
     * Whether the index is more than chance explains.
     *
     * @return true if it exceeds the threshold
     */
    public boolean drift() {
      return index > threshold;
    }

    /**
     * How large the index is by the rule of thumb, whatever the sample sizes.
     *
     * @return the class
     */
    public Shift shift() {
      return index < 0.1 ? Shift.SMALL : index < 0.25 ? Shift.MODERATE : Shift.LARGE;
    }
  }

  /**
   * With level 0.01.
   *
   * @return the method
   */
  public static PopulationStabilityIndex withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the accepted rate of false alarms.
   *
   * @param value between 0 and 1
   * @return a new method
   */
  public PopulationStabilityIndex withAlpha(double value) {
    return new PopulationStabilityIndex(Checks.inside("alpha", value));
  }

  /**
   * Compares numbers in bins cut from the reference.
   *
   * @param bins cut from the reference
   * @param reference values, NaN if missing; at least one
   * @param current values, NaN if missing; at least one
   * @return the result
   * @throws InvalidInputException if a set is empty
   */
  public Result test(QuantileBins bins, double[] reference, double[] current) {
    return test(bins.counts(reference), bins.counts(current));
  }

  /**
   * Compares categories. One that only one set has is a bin like others; count missing values under
   * a name of their own.
   *
   * @param reference category to count, not all zero
   * @param current category to count, not all zero
   * @return the result
   * @throws InvalidInputException if a set is empty, or a count negative
   */
  public Result test(Map<String, Long> reference, Map<String, Long> current) {
    Set<String> names = new TreeSet<>(reference.keySet());
    names.addAll(current.keySet());
    return test(counts(names, reference), counts(names, current));
  }

  private static long[] counts(Set<String> names, Map<String, Long> counts) {
    return names.stream().mapToLong(name -> counts.getOrDefault(name, 0L)).toArray();
  }

  /**
   * Compares counts over the same bins.
   *
   * @param reference count per bin, not all zero
   * @param current count per bin, not all zero
   * @return the result
   * @throws InvalidInputException if lengths differ, a set is empty, or a count is negative
   */
  public Result test(long[] reference, long[] current) {
    Checks.sameLength("reference", reference.length, "current", current.length);
    double cases = total("reference", reference);
    double currentCases = total("current", current);
    double smaller = Math.min(cases, currentCases);
    double rarest = (cases + currentCases) / smaller;
    List<long[]> bins = bins(reference, current, rarest);
    boolean gap = bins.stream().anyMatch(bin -> bin[0] == 0 || bin[1] == 0);
    double added = gap ? ADDED_TO_EMPTY : 0;
    double index = 0;
    double inverseShares = 0;
    for (long[] bin : bins) {
      double p = (bin[0] + added) / (cases + added * bins.size());
      double q = (bin[1] + added) / (currentCases + added * bins.size());
      index += (q - p) * Math.log(q / p);
      inverseShares +=
          Math.min(smaller, (cases + currentCases) / ((double) bin[0] + (double) bin[1]));
    }
    int degreesOfFreedom = bins.size() - 1;
    if (degreesOfFreedom == 0) {
      return new Result(0, 0, 0, 1, 0, alpha);
    }
    double scale = cases * currentCases / (cases + currentCases);
    double statistic = index * scale;
    double excess =
        0.5
            * scale
            * (1 / (cases * cases) + 1 / (currentCases * currentCases))
            * (inverseShares - bins.size());
    double correction = 1 + excess / degreesOfFreedom;
    return new Result(
        index,
        statistic,
        degreesOfFreedom,
        Tails.chiSquareUpper(statistic / correction, degreesOfFreedom),
        correction * Tails.chiSquareUpperQuantile(alpha, degreesOfFreedom) / scale,
        alpha);
  }

  /** Counts of both sets in the bins that have any, those below {@code rarest} together as one. */
  private static List<long[]> bins(long[] reference, long[] current, double rarest) {
    List<long[]> bins = new ArrayList<>();
    long[] rare = new long[2];
    for (int i = 0; i < reference.length; i++) {
      double both = (double) reference[i] + current[i];
      if (both >= rarest) {
        bins.add(new long[] {reference[i], current[i]});
      } else {
        rare[0] += reference[i];
        rare[1] += current[i];
      }
    }
    if (rare[0] > 0 || rare[1] > 0) {
      bins.add(rare);
    }
    return bins;
  }

  private static double total(String name, long[] counts) {
    Checks.counts(name, counts);
    double total = 0;
    for (long count : counts) {
      total += count;
    }
    if (total == 0) {
      throw new InvalidInputException(name + " has no cases; expected at least one");
    }
    return total;
  }
}
