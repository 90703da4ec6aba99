package io.lepton.stats.bayes;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.internal.BestOfArms;
import io.lepton.stats.internal.Posterior;
import java.util.Arrays;
import java.util.List;

/**
 * How probably each of several arms is the best, {@code P(Xᵢ > all others) = ∫ fᵢ ∏ Fⱼ}, by
 * quadrature, not by sampling: the same arms always give the same digits, right to about 1e-10
 * (1e-9 for rates). The probabilities sum to 1.
 */
public final class BestArm {
  /** Below it the logarithm of a value goes on beyond the range of a double. */
  private static final double LEAST_SHAPE = 0.05;

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
        arms.stream().map(arm -> new Posterior.OfProportion(arm.alpha(), arm.beta())).toList());
  }

  private static void requireShape(double shape) {
    if (!(shape >= LEAST_SHAPE)) {
      throw new InvalidInputException(
          "a parameter of " + shape + "; expected at least " + LEAST_SHAPE + " to compare arms");
    }
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
        arms.stream()
            .map(arm -> new Posterior.OfMean(arm.mean(), arm.standardDeviation()))
            .toList());
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
    return of(arms.stream().map(arm -> new Posterior.OfRate(arm.shape(), arm.rate())).toList());
  }

  private static List<Double> of(List<? extends Posterior> arms) {
    if (arms.size() < 2) {
      throw new InvalidInputException(arms.size() + " arms; expected at least two");
    }
    return Arrays.stream(BestOfArms.probabilities(arms)).boxed().toList();
  }
}
