package io.lepton.tune;

import io.lepton.error.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Hyperband (Li et al. 2018): several brackets of {@link SuccessiveHalvingPruner}, each of which
 * spares its trials one rung more than the one before, for when it is not known how early reports
 * tell good trials from bad ones. A trial's bracket follows from its number, and it competes within
 * its bracket only. As many trials go to a bracket as in Optuna's pruner of the same name.
 *
 * @param leastResource steps that every trial may make, at least 1
 * @param mostResource steps of a trial that is not given up, at least {@code leastResource}
 * @param factor of reduction, at least 2
 */
public record HyperbandPruner(long leastResource, long mostResource, int factor) implements Pruner {
  /** {@inheritDoc} */
  public HyperbandPruner {
    if (leastResource < 1 || mostResource < leastResource || factor < 2) {
      throw new InvalidInputException(
          "least resource "
              + leastResource
              + ", most resource "
              + mostResource
              + ", factor "
              + factor
              + "; expected at least 1, the least resource, and 2");
    }
  }

  /**
   * Hyperband with factor 3.
   *
   * @param leastResource steps that every trial may make, at least 1
   * @param mostResource steps of a trial that is not given up, at least {@code leastResource}
   * @return the pruner
   * @throws InvalidInputException if a resource is out of range
   */
  public static HyperbandPruner between(long leastResource, long mostResource) {
    return new HyperbandPruner(leastResource, mostResource, 3);
  }

  /**
   * Sets the factor.
   *
   * @param reduction at least 2
   * @return a new pruner
   */
  public HyperbandPruner withFactor(int reduction) {
    return new HyperbandPruner(leastResource, mostResource, reduction);
  }

  /**
   * How many brackets there are.
   *
   * @return ⌊log(most / least) / log(factor)⌋ + 1
   */
  public int brackets() {
    int brackets = 1;
    for (double resource = leastResource; resource * factor <= mostResource; resource *= factor) {
      brackets++;
    }
    return brackets;
  }

  @Override
  public boolean shouldPrune(History history, Trial trial) {
    int bracket = bracket(trial.number());
    return new SuccessiveHalvingPruner(leastResource, factor, bracket, 0)
        .shouldPrune(history, trial, other -> bracket(other.number()) == bracket);
  }

  /**
   * The bracket of a trial.
   *
   * @param number of the trial
   * @return from 0
   */
  public int bracket(int number) {
    int brackets = brackets();
    long all = 0;
    for (int i = 0; i < brackets; i++) {
      all += share(i, brackets);
    }
    CRC32 hash = new CRC32();
    hash.update(("study_" + (number - 1)).getBytes(StandardCharsets.US_ASCII));
    long place = hash.getValue() % all;
    int bracket = 0;
    while (place >= share(bracket, brackets)) {
      place -= share(bracket, brackets);
      bracket++;
    }
    return bracket;
  }

  private long share(int bracket, int brackets) {
    int s = brackets - 1 - bracket;
    return (long) Math.ceil(brackets * Math.pow(factor, s) / (s + 1));
  }
}
