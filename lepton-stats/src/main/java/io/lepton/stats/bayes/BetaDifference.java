package io.lepton.stats.bayes;

import io.lepton.model.Interval;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.IncompleteBeta;
import io.lepton.stats.internal.Tails;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.apache.commons.math3.analysis.solvers.BrentSolver;

/**
 * What is known of the difference of two independent proportions, first minus second, each beta
 * distributed: {@code P(first − second > x) = ∫ f(s) P(first > s + x) ds} by quadrature in the
 * logit of s, to about 1e-10. Chance to beat and expected loss, which need no difference, are
 * {@link BetaPosterior}'s own.
 *
 * @param first the proportion that counts positive
 * @param second the proportion that is subtracted
 */
public record BetaDifference(BetaPosterior first, BetaPosterior second) {
  /** Quantiles between which the rules are laid. */
  private static final double[] LEVELS = {
    1e-12, 1e-9, 1e-6, 1e-4, 0.003, 0.03, 0.16, 0.5, 0.84, 0.97, 0.997, 1 - 1e-4, 1 - 1e-6,
    1 - 1e-9, 1 - 1e-12
  };

  private static final GaussIntegrator RULE = new GaussIntegratorFactory().legendre(10);

  /**
   * The mean.
   *
   * @return between −1 and 1
   */
  public double mean() {
    return first.mean() - second.mean();
  }

  /**
   * How probably the difference is above a value.
   *
   * @param value from −1 to 1
   * @return from 0 to 1
   */
  public double above(double value) {
    Checks.finite("value", value);
    return value >= 1 ? 0 : value <= -1 ? 1 : above(value, quantiles(first), quantiles(second));
  }

  private double above(double value, double[] ofFirst, double[] ofSecond) {
    double low = logit(ofSecond[0]);
    double high = logit(ofSecond[LEVELS.length - 1]);
    // where either distribution bends, and where s + value leaves 0 to 1
    double[] breaks =
        Arrays.stream(
                new double[][] {
                  ofSecond,
                  Arrays.stream(ofFirst).map(q -> q - value).toArray(),
                  {-value, 1 - value}
                })
            .flatMapToDouble(Arrays::stream)
            .filter(s -> s > 0 && s < 1)
            .map(BetaDifference::logit)
            .filter(u -> u >= low && u <= high)
            .sorted()
            .toArray();
    double sum = 0;
    for (int i = 1; i < breaks.length; i++) {
      double half = 0.5 * (breaks[i] - breaks[i - 1]);
      if (half > 0) {
        for (int k = 0; k < RULE.getNumberOfPoints(); k++) {
          double u = breaks[i - 1] + half * (1 + RULE.getPoint(k));
          sum += half * RULE.getWeight(k) * integrand(u, value);
        }
      }
    }
    return Math.min(1, sum);
  }

  private double integrand(double logit, double value) {
    double share = 1 / (1 + Math.exp(-logit));
    double rest = 1 / (1 + Math.exp(logit));
    double at = share + value;
    double exceeded = at <= 0 ? 1 : at >= 1 ? 0 : first.above(at);
    return exceeded == 0
        ? 0
        : exceeded * IncompleteBeta.logitDensity(share, rest, second.alpha(), second.beta());
  }

  private static double logit(double share) {
    return Math.log(share) - Math.log1p(-share);
  }

  private static double[] quantiles(BetaPosterior of) {
    return Arrays.stream(LEVELS)
        .map(p -> Tails.betaQuantile(p, of.alpha(), of.beta()))
        .map(q -> Math.min(1 - 1e-15, Math.max(1e-300, q)))
        .toArray();
  }

  /**
   * The equal-tailed credible interval.
   *
   * @param level between 0 and 1, such as 0.95
   * @return within −1 and 1
   */
  public Interval interval(double level) {
    double tail = (1 - Checks.inside("level", level)) / 2;
    double[] ofFirst = quantiles(first);
    double[] ofSecond = quantiles(second);
    DoubleUnaryOperator exceeded = x -> above(x, ofFirst, ofSecond);
    return new Interval(
        place(exceeded, 1 - tail), place(exceeded, tail), level, "exact beta posteriors");
  }

  private double place(DoubleUnaryOperator exceeded, double p) {
    double spread = Math.sqrt(variance(first) + variance(second));
    double low = mean();
    double high = mean();
    for (double step = spread; low > -1 && exceeded.applyAsDouble(low) < p; step *= 2) {
      low = Math.max(-1 + 1e-15, low - step);
      if (low <= -1 + 1e-15) {
        break;
      }
    }
    for (double step = spread; high < 1 && exceeded.applyAsDouble(high) > p; step *= 2) {
      high = Math.min(1 - 1e-15, high + step);
      if (high >= 1 - 1e-15) {
        break;
      }
    }
    if (low == high) {
      return low;
    }
    BrentSolver solver = new BrentSolver(1e-12, 1e-10 * spread, 1e-14);
    return solver.solve(500, x -> exceeded.applyAsDouble(x) - p, low, high);
  }

  private static double variance(BetaPosterior of) {
    double n = of.alpha() + of.beta();
    return of.mean() * (1 - of.mean()) / (n + 1);
  }

  /**
   * How the difference stands to a region of practical equivalence.
   *
   * @param low end of the region
   * @param high end of the region, above {@code low}
   * @return chances to be below, within and above
   */
  public Rope rope(double low, double high) {
    Rope.requireRegion(low, high);
    return Rope.of(
        new BetaDifference(/* first= */ second, /* second= */ first).above(-low), above(high));
  }
}
