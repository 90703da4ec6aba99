package io.lepton.stats.sequential;

import io.lepton.stats.internal.ScoreDifference;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;

/**
 * The evidence of two arms' counts against a difference d of their proportions: the least, over all
 * pairs (p, p + d), of an e-process against that pair. Each pair's e-process averages likelihood
 * ratios over alternatives chosen before the data, nine tenths of them along the line through the
 * pair on which the difference is seen best, one tenth independent in both arms. The first is what
 * finds differences; the second rules out pairs far from the data, so that the least is found near
 * them.
 */
final class TwoProportionEvidence {
  /** Share of the alternatives along the line. */
  static final double LINE = 0.9;

  private static final double REACH = 6; // standard errors about the likeliest pair
  private static final double EDGE = 1e-12;
  private static final double LEAST_EDGE = 4e-16; // or 1 − p would be 0

  private final long[] successes;
  private final long[] failures;
  private final double[] planned;
  private final double alpha;

  /** Control first, then treatment. */
  TwoProportionEvidence(long[] successes, long[] failures, double[] planned, double alpha) {
    this.successes = successes;
    this.failures = failures;
    this.planned = planned;
    this.alpha = alpha;
  }

  /** Logarithm of the evidence against a difference, treatment minus control, inside −1 to 1. */
  double log(double difference) {
    double low = Math.max(0, -difference);
    double high = Math.min(1, 1 - difference);
    double edge = Math.max(EDGE * (high - low), LEAST_EDGE);
    long controls = successes[0] + failures[0];
    long treated = successes[1] + failures[1];
    double likeliest =
        ScoreDifference.likeliestSecond(successes[1], treated, successes[0], controls, difference);
    double n = (double) controls + treated;
    double spread = likeliest * (1 - likeliest);
    double reach = REACH * (Math.sqrt(spread / n) + 1 / n);
    double left = Math.max(low + edge, likeliest - reach);
    double right = Math.min(high - edge, likeliest + reach);
    if (!(left < right)) {
      return log(Math.min(high - edge, Math.max(low + edge, likeliest)), difference);
    }
    return new BrentOptimizer(1e-9, 1e-3 * reach)
        .optimize(
            new MaxEval(500),
            GoalType.MINIMIZE,
            new SearchInterval(left, right, Math.min(right, Math.max(left, likeliest))),
            new UnivariateObjectiveFunction(control -> log(control, difference)))
        .getValue();
  }

  /** Against one pair. */
  double log(double control, double difference) {
    double treatment = control + difference;
    double line = Math.log(LINE) + line(control, treatment);
    double both = Math.log1p(-LINE) + alone(0, control) + alone(1, treatment);
    double larger = Math.max(line, both);
    return larger + Math.log1p(Math.exp(Math.min(line, both) - larger));
  }

  /** Each arm's own mixture; tuned for their product, of which each need show half. */
  private double alone(int arm, double p) {
    double spread = p * (1 - p);
    double n = (double) successes[arm] + failures[arm];
    return BetaMixture.tuned(
            spread * planned[arm], Math.sqrt(alpha), p, 1 - p, NormalMixture.Sides.TWO)
        .log(successes[arm] - n * p, spread * n);
  }

  private double line(double control, double treatment) {
    double ofControl = control * (1 - control) / planned[0];
    double ofTreatment = treatment * (1 - treatment) / planned[1];
    double all = ofControl + ofTreatment;
    double variance = all / NormalMixture.rho(1, alpha, NormalMixture.Sides.TWO);
    return new LineMixture(
            new LineMixture.Arm(control, -ofControl / all, successes[0], failures[0]),
            new LineMixture.Arm(treatment, ofTreatment / all, successes[1], failures[1]),
            variance)
        .log();
  }
}
