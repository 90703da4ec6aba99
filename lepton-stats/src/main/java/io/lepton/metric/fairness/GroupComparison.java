package io.lepton.metric.fairness;

import io.lepton.model.Interval;

/**
 * Two groups side by side.
 *
 * @param metric what is compared
 * @param first name of a group
 * @param second name of another
 * @param value first less second; for disparate impact first by second
 * @param interval around it; those of one criterion hold together
 * @param pValue of the hypothesis that the groups are alike, adjusted for the number of comparisons
 *     of the criterion (Holm)
 * @param test that gave it
 */
public record GroupComparison(
    String metric,
    String first,
    String second,
    double value,
    Interval interval,
    double pValue,
    String test) {}
