package io.lepton.stats;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.test.ChiSquare;
import io.lepton.stats.test.MannWhitney;
import org.apache.commons.math3.special.Gamma;

/**
 * How large an effect is, without its unit. None of them is a test. Signs are of first minus
 * second. The rank-biserial correlation of paired values is in {@link
 * io.lepton.stats.test.WilcoxonSignedRank.Result}.
 */
public final class EffectSize {
  private EffectSize() {}

  /**
   * Cohen's d (1988): the difference of means in units of the pooled standard deviation.
   *
   * @param first of at least two values
   * @param second of at least two values
   * @return d
   * @throws InvalidInputException if there are too few values, or no spread
   */
  public static double cohensD(SampleSummary first, SampleSummary second) {
    if (first.n() < 2 || second.n() < 2) {
      throw new InvalidInputException(
          first.n() + " and " + second.n() + " values; expected at least 2 of each");
    }
    double degrees = (double) first.n() + second.n() - 2;
    double pooled =
        ((first.n() - 1) / degrees) * first.variance()
            + ((second.n() - 1) / degrees) * second.variance();
    if (!(pooled > 0)) {
      throw new InvalidInputException("both samples have zero variance; d is not defined");
    }
    return (first.mean() - second.mean()) / Math.sqrt(pooled);
  }

  /**
   * Hedges' g (1981): d without its bias, by the exact factor {@code Γ(ν/2) / (√(ν/2) Γ((ν−1)/2))}.
   *
   * @param first of at least two values
   * @param second of at least two values
   * @return g
   * @throws InvalidInputException if there are too few values, or no spread
   */
  public static double hedgesG(SampleSummary first, SampleSummary second) {
    double half = 0.5 * ((double) first.n() + second.n() - 2);
    // beyond, 1 − 3/(8 half) + ... is exact to the last digit and log-gammas are not
    double factor =
        half > 1e4
            ? 1 - (3 - 7 / (16 * half)) / (8 * half)
            : Math.exp(Gamma.logGamma(half) - Gamma.logGamma(half - 0.5)) / Math.sqrt(half);
    return factor * cohensD(first, second);
  }

  /**
   * Cohen's h (1988): the difference of two proportions as {@code 2 asin √p}.
   *
   * @param first from 0 to 1
   * @param second from 0 to 1
   * @return from −π to π
   * @throws InvalidInputException if one is out of range
   */
  public static double cohensH(double first, double second) {
    return 2 * Math.asin(Math.sqrt(share("first", first)))
        - 2 * Math.asin(Math.sqrt(share("second", second)));
  }

  private static double share(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new InvalidInputException(name + " is " + value + "; expected from 0 to 1");
    }
    return value;
  }

  /**
   * Cliff's delta (1993), also the rank-biserial correlation of independent samples: how much more
   * probably first exceeds second than the other way round.
   *
   * @param first at least one finite value
   * @param second at least one finite value
   * @return from −1 to 1
   * @throws InvalidInputException if a sample is empty, or a value NaN or infinite
   */
  public static double cliffsDelta(double[] first, double[] second) {
    return 2
            * MannWhitney.withDefaults()
                .with(MannWhitney.Method.ASYMPTOTIC)
                .test(first, second)
                .superiority()
        - 1;
  }

  /**
   * η²: the share of the sum of squares that lies between groups; too large by chance.
   *
   * @param groups at least two, of finite values
   * @return from 0 to 1
   * @throws InvalidInputException if there are too few groups, one is empty, or no spread
   */
  public static double etaSquared(double[]... groups) {
    Squares squares = Squares.of(groups);
    return squares.between / (squares.between + squares.within);
  }

  /**
   * ω² (Hays 1963): η² with most of its bias taken off; below 0 where groups differ by less than
   * chance.
   *
   * @param groups at least two, of finite values, more values than groups
   * @return at most 1
   * @throws InvalidInputException if there are too few groups or values, or no spread
   */
  public static double omegaSquared(double[]... groups) {
    Squares squares = Squares.of(groups);
    if (squares.withinDegrees < 1) {
      throw new InvalidInputException("as many groups as values; expected more values");
    }
    double error = squares.within / squares.withinDegrees;
    return (squares.between - (groups.length - 1) * error)
        / (squares.between + squares.within + error);
  }

  private record Squares(double between, double within, double withinDegrees) {
    static Squares of(double[][] groups) {
      if (groups.length < 2) {
        throw new InvalidInputException(groups.length + " groups; expected at least 2");
      }
      double all = 0;
      double sum = 0;
      double within = 0;
      SampleSummary[] summaries = new SampleSummary[groups.length];
      for (int i = 0; i < groups.length; i++) {
        Checks.sample("group " + i, groups[i], 1);
        summaries[i] = SampleSummary.of(groups[i]);
        all += summaries[i].n();
        sum += summaries[i].n() * summaries[i].mean();
        within += (summaries[i].n() - 1) * summaries[i].variance();
      }
      double between = 0;
      for (SampleSummary group : summaries) {
        double deviation = group.mean() - sum / all;
        between += group.n() * deviation * deviation;
      }
      if (!(between + within > 0)) {
        throw new InvalidInputException("all values are equal; there is nothing to share out");
      }
      return new Squares(between, within, all - groups.length);
    }
  }

  /**
   * Cramér's V (1946): the association in a table, {@code √(χ²/(n (min(r, c) − 1)))}; too large by
   * chance.
   *
   * @param table counts, at least 2 × 2, no row or column all zero
   * @return from 0 to 1
   * @throws InvalidInputException if the table has another form, or a count is negative
   */
  public static double cramersV(long[][] table) {
    double share = ChiSquare.withDefaults().independence(table).statistic() / total(table);
    return Math.min(1, Math.sqrt(share / (Math.min(table.length, table[0].length) - 1)));
  }

  /**
   * Cramér's V with the correction of Bergsma (2013), which is about 0 where there is no
   * association.
   *
   * @param table counts, at least 2 × 2, no row or column all zero, at least three cases
   * @return from 0 to 1
   * @throws InvalidInputException if the table has another form, or a count is negative
   */
  public static double cramersVCorrected(long[][] table) {
    double share = ChiSquare.withDefaults().independence(table).statistic() / total(table);
    double n = total(table);
    if (n < 3) {
      throw new InvalidInputException(n + " cases; expected at least 3");
    }
    double rows = table.length - 1.0;
    double columns = table[0].length - 1.0;
    double corrected = Math.max(0, share - rows * columns / (n - 1));
    double least = Math.min(rows - rows * rows / (n - 1), columns - columns * columns / (n - 1));
    return least > 0 ? Math.min(1, Math.sqrt(corrected / least)) : 0;
  }

  private static double total(long[][] table) {
    double total = 0;
    for (long[] row : table) {
      for (long count : row) {
        total += count;
      }
    }
    return total;
  }
}
