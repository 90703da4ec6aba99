package io.lepton.federated;

import io.lepton.error.InvalidInputException;
import io.lepton.privacy.NoiseCalibration;
import io.lepton.privacy.PrivacyBudget;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Differential privacy of a client as a whole (McMahan et al. 2018, "Learning differentially
 * private recurrent language models"): each client's change of the weights is cut to a norm, all
 * count alike, and normal noise is added to their sum by the server, which must be trusted: it sees
 * the changes one by one.
 *
 * <p>Noise and sampling are drawn from the generator. It must be one whose numbers nobody can
 * foresee, as {@link SecureRandom}'s; another is for tests. The noise is of floating-point numbers:
 * attacks on their last bits (Mironov 2012) are not defended against.
 *
 * @param clipNorm largest Euclidean norm of a client's change, above 0
 * @param noiseMultiplier deviation of the noise over that norm, above 0
 * @param budget beyond which no round is run
 * @param random source of noise and sampling
 */
public record Privacy(
    double clipNorm, double noiseMultiplier, PrivacyBudget budget, RandomGenerator random) {
  /** {@inheritDoc} */
  public Privacy {
    positive("clip norm", clipNorm);
    positive("noise multiplier", noiseMultiplier);
    Objects.requireNonNull(budget);
    Objects.requireNonNull(random);
  }

  /**
   * With secure random numbers.
   *
   * @param clipNorm above 0; near the median norm of the clients' changes serves well
   * @param noiseMultiplier above 0
   * @param budget beyond which no round is run
   * @return the definition
   */
  public static Privacy of(double clipNorm, double noiseMultiplier, PrivacyBudget budget) {
    return new Privacy(clipNorm, noiseMultiplier, budget, new SecureRandom());
  }

  /**
   * With secure random numbers, and just the noise that a number of rounds needs.
   *
   * @param clipNorm above 0
   * @param budget to be spent by these rounds
   * @param participation probability that a client takes part in a round, above 0, to 1
   * @param rounds that are planned, at least 1
   * @return the definition
   */
  public static Privacy forRounds(
      double clipNorm, PrivacyBudget budget, double participation, int rounds) {
    return of(clipNorm, NoiseCalibration.noiseMultiplier(budget, participation, rounds), budget);
  }

  private static void positive(String what, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException(what + " is " + value + "; expected a number above 0");
    }
  }
}
