package io.lepton.stats.aggregate;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.internal.Tails;
import java.util.List;

/**
 * Whether the effects of separate groups of units, such as countries, differ more than their
 * standard errors allow: Cochran's (1954) Q, {@code Σ wᵢ(δᵢ − δ̄)²} with {@code wᵢ = 1/seᵢ²},
 * against chi-square. Approximate: wants groups large enough for the standard errors to be taken as
 * known. Who tests several groupings must correct for it, see {@link
 * io.lepton.stats.multiple.PValueAdjustment}.
 *
 * @param statistic Q
 * @param degreesOfFreedom number of groups less 1
 * @param pValue of equal effects
 * @param pooled the effects' mean, weighted by precision
 * @param inconsistency share of the effects' variation that is beyond chance, I² (Higgins and
 *     Thompson 2002), from 0 to 1
 */
public record Heterogeneity(
    double statistic, int degreesOfFreedom, double pValue, double pooled, double inconsistency) {
  /**
   * Tests the effects of disjoint groups.
   *
   * @param effects at least two, on one scale
   * @return the test
   * @throws InvalidInputException if there are fewer than two
   */
  public static Heterogeneity of(List<Effect> effects) {
    if (effects.size() < 2) {
      throw new InvalidInputException(
          effects.size() + " groups with an effect; expected at least 2 to compare");
    }
    double weights = 0;
    double sum = 0;
    for (Effect effect : effects) {
      weights += weight(effect);
      sum += weight(effect) * effect.estimate();
    }
    double pooled = sum / weights;
    double statistic = 0;
    for (Effect effect : effects) {
      double distance = effect.estimate() - pooled;
      statistic += weight(effect) * distance * distance;
    }
    int degrees = effects.size() - 1;
    return new Heterogeneity(
        statistic,
        degrees,
        Tails.chiSquareUpper(statistic, degrees),
        pooled,
        statistic > degrees ? (statistic - degrees) / statistic : 0);
  }

  private static double weight(Effect effect) {
    return 1 / (effect.standardError() * effect.standardError());
  }
}
