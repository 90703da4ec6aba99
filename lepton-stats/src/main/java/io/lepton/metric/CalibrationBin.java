package io.lepton.metric;

import io.lepton.model.Interval;

/**
 * Cases with like predictions, and how often they turned out positive.
 *
 * @param meanPredicted mean predicted probability of the cases
 * @param observedRate share of positives among them
 * @param count number of cases, at least 1
 * @param interval Wilson's, of the observed rate
 */
public record CalibrationBin(
    double meanPredicted, double observedRate, long count, Interval interval) {}
