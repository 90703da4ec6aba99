package io.lepton.stats.sequential;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.Alternative;
import io.lepton.stats.internal.Checks;

/**
 * Boundaries that a sum of centred steps crosses at any time with probability alpha at most, by
 * mixtures of supermartingales (Howard, Ramdas, McAuliffe and Sekhon 2021, Time-uniform,
 * nonparametric, nonasymptotic confidence sequences). A sum is measured against its intrinsic time
 * v, for most the sum of its variances. A boundary is narrowest about at the time it is tuned for.
 * They agree with confseq to 1e-5, the digits it publishes.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class MixtureBoundary {
  private final Mixture mixture;

  private MixtureBoundary(Mixture mixture) {
    this.mixture = mixture;
  }

  /**
   * Sums whose steps have Gaussian tails, v the sum of their variances (or variance proxies).
   *
   * @param time tuned for, above 0
   * @param alpha tuned for, between 0 and 1; below ½ where one-sided
   * @param alternative TWO_SIDED bounds the size of the sum, the others the sum on one side
   * @return the boundary
   */
  public static MixtureBoundary normal(double time, double alpha, Alternative alternative) {
    return new MixtureBoundary(
        NormalMixture.tuned(time(time), alpha(alpha, alternative), sides(alternative)));
  }

  /**
   * One-sided, for sums with exponential tails of scale c: those above their mean by more than the
   * variance says.
   *
   * @param time tuned for, above 0
   * @param alpha tuned for, between 0 and ½
   * @param scale c, above 0
   * @return the boundary
   */
  public static MixtureBoundary gammaExponential(double time, double alpha, double scale) {
    return gamma(GammaMixture.Kind.EXPONENTIAL, time, alpha, scale);
  }

  /**
   * One-sided, for sums of steps that are at most c above their mean.
   *
   * @param time tuned for, above 0
   * @param alpha tuned for, between 0 and ½
   * @param scale c, above 0
   * @return the boundary
   */
  public static MixtureBoundary gammaPoisson(double time, double alpha, double scale) {
    return gamma(GammaMixture.Kind.POISSON, time, alpha, scale);
  }

  private static MixtureBoundary gamma(
      GammaMixture.Kind kind, double time, double alpha, double scale) {
    double rho =
        NormalMixture.rho(time(time), alpha(alpha, Alternative.GREATER), NormalMixture.Sides.ONE);
    return new MixtureBoundary(new GammaMixture(kind, rho, Checks.positive("scale", scale)));
  }

  /**
   * Sums of steps that lie from −below to above with mean 0; v is {@code below × above} for each.
   *
   * @param time tuned for, above 0
   * @param alpha tuned for, between 0 and 1; below ½ where one-sided
   * @param below the deepest step, above 0
   * @param above the highest step, above 0
   * @param alternative TWO_SIDED bounds by a mixture of both sides, the others above only
   * @return the boundary, which is never above {@code v / below}, the most there can be
   */
  public static MixtureBoundary betaBinomial(
      double time, double alpha, double below, double above, Alternative alternative) {
    return new MixtureBoundary(
        BetaMixture.tuned(
            time(time),
            alpha(alpha, alternative),
            Checks.positive("below", below),
            Checks.positive("above", above),
            sides(alternative)));
  }

  private static double time(double time) {
    return Checks.positive("time", time);
  }

  private static double alpha(double alpha, Alternative alternative) {
    Checks.inside("alpha", alpha);
    if (alternative != Alternative.TWO_SIDED && !(alpha < 0.5)) {
      throw new InvalidInputException(
          "alpha " + alpha + " of a one-sided boundary; expected below 0.5");
    }
    return alpha;
  }

  private static NormalMixture.Sides sides(Alternative alternative) {
    return alternative == Alternative.TWO_SIDED ? NormalMixture.Sides.TWO : NormalMixture.Sides.ONE;
  }

  /**
   * The boundary.
   *
   * @param time intrinsic, above 0
   * @param alpha between 0 and 1
   * @return what the sum exceeds at any time with probability alpha at most
   */
  public double at(double time, double alpha) {
    return mixture.boundary(time(time), -Math.log(Checks.inside("alpha", alpha)));
  }

  /**
   * The evidence: the logarithm of the supermartingale. Its exponential is an e-value, and {@code
   * exp(−value)} an always-valid p-value.
   *
   * @param sum of the steps, in the direction of the alternative
   * @param time intrinsic, above 0
   * @return the logarithm
   */
  public double logEvidence(double sum, double time) {
    return mixture.log(Checks.finite("sum", sum), time(time));
  }
}
