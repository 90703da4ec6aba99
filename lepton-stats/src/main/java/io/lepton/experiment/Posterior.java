package io.lepton.experiment;

/**
 * What a Bayesian plan says of a treatment's difference from the control on the primary metric.
 *
 * @param probabilityBetter that the treatment is better at all
 * @param expectedLoss by shipping: mean of how much worse it is, better counting 0; in the metric's
 *     units, at least 0
 * @param probabilityEquivalent that the difference lies in the region of practical equivalence; 0
 *     if there is none
 */
public record Posterior(
    double probabilityBetter, double expectedLoss, double probabilityEquivalent) {}
