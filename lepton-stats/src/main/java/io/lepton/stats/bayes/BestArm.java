package io.lepton.stats.bayes;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.internal.IncompleteBeta;
import io.lepton.stats.internal.Normal;
import io.lepton.stats.internal.Tails;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleBiFunction;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.apache.commons.math3.special.Gamma;

/**
 * How probably each of several arms is the best, {@code P(Xᵢ > all others) = ∫ fᵢ ∏ Fⱼ}, by
 * quadrature, not by sampling: the same arms always give the same digits, about 1e-10 of them
 * right.
 */
public final class BestArm {
  /** Quantiles between which the rules are laid, about a standard deviation apart. */
  private static final double[] LEVELS = {
    1e-14, 1e-11, 1e-8, 1e-6, 1e-4, 1e-3, 0.01, 0.04, 0.12, 0.25, 0.5, 0.75, 0.88, 0.96, 0.99,
    0.999, 1 - 1e-4, 1 - 1e-6, 1 - 1e-8, 1 - 1e-11, 1 - 1e-14
  };

  /** Below it the logarithm of a value goes on beyond the range of a double. */
  private static final double LEAST_SHAPE = 0.05;

  private static final GaussIntegrator RULE = new GaussIntegratorFactory().legendre(16);

  private BestArm() {}

  /**
   * Proportions.
   *
   * @param arms at least two, independent
   * @return chance to be best of each, in their order
   * @throws InvalidInputException if there are fewer than two, or a parameter is below 0.05
   */
  public static List<Double> ofProportions(List<BetaPosterior> arms) {
    arms.forEach(arm -> requireShape(Math.min(arm.alpha(), arm.beta())));
    return of(
        arms,
        // in the logit, where the density of the smallest alpha is smooth too
        (arm, u) -> IncompleteBeta.logitDensity(share(u), share(-u), arm.alpha(), arm.beta()),
        (arm, u) -> IncompleteBeta.regularized(share(u), share(-u), arm.alpha(), arm.beta()));
  }

  private static void requireShape(double shape) {
    if (!(shape >= LEAST_SHAPE)) {
      throw new InvalidInputException(
          "a parameter of " + shape + "; expected at least " + LEAST_SHAPE + " to compare arms");
    }
  }

  private static double share(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  /**
   * Means, differences or lifts.
   *
   * @param arms at least two, independent
   * @return chance to be best of each, in their order
   * @throws InvalidInputException if there are fewer than two
   */
  public static List<Double> ofMeans(List<NormalPosterior> arms) {
    return of(
        arms,
        (arm, x) -> {
          double z = (x - arm.mean()) / arm.standardDeviation();
          return Math.exp(-0.5 * z * z) / (Math.sqrt(2 * Math.PI) * arm.standardDeviation());
        },
        (arm, x) -> Normal.cumulative((x - arm.mean()) / arm.standardDeviation()));
  }

  /**
   * Rates of events.
   *
   * @param arms at least two, independent
   * @return chance to be best of each, in their order
   * @throws InvalidInputException if there are fewer than two, or a shape is below 0.05
   */
  public static List<Double> ofRates(List<GammaPosterior> arms) {
    arms.forEach(arm -> requireShape(arm.shape()));
    return of(
        arms,
        // in the logarithm
        BestArm::logDensity,
        (arm, u) -> 1 - arm.above(Math.exp(u)));
  }

  private static double logDensity(GammaPosterior arm, Double u) {
    double shape = arm.shape();
    return Math.exp(
        shape * (Math.log(arm.rate()) + u) - arm.rate() * Math.exp(u) - Gamma.logGamma(shape));
  }

  private static <T> List<Double> of(
      List<T> arms, ToDoubleBiFunction<T, Double> density, ToDoubleBiFunction<T, Double> below) {
    if (arms.size() < 2) {
      throw new InvalidInputException(arms.size() + " arms; expected at least two");
    }
    // every arm's quantiles, so that no arm's step is too sharp for the panels between them
    double[][] places = new double[arms.size()][];
    for (int i = 0; i < places.length; i++) {
      T arm = arms.get(i);
      places[i] =
          Arrays.stream(LEVELS).map(p -> place(x -> below.applyAsDouble(arm, x), p)).toArray();
    }
    double[] all = Arrays.stream(places).flatMapToDouble(Arrays::stream).sorted().toArray();
    List<Double> best = new ArrayList<>();
    for (int i = 0; i < places.length; i++) {
      int arm = i;
      DoubleUnaryOperator integrand =
          x -> {
            double product = density.applyAsDouble(arms.get(arm), x);
            for (int j = 0; j < places.length; j++) {
              product *= j == arm ? 1 : below.applyAsDouble(arms.get(j), x);
            }
            return product;
          };
      best.add(Math.min(1, integral(integrand, all, places[i][0], places[i][LEVELS.length - 1])));
    }
    return List.copyOf(best);
  }

  private static double integral(
      DoubleUnaryOperator integrand, double[] breaks, double low, double high) {
    double sum = 0;
    double left = low;
    for (double right : breaks) {
      if (right > left && right <= high) {
        double half = 0.5 * (right - left);
        for (int i = 0; i < RULE.getNumberOfPoints(); i++) {
          double x = left + half * (1 + RULE.getPoint(i));
          sum += half * RULE.getWeight(i) * integrand.applyAsDouble(x);
        }
        left = right;
      }
    }
    return sum;
  }

  private static double place(DoubleUnaryOperator below, double p) {
    double low = -1;
    double high = 1;
    while (below.applyAsDouble(low) > p) {
      low *= 2;
    }
    while (below.applyAsDouble(high) < p) {
      high *= 2;
    }
    return Tails.solve(x -> below.applyAsDouble(x) - p, low, high);
  }
}
