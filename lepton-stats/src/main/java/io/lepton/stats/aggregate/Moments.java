package io.lepton.stats.aggregate;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.RatioSummary;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.internal.Checks;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Number, means and co-moments (sums of products of deviations from the means) of some variables
 * over units: all that tests of means and ratios and linear regression need. {@link #plus} merges
 * those of disjoint units by the formulas of Chan, Golub and LeVeque (1983), so that shards, days
 * or machines are summed up in any order; the number is exact, the rest agrees to rounding. No sums
 * of squares are formed, so nothing cancels where the mean is large against the spread.
 *
 * <p>Immutable, safe for use by many threads, and serialisable for a cluster's sake; that form is
 * for transport and may change between releases.
 */
public final class Moments implements Serializable {
  private static final long serialVersionUID = 1;

  private final long n;
  private final double[] means;
  private final double[] products; // lower triangle by rows

  Moments(long n, double[] means, double[] products) {
    this.n = n;
    this.means = means;
    this.products = products;
  }

  /**
   * Of no units yet; neutral in {@link #plus}.
   *
   * @param variables number of them, at least 1
   * @return the moments
   */
  public static Moments empty(int variables) {
    if (variables < 1) {
      throw new InvalidInputException(variables + " variables; expected at least 1");
    }
    return new Moments(0, new double[variables], new double[triangle(variables)]);
  }

  /**
   * Of units whose values are at hand.
   *
   * @param columns one array a variable, all of one length, all values finite
   * @return the moments
   * @throws InvalidInputException if lengths differ or a value is NaN or infinite
   */
  public static Moments of(double[]... columns) {
    MomentsBuilder builder = new MomentsBuilder(columns.length);
    double[] row = new double[columns.length];
    for (int i = 1; i < columns.length; i++) {
      Checks.sameLength("column 0", columns[0].length, "column " + i, columns[i].length);
    }
    for (int unit = 0; unit < columns[0].length; unit++) {
      for (int i = 0; i < row.length; i++) {
        row[i] = columns[i][unit];
      }
      builder.add(row);
    }
    return builder.build();
  }

  /**
   * From sums about a pivot, as a database computes them. Accurate where each pivot lies within a
   * few standard deviations of its mean.
   *
   * @param n number of units, at least 0
   * @param pivots one a variable
   * @param sums of {@code xᵢ − pivotᵢ}
   * @param products sums of {@code (xᵢ − pivotᵢ)(xⱼ − pivotⱼ)} for j ≤ i, by rows: (0,0), (1,0),
   *     (1,1), (2,0) …
   * @return the moments
   * @throws InvalidInputException if lengths do not fit or a number is NaN or infinite
   */
  public static Moments aboutPivots(long n, double[] pivots, double[] sums, double[] products) {
    int k = pivots.length;
    Checks.sameLength("pivots", k, "sums", sums.length);
    Checks.sameLength("pairs of pivots", triangle(k), "products", products.length);
    Checks.counts("n", new long[] {n});
    if (n == 0) {
      return empty(k);
    }
    double[] means = new double[k];
    double[] about = new double[products.length];
    for (int i = 0; i < k; i++) {
      means[i] = pivots[i] + sums[i] / n;
      for (int j = 0; j <= i; j++) {
        about[index(i, j)] = products[index(i, j)] - sums[i] * (sums[j] / n);
      }
      about[index(i, i)] = Math.max(0, about[index(i, i)]);
    }
    return new Moments(n, means, about).checked();
  }

  private static int triangle(int k) {
    return k * (k + 1) / 2;
  }

  static int index(int i, int j) {
    return i >= j ? i * (i + 1) / 2 + j : index(j, i);
  }

  Moments checked() {
    for (double[] numbers : new double[][] {means, products}) {
      for (double number : numbers) {
        if (!Double.isFinite(number)) {
          throw new InvalidInputException(
              "a mean or sum of products is "
                  + number
                  + "; a value was not finite, or too large to be squared");
        }
      }
    }
    return this;
  }

  /**
   * The moments of both groups of units together.
   *
   * @param other of other units, of the same variables
   * @return of all units
   * @throws InvalidInputException if the variables differ in number
   */
  public Moments plus(Moments other) {
    Checks.sameLength("moments", means.length, "other moments", other.means.length);
    if (n == 0 || other.n == 0) {
      return n == 0 ? other : this;
    }
    double all = (double) (n + other.n);
    double[] mergedMeans = new double[means.length];
    double[] merged = new double[products.length];
    double weight = n / all * other.n;
    for (int i = 0; i < means.length; i++) {
      mergedMeans[i] = (n * means[i] + other.n * other.means[i]) / all;
      double delta = other.means[i] - means[i];
      for (int j = 0; j <= i; j++) {
        int at = index(i, j);
        merged[at] =
            products[at] + other.products[at] + delta * (other.means[j] - means[j]) * weight;
      }
    }
    return new Moments(Math.addExact(n, other.n), mergedMeans, merged).checked();
  }

  /**
   * Number of units.
   *
   * @return at least 0
   */
  public long n() {
    return n;
  }

  /**
   * Number of variables.
   *
   * @return at least 1
   */
  public int variables() {
    return means.length;
  }

  /**
   * The mean of a variable; 0 if there are no units.
   *
   * @param variable from 0
   * @return finite
   */
  public double mean(int variable) {
    return means[variable];
  }

  /**
   * The sum of products of deviations from the means.
   *
   * @param first from 0
   * @param second from 0
   * @return finite; of a variable with itself at least 0
   */
  public double coMoment(int first, int second) {
    return products[index(first, second)];
  }

  /**
   * The covariance, with the divisor {@code n − 1}.
   *
   * @param first from 0
   * @param second from 0
   * @return finite; of a variable with itself the variance
   * @throws InvalidInputException if there are fewer than two units
   */
  public double covariance(int first, int second) {
    if (n < 2) {
      throw new InvalidInputException("the covariance of " + n + " units; expected at least 2");
    }
    return coMoment(first, second) / (n - 1);
  }

  /**
   * One variable by itself.
   *
   * @param variable from 0
   * @return its summary
   * @throws InvalidInputException if there are no units
   */
  public SampleSummary summary(int variable) {
    double variance = n < 2 ? 0 : coMoment(variable, variable) / (n - 1);
    return new SampleSummary(n, means[variable], variance);
  }

  /**
   * Two variables as a ratio.
   *
   * @param numerator from 0
   * @param denominator from 0
   * @return their summary
   * @throws InvalidInputException if there are no units or the denominators' mean is 0
   */
  public RatioSummary ratio(int numerator, int denominator) {
    double covariance = n < 2 ? 0 : coMoment(numerator, denominator) / (n - 1);
    return new RatioSummary(summary(numerator), summary(denominator), covariance);
  }

  /**
   * The moments of linear combinations {@code shiftᵣ + Σ rows[r][i] xᵢ} of the variables.
   *
   * @param rows one a combination, each with one coefficient a variable
   * @param shift one a combination
   * @return of as many variables as there are rows
   */
  public Moments combined(double[][] rows, double... shift) {
    Checks.sameLength("rows", rows.length, "shift", shift.length);
    double[] newMeans = new double[rows.length];
    double[] newProducts = new double[triangle(rows.length)];
    for (int r = 0; r < rows.length; r++) {
      Checks.sameLength("variables", means.length, "row " + r, rows[r].length);
      newMeans[r] = shift[r];
      for (int i = 0; i < means.length; i++) {
        newMeans[r] += rows[r][i] * means[i];
      }
      for (int s = 0; s <= r; s++) {
        newProducts[index(r, s)] = bilinear(rows[r], rows[s]);
      }
      newProducts[index(r, r)] = Math.max(0, newProducts[index(r, r)]);
    }
    return new Moments(n, newMeans, newProducts).checked();
  }

  private double bilinear(double[] left, double[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      for (int j = 0; j < right.length; j++) {
        sum += left[i] * right[j] * coMoment(i, j);
      }
    }
    return sum;
  }

  /** Number and means. */
  @Override
  public String toString() {
    return "n=" + n + " means=" + Arrays.toString(means);
  }
}
