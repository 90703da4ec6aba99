package io.lepton.stats.power;

import java.util.List;

/**
 * How many units each arm needs.
 *
 * @param exact per arm, the control first; usually not whole
 */
public record ArmSizes(List<Double> exact) {
  /** {@inheritDoc} */
  public ArmSizes {
    exact = List.copyOf(exact);
  }

  /**
   * An arm's units in whole numbers.
   *
   * @param arm 0 for the control
   * @return rounded up
   */
  public long units(int arm) {
    return (long) Math.ceil(exact.get(arm));
  }

  /**
   * All units in whole numbers.
   *
   * @return sum of the arms, each rounded up
   */
  public long totalUnits() {
    return exact.stream().mapToLong(units -> (long) Math.ceil(units)).sum();
  }

  /**
   * All units.
   *
   * @return sum of the arms, not rounded
   */
  public double exactTotal() {
    return exact.stream().mapToDouble(Double::doubleValue).sum();
  }
}
