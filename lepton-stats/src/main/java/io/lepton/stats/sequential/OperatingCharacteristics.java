package io.lepton.stats.sequential;

import java.util.List;

/**
 * What happens in a group sequential plan under some effect.
 *
 * @param power chance to show the difference, in the direction of the effect
 * @param rejection chances by look
 * @param futility chances to stop for futility, by look but the last
 * @param expectedFraction of the planned information that is used on average
 */
public record OperatingCharacteristics(
    double power, List<Double> rejection, List<Double> futility, double expectedFraction) {
  /** {@inheritDoc} */
  public OperatingCharacteristics {
    rejection = List.copyOf(rejection);
    futility = List.copyOf(futility);
  }
}
