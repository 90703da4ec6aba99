package io.lepton.experiment;

import java.util.List;

/**
 * The arm of a unit.
 *
 * @param unit id of the unit
 * @param arm what to serve it
 * @param propensity how probably it was drawn, above 0, at most 1
 * @param propensities of all arms, in the design's order
 * @param recorded false only after the bandit's end, when nothing is chosen any more
 */
public record BanditChoice(
    String unit, Variant arm, double propensity, List<Double> propensities, boolean recorded) {
  /** {@inheritDoc} */
  public BanditChoice {
    propensities = List.copyOf(propensities);
  }
}
