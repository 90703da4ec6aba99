package io.lepton.stats.sequential;

/**
 * How much of an error rate may be used up by the time a share of the information is there (Lan and
 * DeMets 1983). {@link Spending} has the ones in common use.
 */
@FunctionalInterface
public interface SpendingFunction {
  /**
   * The error rate used up so far.
   *
   * @param total what may be used up by the end, between 0 and 1
   * @param fraction of the planned information, above 0 and at most 1
   * @return from 0 to {@code total}; must not fall as the fraction grows
   */
  double spent(double total, double fraction);
}
